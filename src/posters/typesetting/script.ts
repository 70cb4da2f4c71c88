import { graphemes } from '../../events/text.ts';

/**
 * How a letter is set: `latin` (with Greek, Cyrillic, figures), `hangul` and `ideograph` (Han and kana) each have
 * their own tracking; `whole` is never taken apart, because its letters join, stack or carry marks (Arabic, Thai);
 * `emoji` are pictures.
 */
export type Script = 'latin' | 'hangul' | 'ideograph' | 'whole' | 'emoji';

export interface ScriptSpan {
  readonly text: string;
  readonly script: Script;
}

/**
 * Cuts text into spans of one script. Spaces and punctuation go with what precedes them, but an opening bracket or
 * `#` after a space with what follows. `isPicture` says whether a sign without a script of its own (`☎`) is only to
 * be had from the emoji font.
 */
export function scriptSpans(text: string, isPicture: (sign: string) => boolean): ScriptSpan[] {
  if (PLAIN_LATIN.test(text)) return [{ text, script: 'latin' }];
  const spans: { text: string; script: Script }[] = [];
  let signs = '';
  for (const grapheme of graphemes(text)) {
    const script = scriptOf(grapheme, isPicture);
    if (script === undefined) {
      signs += grapheme;
      continue;
    }
    const last = spans.at(-1);
    if (last?.script === script && (signs === '' || isRunning(script))) {
      last.text += signs + grapheme;
    } else {
      const cut = signs.lastIndexOf(' ') + 1;
      const before = signs.slice(0, cut);
      const after = signs.slice(cut);
      if (last && isRunning(last.script)) last.text += before;
      else if (before !== '') spans.push({ text: before, script: 'latin' });
      if (isRunning(script)) {
        spans.push({ text: after + grapheme, script });
      } else {
        if (after !== '') spans.push({ text: after, script: 'latin' });
        spans.push({ text: grapheme, script });
      }
    }
    signs = '';
  }
  const last = spans.at(-1);
  if (last && isRunning(last.script)) last.text += signs;
  else if (signs !== '') spans.push({ text: signs, script: 'latin' });
  return spans;
}

const PLAIN_LATIN = /^[\u0020-\u007e]*$/;
// A picture by default, or because a variation selector, a joiner, a skin tone or a keycap asks for one.
const EMOJI = /^\p{Emoji_Presentation}|^\p{Emoji}(?:\uFE0F|\u200D|\p{Emoji_Modifier})|\u20E3$/u;
const HANGUL = /^\p{Script=Hangul}$/u;
const IDEOGRAPH =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆、。「」『』【】〔〕・]$/u;
const LATIN = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}]$/u;

/** Undefined for what has no script of its own. */
function scriptOf(grapheme: string, isPicture: (sign: string) => boolean): Script | undefined {
  if (LATIN.test(grapheme)) return 'latin';
  if (HANGUL.test(grapheme)) return 'hangul';
  if (IDEOGRAPH.test(grapheme)) return 'ideograph';
  if (EMOJI.test(grapheme)) return 'emoji';
  if (/[\p{L}\p{M}]/u.test(grapheme)) return 'whole';
  return /^\p{Emoji}/u.test(grapheme) && isPicture(grapheme) ? 'emoji' : undefined;
}

/** Tracked letter by letter. */
function isRunning(script: Script): boolean {
  return script === 'latin' || script === 'hangul' || script === 'ideograph';
}
