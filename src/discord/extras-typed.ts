import { LANGUAGES } from '../events/event.ts';
import { EXTRAS_FIELDS, type ExtrasField, type ExtrasTyped } from '../events/extras-input.ts';
import { cleanLine } from '../events/text.ts';
import { codeBlock } from './markdown.ts';
import { type Messages, messagesFor } from './messages/messages.ts';

/**
 * What was typed into the form of extras, as lines of a block, for people and for `typedIn`: a custom id has no room
 * for it, and what is kept in memory is gone after a restart.
 */
export function typedBlock(typed: ExtrasTyped, { extras }: Messages): string {
  const lines = EXTRAS_FIELDS.map((field) => `${extras.labels[field]}: ${cleanLine(typed[field])}`);
  return codeBlock(lines.map((line) => line.trimEnd()).join('\n')).block;
}

/** What a message with a `typedBlock` says was typed; '' for fields it does not have. */
export function typedIn(content: string): ExtrasTyped {
  const block = /```\n(?<lines>[\s\S]*?)\n```/.exec(content)?.groups?.lines ?? '';
  const typed = new Map<ExtrasField, string>();
  for (const line of block.split('\n')) {
    const field = EXTRAS_FIELDS.find((one) =>
      labelsOf(one).some((label) => line.startsWith(label)),
    );
    // The joiner is what `codeBlock` puts between backticks.
    if (field)
      typed.set(
        field,
        line
          .slice(line.indexOf(':') + 1)
          .replaceAll('\u2060', '')
          .trim(),
      );
  }
  return Object.fromEntries(
    EXTRAS_FIELDS.map((field) => [field, typed.get(field) ?? '']),
  ) as Record<ExtrasField, string>;
}

/** Whoever clicks may have changed their language since. */
function labelsOf(field: ExtrasField): string[] {
  return LANGUAGES.map((language) => `${messagesFor(language).extras.labels[field]}:`);
}
