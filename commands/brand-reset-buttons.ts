import { BRAND_RESET_PREFIX, parseBrandReset, partNames } from '../src/discord/brand-reset.ts';
import type { Component } from '../src/discord/command.ts';
import { BRAND_PARTS } from '../src/posts/brand-service.ts';

/** The two buttons under the question of `/brand reset`. */
export const brandResetButtons = {
  prefix: BRAND_RESET_PREFIX,
  requires: 'ManageGuild',
  acknowledge: 'update',

  async execute(call, { brands, messages }) {
    const choice = parseBrandReset(call.customId);
    if (choice === 'keep') return { content: messages.brand.resetKept() };
    await brands.reset(call.guildId, choice === 'all' ? undefined : choice);
    const parts = choice === 'all' ? BRAND_PARTS : [choice];
    return { content: messages.brand.resetDone(partNames(parts, messages)) };
  },
} satisfies Component;
