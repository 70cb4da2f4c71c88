import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { brandRefusal, brandReply } from '../src/discord/brand-reply.ts';
import { confirmReset } from '../src/discord/brand-reset.ts';
import type { CommandCall } from '../src/discord/call.ts';
import type { Command, Context, Reply } from '../src/discord/command.ts';
import { errorFields } from '../src/discord/error-fields.ts';
import {
  brandPartChoices,
  described,
  inServers,
  themeChoices,
  themeSchema,
} from '../src/discord/options.ts';
import type { Brand } from '../src/posts/brand.ts';
import { BRAND_PARTS, type BrandPreview } from '../src/posts/brand-service.ts';

const ACCENT_MAX_LENGTH = 60;
const HASHTAGS_MAX_LENGTH = 500;

const setSchema = z.object({
  theme: themeSchema,
  accent: z.string().optional(),
  hashtags: z.string().optional(),
});
const resetSchema = z.object({ item: z.enum(BRAND_PARTS).optional() });

/** `/brand set|preview|reset`: the look of everything a server posts. For those who manage the server. */
export const brand = {
  data: {
    name: 'brand',
    ...described((messages) => messages.commands.brand),
    ...inServers,
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'set',
        ...described((messages) => messages.commands.brandSet),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'theme',
            ...described((messages) => messages.options.brandTheme),
            choices: themeChoices(),
          },
          {
            type: ApplicationCommandOptionType.String,
            name: 'accent',
            ...described((messages) => messages.options.accent),
            max_length: ACCENT_MAX_LENGTH,
          },
          {
            type: ApplicationCommandOptionType.Attachment,
            name: 'logo',
            ...described((messages) => messages.options.logo),
          },
          {
            type: ApplicationCommandOptionType.String,
            name: 'hashtags',
            ...described((messages) => messages.options.hashtags),
            max_length: HASHTAGS_MAX_LENGTH,
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'preview',
        ...described((messages) => messages.commands.brandPreview),
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'reset',
        ...described((messages) => messages.commands.brandReset),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'item',
            ...described((messages) => messages.options.brandPart),
            choices: brandPartChoices(),
          },
        ],
      },
    ],
  },
  requires: 'ManageGuild',
  subcommands: {
    set: { acknowledge: 'ephemeral', execute: setBrand },
    preview: { acknowledge: 'ephemeral', execute: previewBrand },
    reset: { acknowledge: 'ephemeral', execute: askForReset },
  },
} satisfies Command;

async function setBrand(call: CommandCall, context: Context): Promise<Reply> {
  const { brands, messages, clock } = context;
  const { theme, accent, hashtags } = setSchema.parse(call.options);
  const wish = { theme, accent, hashtags, logo: call.attachments.logo };
  if (Object.values(wish).every((value) => value === undefined)) {
    const present = await brands.brandOf(call.guildId);
    const note = messages.brand.nothingGiven();
    return brandReply(present, { messages, now: clock(), heading: messages.brand.heading(), note });
  }
  const change = await brands.change(call.guildId, wish);
  if (change.outcome === 'refused') return brandRefusal(change.faults, messages);
  return await savedReply(change.brand, call, context);
}

/** What was saved is saved, whether or not it can be drawn just now. */
async function savedReply(
  saved: Brand,
  { guildId, serverLanguage }: CommandCall,
  { brands, messages, clock, logger }: Context,
): Promise<Reply> {
  let preview: BrandPreview | undefined;
  try {
    preview = await brands.preview(guildId, serverLanguage);
  } catch (error) {
    logger.warn(errorFields(error), 'no preview of a brand');
  }
  const heading = messages.brand.saved();
  const note = preview ? {} : { note: `⚠️ ${messages.brand.previewFailed()}` };
  return brandReply(saved, { messages, now: clock(), heading, preview, ...note });
}

async function previewBrand(
  { guildId, serverLanguage }: CommandCall,
  { brands, messages, clock }: Context,
): Promise<Reply> {
  const [present, preview] = await Promise.all([
    brands.brandOf(guildId),
    brands.preview(guildId, serverLanguage),
  ]);
  return brandReply(present, {
    messages,
    now: clock(),
    heading: messages.brand.heading(),
    preview,
  });
}

async function askForReset(call: CommandCall, { brands, messages }: Context): Promise<Reply> {
  const { item } = resetSchema.parse(call.options);
  return confirmReset(await brands.brandOf(call.guildId), item, messages);
}
