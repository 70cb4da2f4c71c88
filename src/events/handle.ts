import { cleanLine } from './text.ts';

// Instagram usernames: at most 30 of letters, digits, `_` and `.`; no dot at either end, no two dots in a row.
const USERNAME = /^(?!.*\.\.)(?!\.)[a-z0-9_.]{1,30}(?<!\.)$/;

// First path segments of instagram.com that are pages of its own, not people.
const INSTAGRAM_PAGES = new Set(
  'p reel reels tv explore accounts direct stories about developer legal share popular'.split(' '),
);

// Rite insists on a handle for every slot, so people type these where there is none.
const FILLERS = new Set(['none', 'null', 'undefined', 'na', 'n.a', 'tba', 'tbd']);

/**
 * The Instagram username in a free-text field, lower-case and without `@`. Accepts `@x`, `x`, profile links with
 * or without a scheme, query or trailing slash, full-width letters and stray spaces. Undefined when there is no valid
 * username, and when there are two: naming one artist of a b2b as if the account were both would be wrong.
 */
export function parseHandle(raw: string): string | undefined {
  const handles = parseHandles(raw);
  return handles.length === 1 ? handles[0] : undefined;
}

/** Every Instagram username in a free-text field, as in `@a x @b`; empty when the field is a sentence or a name. */
export function parseHandles(raw: string): string[] {
  // NFKC turns the full-width `＠ｋｉｍ` of Korean and Japanese keyboards into ASCII.
  const line = cleanLine(cleanLine(raw).normalize('NFKC')).replace(/@ +/g, '@').toLowerCase();
  const marked = line.split(/[\s,;|&()[\]<>]+|\/(?=@)/).flatMap(markedUsername);
  if (marked.length > 0) return [...new Set(marked)];

  // Without `@` two words are more likely a stage name than two accounts; only a list separator makes a list.
  const listed = line.split(/\s*[,;|&+]\s*|\s+(?:x|b2b|vs)\s+/).filter((part) => part !== '');
  return listed.every(isUsername) ? [...new Set(listed)] : [];
}

function isUsername(text: string): boolean {
  return USERNAME.test(text) && !FILLERS.has(text) && !isInstagramHost(text);
}

/** The username of a token that says it is one: `@x`, or an address on Instagram. */
function markedUsername(token: string): string[] {
  const bare = token.replace(/^@/, '');
  if (bare.includes('/')) return usernameInLink(bare).filter(isUsername);
  return bare !== token && isUsername(bare) ? [bare] : [];
}

function usernameInLink(link: string): string[] {
  const url = URL.parse(/^https?:/.test(link) ? link : `https://${link}`);
  if (!url || !isInstagramHost(url.hostname)) return [];
  const [first = '', second = ''] = url.pathname.split('/').filter((segment) => segment !== '');
  if (first === 'stories' || first === '_u') return [second];
  return INSTAGRAM_PAGES.has(first) ? [] : [first.replace(/^(?:@|%40)/, '')];
}

function isInstagramHost(host: string): boolean {
  return /^(?:(?:www|m)\.)?(?:instagram\.com|instagr\.am)$/.test(host);
}
