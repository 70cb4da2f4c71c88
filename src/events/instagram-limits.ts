/** UTF-16 code units. Meta says "characters" without naming the unit, so the strictest plausible one is counted. */
export const CAPTION_MAX_LENGTH = 2200;

/** `@` tags in one caption, the limit of Meta's publishing reference. */
export const CAPTION_MAX_MENTIONS = 20;

/** Instagram itself takes 5 hashtags per post since December 2025; Meta's publishing reference still says 30. */
export const CAPTION_MAX_HASHTAGS = 5;

/** About as many characters of a caption are seen before "more". */
export const CAPTION_VISIBLE_LENGTH = 125;
