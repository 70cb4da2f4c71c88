import { formatDate } from '../events/korean-date.ts';
import { todayInSeoul } from '../events/night.ts';
import { accentOn } from '../posters/accent.ts';
import { THEME_NAMES } from '../posters/poster.ts';
import type { Brand } from '../posts/brand.ts';
import { BRAND_MAX_HASHTAGS, type BrandFault, type BrandPreview } from '../posts/brand-service.ts';
import { DEFAULT_THEME } from '../posts/compose-post.ts';
import type { Reply } from './command.ts';
import { ALT_TEXT_LIMIT } from './limits.ts';
import { inlineCode, plain } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { shorten } from './shorten.ts';

const GIVEN_LENGTH = 60;
const NAME_LENGTH = 80;
/** Ten hashtags of ordinary length; each may be hundreds of characters long. */
const HASHTAGS_LENGTH = 500;

export interface BrandReplyOptions {
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly heading: string;
  /** A line of its own under the heading. */
  readonly note?: string;
  readonly preview?: BrandPreview | undefined;
}

/** What a server has chosen, with what becomes of its accent on each theme, and how it looks. */
export function brandReply(brand: Brand, options: BrandReplyOptions): Reply {
  const { messages, heading, note, preview } = options;
  const theme = brand.theme ?? DEFAULT_THEME;
  const values = brandValues(brand, messages);
  const lines = [
    `### ${heading}`,
    ...(note === undefined ? [] : [note]),
    ...Object.entries(values).map(([part, value]) => `**${part}** ${value}`),
    ...corrections(brand, messages),
    ...(brand.hashtags.length === 0 ? [] : [`-# ${messages.brand.hashtagsNote()}`]),
    ...(preview === undefined ? [] : [`-# ${previewLine(preview, options)}`]),
  ];
  const altText = messages.brand.altText(messages.themes[theme], preview?.event.name ?? '');
  const file = preview && {
    name: 'brand.jpg',
    data: preview.picture,
    altText: shorten(altText, ALT_TEXT_LIMIT),
  };
  return { content: lines.join('\n'), files: file ? [file] : [] };
}

/** Why nothing was changed: every reason there is. */
export function brandRefusal(faults: readonly BrandFault[], messages: Messages): Reply {
  const reasons = faults.map(
    (fault) => `- **${messages.brand.parts[fault.part]}** ${faultText(fault, messages)}`,
  );
  return { content: [`⚠️ ${messages.brand.refused(faults.length)}`, ...reasons].join('\n') };
}

function brandValues(brand: Brand, { brand: texts, themes }: Messages): Record<string, string> {
  const hashtags = brand.hashtags.map((tag) => `#${tag}`).join(' ');
  return {
    [texts.parts.theme]: brand.theme
      ? themes[brand.theme]
      : texts.themeByDefault(themes[DEFAULT_THEME]),
    [texts.parts.accent]: brand.accent ? inlineCode(brand.accent) : texts.unset.accent,
    [texts.parts.logo]: brand.logo
      ? texts.logo(brand.logo.width, brand.logo.height)
      : texts.unset.logo,
    [texts.parts.hashtags]: hashtags ? plain(hashtags, HASHTAGS_LENGTH) : texts.unset.hashtags,
  };
}

function corrections({ accent }: Brand, { brand, themes }: Messages): string[] {
  if (accent === undefined) return [];
  const shown = THEME_NAMES.flatMap((theme) => {
    const { accent: readable, corrected } = accentOn(theme, accent);
    return corrected ? [{ theme: themes[theme], accent: inlineCode(readable) }] : [];
  });
  return shown.length === 0 ? [] : [`⚠️ ${brand.corrected(shown)}`];
}

function previewLine({ event, isSample }: BrandPreview, { messages, now }: BrandReplyOptions) {
  if (isSample) return messages.brand.previewOfSample();
  const today = todayInSeoul(now);
  const night = formatDate(event.date, { language: messages.language, today });
  return messages.brand.previewOf(night, plain(event.name, NAME_LENGTH));
}

function faultText(fault: BrandFault, { brand }: Messages): string {
  switch (fault.fault) {
    case 'not_a_color':
      return brand.notAColor(quoted(fault.given));
    case 'none':
      return brand.noHashtag(quoted(fault.given));
    case 'too_many':
      return brand.tooManyHashtags(fault.count, BRAND_MAX_HASHTAGS);
    default:
      return brand.logoFaults[fault.fault];
  }
}

function quoted(given: string): string {
  return inlineCode(shorten(given.trim(), GIVEN_LENGTH) || ' ');
}
