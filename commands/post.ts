import { ApplicationCommandOptionType } from 'discord.js';
import { z } from 'zod';
import type { Command } from '../src/discord/command.ts';
import { creationReply } from '../src/discord/draft-reply.ts';
import { suggestEvents } from '../src/discord/event-choices.ts';
import { eventIdSchema } from '../src/discord/event-id.ts';
import {
  described,
  eventOption,
  inServers,
  languageChoices,
  languageSchema,
  sizeChoices,
  sizeSchema,
  themeChoices,
  themeSchema,
} from '../src/discord/options.ts';
import { settingsIfReadable } from '../src/discord/server-settings.ts';
import { TEMPLATE_NAMES } from '../src/events/event.ts';
import { EventNotFoundError } from '../src/posts/errors.ts';
import type { MessagePlace } from '../src/posts/kept-post.ts';

const optionsSchema = z.object({
  event: z.string(),
  theme: themeSchema,
  size: sizeSchema,
  language: languageSchema,
});

/** `/post announcement|lineup|countdown event [theme] [size] [language]`: a poster and a caption for one night. */
export const post = {
  data: {
    name: 'post',
    ...described((messages) => messages.commands.post),
    ...inServers,
    options: TEMPLATE_NAMES.map((template) => ({
      type: ApplicationCommandOptionType.Subcommand as const,
      name: template,
      ...described((messages) => messages.commands.postTemplate[template]),
      options: [
        eventOption(),
        {
          type: ApplicationCommandOptionType.String as const,
          name: 'theme',
          ...described((messages) => messages.options.theme),
          choices: themeChoices(),
        },
        {
          type: ApplicationCommandOptionType.String as const,
          name: 'size',
          ...described((messages) => messages.options.size),
          choices: sizeChoices(),
        },
        {
          type: ApplicationCommandOptionType.String as const,
          name: 'language',
          ...described((messages) => messages.options.language),
          choices: languageChoices(),
        },
      ],
    })),
  },
  acknowledge: 'public',

  async execute(call, { drafts, settings, messages, logger }) {
    const template = z.enum(TEMPLATE_NAMES).parse(call.subcommand);
    const { event, theme, size, language } = optionsSchema.parse(call.options);
    const eventId = eventIdSchema.safeParse(event);
    // Somebody typed words and did not pick from the list.
    if (!eventId.success) throw new EventNotFoundError(event);
    const { guildId, userId, entitlements } = call;
    const wantsDefaults = theme === undefined || size === undefined;
    const chosen = wantsDefaults ? await settingsIfReadable(settings, guildId, logger) : undefined;
    const creation = await drafts.create({
      guildId,
      userId,
      entitlements,
      eventId: eventId.data,
      template,
      theme: theme ?? chosen?.defaultTheme,
      size: size ?? chosen?.defaultSize ?? 'square',
      language: language ?? call.serverLanguage,
    });
    const reply = creationReply(creation, userId, messages);
    if (creation.outcome === 'not_kept') return reply;
    const { id: postId } = creation.draft;
    const onDelivered = (place: MessagePlace) => drafts.noteMessage({ guildId, postId, ...place });
    return { ...reply, onDelivered };
  },

  autocomplete: suggestEvents,
} satisfies Command;
