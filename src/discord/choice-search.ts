import type { Messages } from './messages/messages.ts';
import { searchText } from './search-text.ts';

/** What somebody looks for while they type. */
export interface ChoiceSearch {
  readonly typed: string;
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Those in whose text every typed word is found, in the order they come in. */
export function matching<T>(all: readonly T[], typed: string, textOf: (one: T) => string): T[] {
  const words = searchText(typed).split(' ');
  return all.filter((one) => {
    const text = searchText(textOf(one));
    return words.every((word) => text.includes(word));
  });
}
