import { ComponentType } from 'discord-api-types/v10';
import type { Modal, ModalField, ModalValue } from '../discord/modal.ts';
import { optionOf } from './control.ts';
import type { Prompt } from './prompt.ts';
import { type FormValues, withLineBreaks } from './typed-line.ts';

type Values = Readonly<Record<string, ModalValue>>;

/**
 * Asks for one field after the other, again when the client would not send the form as it is; what was typed then stands
 * there. Undefined when the person leaves the form.
 */
export async function fillIn(modal: Modal, prompt: Prompt): Promise<Values | undefined> {
  prompt.tell(`
  ${modal.title}
  Enter keeps what stands there, - empties it, \\n breaks a line, cancel leaves the form.
`);
  let values: Values = {};
  for (;;) {
    for (const field of modal.fields) {
      const present = [values[field.customId] ?? field.value].flat().join(', ');
      prompt.tell(introduction(field, present));
      const typed = await (field.multiline ? askForLines : askForLine)(field, prompt);
      if (typed === undefined) return undefined;
      if (typed !== '') values = { ...values, [field.customId]: valueFor(field, typed) };
    }
    try {
      modal.fill(values);
      return values;
    } catch (error) {
      prompt.tell(`\n  ! ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}

/** What was typed beside the command or button that opened the form. */
export function inlineValues(modal: Modal, form: FormValues): Values {
  return Object.fromEntries(
    Object.entries(form).map(([name, text]) => {
      const field = modal.fields.find((one) => one.customId === name || one.label === name);
      return [name, field ? chosen(field, text) : text];
    }),
  );
}

/** `caption="…"`, for every field. */
export function inlineExample({ fields }: Modal): string {
  return fields.map(({ customId }) => `${customId}="…"`).join(' ');
}

function introduction(field: ModalField, present: string): string {
  const { label, description, placeholder, options } = field;
  const notes = [
    field.required ? 'required' : 'optional',
    ...(field.multiline ? ['several lines: end with a line that is only a dot'] : []),
  ];
  return [
    '',
    `${label} (${notes.join('; ')})`,
    ...(description === undefined ? [] : [`  ${description}`]),
    ...(options.length === 0
      ? []
      : [`  ${options.map((one) => `${one.value} ${one.label}`).join(' | ')}`]),
    ...(present === '' && placeholder !== undefined ? [`  such as: ${placeholder}`] : []),
    ...(present === '' ? [] : present.split('\n').map((line) => `  | ${line}`)),
    '',
  ]
    .map((line, index, { length }) => (index === 0 || index === length - 1 ? line : `  ${line}`))
    .join('\n');
}

async function askForLine(field: ModalField, prompt: Prompt): Promise<string | undefined> {
  const line = await prompt.ask(`  ${field.customId}: `);
  return line === undefined || isCancel(line) ? undefined : line;
}

async function askForLines(field: ModalField, prompt: Prompt): Promise<string | undefined> {
  const lines: string[] = [];
  for (;;) {
    const line = await prompt.ask(lines.length === 0 ? `  ${field.customId}: ` : '  … ');
    if (line === undefined || isCancel(line)) return undefined;
    if (lines.length === 0 && ['', '-'].includes(line.trim())) return line;
    if (line.trim() === '.') return lines.join('\n');
    lines.push(line);
  }
}

function isCancel(line: string): boolean {
  return /^\s*cancel\s*$/i.test(line);
}

function valueFor(field: ModalField, typed: string): ModalValue {
  if (typed.trim() === '-') return field.type === ComponentType.TextInput ? '' : [];
  return chosen(field, field.type === ComponentType.TextInput ? withLineBreaks(typed) : typed);
}

/** A choice may be typed as it is read; several with commas between. */
function chosen(field: ModalField, text: string): ModalValue {
  if (field.type === ComponentType.TextInput) return text;
  return text.split(',').map((one) => optionOf(field, one.trim())?.value ?? one.trim());
}
