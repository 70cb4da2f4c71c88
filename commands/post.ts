import { ApplicationCommandOptionType } from 'discord.js';
import { z } from 'zod';
import type { Command } from '../src/discord/command.ts';
import { eventChoices } from '../src/discord/event-choices.ts';
import { eventIdSchema } from '../src/discord/event-id.ts';
import {
  described,
  inServers,
  languageChoices,
  languageSchema,
  sizeChoices,
  sizeSchema,
  themeChoices,
  themeSchema,
} from '../src/discord/options.ts';
import { postReply } from '../src/discord/post-reply.ts';
import { TEMPLATE_NAMES } from '../src/events/event.ts';
import { EventNotFoundError } from '../src/posts/errors.ts';

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
        {
          type: ApplicationCommandOptionType.String as const,
          name: 'event',
          ...described((messages) => messages.options.event),
          required: true,
          autocomplete: true as const,
        },
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

  async execute(call, { posts, messages }) {
    const template = z.enum(TEMPLATE_NAMES).parse(call.subcommand);
    const { event, theme, size, language } = optionsSchema.parse(call.options);
    const eventId = eventIdSchema.safeParse(event);
    // Somebody typed words and did not pick from the list.
    if (!eventId.success) throw new EventNotFoundError(event);
    const made = await posts.create({
      guildId: call.guildId,
      eventId: eventId.data,
      template,
      theme,
      size,
      language: language ?? call.serverLanguage,
    });
    return postReply(made, messages);
  },

  async autocomplete(call, { recentEvents, messages, clock }) {
    const { events } = await recentEvents.list(call.guildId);
    return eventChoices(events, { typed: call.typed, messages, now: clock() });
  },
} satisfies Command;
