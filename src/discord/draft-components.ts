import { type APIStringSelectComponent, ButtonStyle, ComponentType } from 'discord.js';
import { z } from 'zod';
import { THEME_NAMES, type ThemeName } from '../posters/poster.ts';
import { SIZE_NAMES, type SizeName } from '../posters/size.ts';
import type { Draft } from '../posts/draft.ts';
import { EDITABLE_STATES } from '../posts/kept-post.ts';
import { button, type Row, row } from './buttons.ts';
import { type DraftName, draftCustomId } from './draft-name.ts';
import type { Messages } from './messages/messages.ts';
import { settlingRow } from './notice-buttons.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefixes of the custom ids under drafts. */
export const DRAFT_PREFIXES = {
  theme: 'theme',
  size: 'size',
  caption: 'caption',
  /** The form again, with what was typed and not saved. */
  captionAgain: 'caption-again',
  autoCaption: 'auto-caption',
  redo: 'redo',
  download: 'download',
  schedule: 'schedule',
  publish: 'publish',
} as const;

/** What can be done with a draft. What is, or may be, on Instagram can only be downloaded, or told of. */
export function draftComponents(draft: Draft, messages: Messages): Row[] {
  const { buttons } = messages.drafts;
  const id = (prefix: keyof typeof DRAFT_PREFIXES) => draftId(prefix, draft);
  const download = button(id('download'), buttons.download, ButtonStyle.Primary);
  if (draft.state === 'unconfirmed') {
    return [settlingRow(draft, messages.notices, 'post'), row(download)];
  }
  if (!EDITABLE_STATES.some((state) => state === draft.state)) return [row(download)];
  const isRetry = draft.state === 'held' || draft.state === 'failed';
  const { theme, size } = draft.post;
  return [
    row(select(id('theme'), messages.post.themePlaceholder, THEME_NAMES, theme, messages.themes)),
    row(select(id('size'), messages.drafts.sizePlaceholder, SIZE_NAMES, size, messages.sizes)),
    row(
      button(id('caption'), buttons.caption),
      button(id('redo'), buttons.redo),
      download,
      button(id('schedule'), buttons.schedule),
      button(id('publish'), isRetry ? buttons.publishAgain : buttons.publish),
    ),
    ...(draft.captionEdited ? [row(button(id('autoCaption'), buttons.autoCaption))] : []),
  ];
}

/** Opens the form again with what was typed, which stands in or at the message the button is under. */
export function reopenButton(name: DraftName, { drafts }: Messages): Row {
  const customId = draftCustomId(DRAFT_PREFIXES.captionAgain, name);
  return row(button(customId, drafts.buttons.reopen, ButtonStyle.Primary));
}

/** The picked theme. @throws {OutdatedComponentError} when it is none of ours. */
export function parseTheme(values: readonly string[]): ThemeName {
  return picked(z.enum(THEME_NAMES), values);
}

/** The picked size. @throws {OutdatedComponentError} when it is none of ours. */
export function parseSize(values: readonly string[]): SizeName {
  return picked(z.enum(SIZE_NAMES), values);
}

function picked<T>(schema: z.ZodType<T>, [value]: readonly string[]): T {
  const choice = schema.safeParse(value);
  if (!choice.success) {
    throw new OutdatedComponentError('Unknown choice', { cause: choice.error });
  }
  return choice.data;
}

function draftId(
  prefix: keyof typeof DRAFT_PREFIXES,
  { id, revision }: Pick<Draft, 'id' | 'revision'>,
): string {
  return draftCustomId(DRAFT_PREFIXES[prefix], { postId: id, expected: revision });
}

function select<Name extends string>(
  customId: string,
  placeholder: string,
  names: readonly Name[],
  present: Name,
  labels: Readonly<Record<Name, string>>,
): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: customId,
    placeholder,
    options: names.map((name) => ({ label: labels[name], value: name, default: name === present })),
  };
}
