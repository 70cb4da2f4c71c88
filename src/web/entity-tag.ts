/** `"abc"`: strong, the same bytes whenever the tag is the same. `name` without quotation marks. */
export function entityTag(name: string): string {
  return `"${name}"`;
}

/**
 * Whether an `If-None-Match` header has this tag: `*`, or a list in which weak tags count too (RFC 9110, 13.1.2).
 */
export function noneMatches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return (header.match(/(?:W\/)?"[^"]*"/g) ?? []).some((one) => one.replace(/^W\//, '') === tag);
}

/** Whether `If-Range` lets a range through: only the very same strong tag. We send no dates to compare with. */
export function rangeStillValid(header: string | undefined, tag: string): boolean {
  return header === undefined || header.trim() === tag;
}
