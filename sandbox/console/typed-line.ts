/** What a person typed, taken apart. */
export interface TypedCommand {
  /** `post lineup`. */
  readonly path: string;
  readonly options: Readonly<Record<string, string>>;
  /** What is to be written into the form that the command opens. */
  readonly form: FormValues;
}

/** By the custom id or the label of a field. */
export type FormValues = Readonly<Record<string, string>>;

/** A word, or `name:"several words"`; a quotation mark anywhere else is an ordinary character. */
const WORD = /[\p{L}\p{N}_-]+[:=]"(?:[^"\\]|\\.)*"(?=\s|$)|\S+/gu;
const FIELD = /^([\p{L}\p{N}_-]+)="(.*)"$/su;
/** Not the `https:` of an address. */
const OPTION = /^([\p{L}\p{N}_-]+):(?!\/\/)(.*)$/su;

/** `/post lineup event:abc theme:neon` -> path `post lineup`, options; a value runs on to the next `name:`. */
export function parseCommand(line: string): TypedCommand {
  const { words, form } = splitWords(line.slice(1));
  const from = words.findIndex((word) => OPTION.test(word));
  const path = (from === -1 ? words : words.slice(0, from)).join(' ');
  const options: Record<string, string> = {};
  let current: string | undefined;
  for (const word of from === -1 ? [] : words.slice(from)) {
    const [, name, value = ''] = OPTION.exec(word) ?? [];
    if (name !== undefined) {
      current = name;
      options[name] = unquoted(value);
    } else if (current !== undefined) {
      options[current] = `${options[current]} ${word}`.trim();
    }
  }
  return { path, options, form };
}

/** `캡션 수정 of 3 caption="…"` -> what is meant, the number of the message, and what to write into the form. */
export function parseTarget(text: string): {
  readonly what: string;
  readonly message: number | undefined;
  readonly form: FormValues;
} {
  const { words, form } = splitWords(text);
  const said = words.join(' ');
  const [, what = '', number] = /^(?:(.*)\s)?of\s+#?(\d+)$/iu.exec(said) ?? [];
  return number === undefined
    ? { what: said, message: undefined, form }
    : { what, message: Number(number), form };
}

/** `\n` is a line break, `\\` a backslash. */
export function withLineBreaks(text: string): string {
  return text.replace(/\\([\\n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
}

function splitWords(text: string): { readonly words: string[]; readonly form: FormValues } {
  const words: string[] = [];
  const form: Record<string, string> = {};
  for (const [word] of text.matchAll(WORD)) {
    const [, name, value = ''] = FIELD.exec(word) ?? [];
    if (name === undefined) words.push(word);
    else form[name] = withLineBreaks(value.replaceAll('\\"', '"'));
  }
  return { words, form };
}

function unquoted(value: string): string {
  const inside = /^"(.*)"$/su.exec(value)?.[1];
  return inside === undefined ? value : inside.replaceAll('\\"', '"');
}
