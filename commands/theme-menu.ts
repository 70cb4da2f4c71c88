import type { Component } from '../src/discord/command.ts';
import { postReply } from '../src/discord/post-reply.ts';
import { parseTheme, parseThemeCustomId, THEME_PREFIX } from '../src/discord/theme-choice.ts';

/** The menu under a post: draws the same post anew in another theme, in its place. */
export const themeMenu = {
  prefix: THEME_PREFIX,
  acknowledge: 'update',

  async execute(call, { posts, messages }) {
    const made = await posts.create({
      ...parseThemeCustomId(call.customId),
      guildId: call.guildId,
      theme: parseTheme(call.values),
    });
    return postReply(made, messages);
  },
} satisfies Component;
