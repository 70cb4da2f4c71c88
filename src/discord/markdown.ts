import { escapeMarkdown } from 'discord.js';
import { cleanLine } from '../events/text.ts';
import { shorten } from './shorten.ts';

/** Somebody else's text for use inside a line of a message: at most `limit` UTF-16 units before escaping. */
export function plain(text: string, limit: number): string {
  // discord.js leaves `<`, which begins mentions and timestamps.
  return escapeMarkdown(shorten(cleanLine(text), limit), {
    heading: true,
    bulletedList: true,
    numberedList: true,
    maskedLink: true,
  }).replaceAll('<', '\\<');
}

/** Somebody else's text in inline code; a backtick would end it. */
export function inlineCode(text: string): string {
  return `\`${text.replaceAll('`', 'ˋ')}\``;
}

/**
 * Text in a block that Discord shows and copies as it is. Three backticks would end the block, so an invisible
 * joiner is put between them: `exact` is false when that changed the text.
 */
export function codeBlock(text: string): { readonly block: string; readonly exact: boolean } {
  const safe = text.replace(/`(?=``)/g, '`\u2060');
  return { block: `\`\`\`\n${safe}\n\`\`\``, exact: safe === text };
}

/** Shows as the person's name; nobody is called by it, since our messages may mention no one. */
export function personMention(userId: string): string {
  return `<@${userId}>`;
}

/** Roles of a server, by their names; who has them is called where the message allows it. */
export function roleMentions(roleIds: readonly string[]): string {
  return roleIds.map((id) => `<@&${id}>`).join(' ');
}

export function messageLink(guildId: string, channelId: string, messageId: string): string {
  return `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

/** Reads like "3 minutes ago" in the language of whoever looks. `at` in epoch milliseconds. */
export function relativeTime(at: number): string {
  return `<t:${Math.floor(at / 1000)}:R>`;
}

/** Reads like "9:10 PM" in the language and the time zone of whoever looks. `at` in epoch milliseconds. */
export function timeOfDay(at: number): string {
  return `<t:${Math.floor(at / 1000)}:t>`;
}

/** Reads like "1 December 2026 at 9:10 PM", as `timeOfDay`. */
export function dateAndTime(at: number): string {
  return `<t:${Math.floor(at / 1000)}:f>`;
}

/** Reads like "Tuesday, 1 December 2026 at 9:10 PM", as `timeOfDay`. */
export function exactTime(at: number): string {
  return `<t:${Math.floor(at / 1000)}:F>`;
}

/** `<t:…:F> · <t:…:R>`: when it is, and how long until then. */
export function timestamps(at: number): string {
  return `${exactTime(at)} · ${relativeTime(at)}`;
}
