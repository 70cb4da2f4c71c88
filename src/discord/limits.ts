// Discord's limits, from the reference pages "Application Commands", "Message" and "Component". Lengths are counted
// here in UTF-16 units, which is never less than what Discord counts.
export const CONTENT_LIMIT = 2000;
export const CHOICES_LIMIT = 25;
export const CHOICE_LENGTH_LIMIT = 100;
export const CUSTOM_ID_LIMIT = 100;
export const ALT_TEXT_LIMIT = 1024;
export const ATTACHMENTS_LIMIT = 10;
export const MODAL_TITLE_LIMIT = 45;
export const TEXT_INPUT_LIMIT = 4000;

/** An interaction token dies unless it is acknowledged this long after it was made; in milliseconds. */
export const ACKNOWLEDGE_LIMIT_MS = 3000;
