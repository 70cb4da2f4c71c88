/** Without what would move the cursor or colour the screen: names of events come from anybody. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}--[\n\t]]/gv, '');
}
