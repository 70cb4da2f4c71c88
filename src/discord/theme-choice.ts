import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  ComponentType,
} from 'discord.js';
import { z } from 'zod';
import { LANGUAGES, TEMPLATE_NAMES } from '../events/event.ts';
import { THEME_NAMES, type ThemeName } from '../posters/poster.ts';
import { SIZE_NAMES } from '../posters/size.ts';
import { eventIdSchema } from './event-id.ts';
import { CUSTOM_ID_LIMIT } from './limits.ts';
import type { Messages } from './messages/messages.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefix of the custom ids of theme menus. */
export const THEME_PREFIX = 'theme';

const subjectSchema = z.object({
  template: z.enum(TEMPLATE_NAMES),
  eventId: eventIdSchema,
  size: z.enum(SIZE_NAMES),
  language: z.enum(LANGUAGES),
});

/** Which post a theme menu belongs to. */
export type ThemeSubject = z.infer<typeof subjectSchema>;

/**
 * `theme:lineup:<event id>:ko`, with `:portrait` or `:story` behind it where the poster is not square. These sit under
 * messages of any age: keep reading every form ever written.
 */
export function themeCustomId({ template, eventId, language, size }: ThemeSubject): string {
  const parts = [THEME_PREFIX, template, eventId, language];
  return (size === 'square' ? parts : [...parts, size]).join(':');
}

/** @throws {OutdatedComponentError} when this version cannot read it. */
export function parseThemeCustomId(customId: string): ThemeSubject {
  const [prefix, template, eventId, language, size = 'square', ...rest] = customId.split(':');
  const subject = subjectSchema.safeParse({ template, eventId, language, size });
  if (prefix !== THEME_PREFIX || rest.length > 0 || !subject.success) {
    throw new OutdatedComponentError('Not the custom id of a theme menu', { cause: subject.error });
  }
  return subject.data;
}

/** The picked theme. @throws {OutdatedComponentError} when it is none of ours. */
export function parseTheme(values: readonly string[]): ThemeName {
  const theme = z.enum(THEME_NAMES).safeParse(values[0]);
  if (!theme.success) throw new OutdatedComponentError('Unknown theme', { cause: theme.error });
  return theme.data;
}

/** The menu under a post; none when the event's id is too long for a custom id. */
export function themeMenu(
  subject: ThemeSubject,
  present: ThemeName,
  messages: Messages,
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  const customId = themeCustomId(subject);
  if (customId.length > CUSTOM_ID_LIMIT || !eventIdSchema.safeParse(subject.eventId).success) {
    return [];
  }
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: customId,
    placeholder: messages.post.themePlaceholder,
    options: THEME_NAMES.map((theme) => ({
      label: messages.themes[theme],
      value: theme,
      default: theme === present,
    })),
  };
  return [{ type: ComponentType.ActionRow, components: [menu] }];
}
