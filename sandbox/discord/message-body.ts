import {
  type APIAllowedMentions,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  EmbedType,
  MessageFlags,
} from 'discord-api-types/v10';
import { type Attachment, toAscii, type Upload } from './attachment.ts';
import { numberComponents } from './component-tree.ts';
import { DiscordError, invalidFormBody } from './discord-error.ts';
import { refusal } from './finding.ts';
import { mentionsIn, NO_MENTIONS } from './mentions.ts';
import { type MessageContent, refersTo, type StoredMessage } from './message.ts';
import type { World } from './world.ts';

/** Bytes per file, for a server without boosts. */
export const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024;

/** Flags a bot may set in a body; that a message is ephemeral is decided by the interaction it answers. */
const SETTABLE_FLAGS =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

/** Flags that stay as they are once a message is written. */
const FINAL_FLAGS = MessageFlags.Ephemeral | MessageFlags.IsComponentsV2;

/** The keys that all requests which write a message have in common, schema already checked. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[] | null;
  readonly components?: readonly APIMessageTopLevelComponent[] | null;
  readonly attachments?: readonly AttachmentEntry[] | null;
  readonly flags?: number | null;
  readonly allowed_mentions?: APIAllowedMentions | null;
}

interface AttachmentEntry {
  readonly id: string | number;
  readonly filename?: string | null;
  readonly description?: string | null;
}

/** Where a message is going to stand, and who may be pinged by default there. */
export interface Destination {
  readonly channelId: string;
  readonly source: 'channel' | 'interaction';
}

/** What a message holds before anything is written into it, like the one that says "is thinking". */
export function emptyContent(): MessageContent {
  return {
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    flags: 0,
    mentions: NO_MENTIONS,
  };
}

/** The content of a new message. `files[n]` belongs to the entry of `attachments` whose id is `n`. */
export function newContent(
  world: World,
  to: Destination,
  body: MessageBody,
  files: readonly Upload[],
): MessageContent {
  const content = emptyContent();
  const written = { ...content, ...write(world, to, content, body, files) };
  return requireSomething({ ...written, flags: written.flags & SETTABLE_FLAGS });
}

/** What an edit changes: only keys that are present, and files the bot does not list again are dropped. */
export function changedContent(
  world: World,
  message: StoredMessage,
  source: Destination['source'],
  body: MessageBody,
  files: readonly Upload[],
): Partial<MessageContent> {
  const changes = write(world, { channelId: message.channelId, source }, message, body, files);
  const { content, embeds, components, attachments } = message;
  requireSomething({ ...emptyContent(), content, embeds, components, attachments, ...changes });
  const asked = (changes.flags ?? message.flags) & SETTABLE_FLAGS;
  return { ...changes, flags: asked | (message.flags & FINAL_FLAGS) };
}

function requireSomething(content: MessageContent): MessageContent {
  const { embeds, components, attachments } = content;
  if (content.content || embeds.length || components.length || attachments.length) return content;
  throw new DiscordError(400, 50006, 'Cannot send an empty message');
}

function write(
  world: World,
  to: Destination,
  before: MessageContent,
  body: MessageBody,
  files: readonly Upload[],
): Partial<MessageContent> {
  const added = addFiles(world, to, body, files);
  const names = new Map([...before.attachments, ...added].flatMap(linksOf));
  const embeds = body.embeds?.map((embed) => ({ type: EmbedType.Rich, ...embed }));
  const changes: Partial<MessageContent> = {};
  if (body.content !== undefined) {
    changes.content = (body.content ?? '').trim();
    changes.mentions = mentionsIn(
      changes.content,
      body.allowed_mentions ?? undefined,
      to.source,
      (id) => world.findUser(id),
    );
  }
  if (body.embeds !== undefined) changes.embeds = withLinks(embeds ?? [], names);
  if (body.components !== undefined) {
    changes.components = numberComponents(withLinks(body.components ?? [], names));
  }
  if (body.flags !== undefined) changes.flags = body.flags ?? 0;
  const shown = [changes.embeds ?? before.embeds, changes.components ?? before.components];
  changes.attachments = [...keptFiles(before, body, files, shown), ...added];
  return changes;
}

function addFiles(
  world: World,
  to: Destination,
  body: MessageBody,
  files: readonly Upload[],
): Attachment[] {
  if (files.some((file) => file.bytes.length > ATTACHMENT_SIZE_LIMIT)) {
    throw new DiscordError(413, 40005, 'Request entity too large');
  }
  return files.map((file, index) => {
    const entry = body.attachments?.find((one) => String(one.id) === String(index));
    const name = entry?.filename ?? file.name;
    return world.attachments.add(
      to.channelId,
      world.ids.next(),
      file,
      entry?.description ?? undefined,
      name,
    );
  });
}

/** Listed ones stay, and so does what an embed or a component still shows. */
function keptFiles(
  before: MessageContent,
  body: MessageBody,
  files: readonly Upload[],
  shown: unknown,
): readonly Attachment[] {
  if (body.attachments === undefined) return before.attachments;
  const listed = new Set(body.attachments?.map((one) => String(one.id)));
  for (const [index, entry] of (body.attachments ?? []).entries()) {
    const known = before.attachments.some((one) => one.id === String(entry.id));
    if (!known && files[Number(entry.id)] === undefined) {
      throw invalidFormBody([
        refusal(['attachments', index], `there is no file for attachment ${entry.id}`),
      ]);
    }
  }
  return before.attachments.filter((one) => listed.has(one.id) || refersTo(shown, one));
}

/** `attachment://name` is how a body points at a file that travels with it. */
function linksOf(attachment: Attachment): [string, string][] {
  return [attachment.filename, attachment.title].map((name) => [
    `attachment://${name}`,
    attachment.url,
  ]);
}

function withLinks<T>(value: readonly T[], links: ReadonlyMap<string, string>): readonly T[] {
  return JSON.parse(JSON.stringify(value), (_key, one: unknown) => {
    if (typeof one !== 'string' || !one.startsWith('attachment://')) return one;
    const link = links.get(one) ?? links.get(`attachment://${toAscii(one.slice(13))}`);
    if (link) return link;
    throw invalidFormBody([refusal([], `${one} names no file of this message`)]);
  }) as readonly T[];
}
