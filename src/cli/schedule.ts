import { templates } from '../../templates/index.ts';
import { type Config, readConfig } from '../config.ts';
import { LANGUAGES, TEMPLATE_NAMES } from '../events/event.ts';
import { readWhen } from '../events/when.ts';
import { THEME_NAMES } from '../posters/poster.ts';
import { Renderer } from '../posters/renderer.ts';
import { SIZE_NAMES } from '../posters/size.ts';
import { Fonts } from '../posters/typesetting/fonts.ts';
import { composePost } from '../posts/compose-post.ts';
import { contentOf } from '../posts/draft.ts';
import { DraftPictures } from '../posts/draft-pictures.ts';
import { PostRefusedError } from '../posts/errors.ts';
import { fontsDirectory } from '../project.ts';
import type { State } from '../state.ts';
import { parseArguments } from './flags.ts';
import { type NamedEvent, readNamedEvent, refusedPost } from './named-event.ts';
import { openState } from './open-state.ts';
import { parseServerId, parseUserId } from './server-id.ts';
import { oneOf, UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot schedule <template> --event <id or file.json> --at <time> --guild <id> --user <id> [options]

Makes a post and puts it into the queue, approved: you answer for it. The server must be connected to Instagram. Works
while the bot runs. What is published is what the event says now; an event from a file cannot be looked at again.

  <template>            ${TEMPLATE_NAMES.join(' | ')}
  --event <id|file>     as for rite-bot render
  --at <time>           an ISO time (2026-12-21T20:00+09:00; without an offset a time in Seoul), or words as in Discord:
                        "내일 저녁 8시", "D-3 20:00", "3시간 뒤", "tomorrow 20:00"; "now" is the present
  --guild <server id>   whose post it is
  --user <user id>      who is told what becomes of it
  --theme <name>        ${THEME_NAMES.join(' | ')} (default: the server's own, else night)
  --size <name>         ${SIZE_NAMES.join(' | ')} (default square)
  --lang <code>         ${LANGUAGES.join(' | ')} (default ko)
  --json                prints {"id": …, "scheduledAt": …} instead of a sentence
`;

/** A scripted scheduler may be a little late itself. */
const PAST_MS = 2 * 60 * 1000;

/** A scheduled post by the operator's word. */
export const schedule = {
  summary: 'schedule a post',
  help,
  async run(args, { stdout }) {
    const wish = readArguments(args);
    const { config, secrets } = readConfig();
    const now = Date.now();
    const event = await readNamedEvent({ ...wish, now }, config, secrets);
    const dueAt = momentOf(wish.at, { now, eventDate: event.event.date });
    await using state = await openState();
    const account = await state.stores.instagramAccounts.find(wish.guild);
    if (!account) {
      throw new UsageError(
        `the server ${wish.guild} is not connected to Instagram; use /connect instagram there, or rite-bot connect instagram`,
      );
    }
    const postId = await keep(wish, { event, dueAt, now, state, config });
    const { prepareAheadMs } = config.publish;
    const planned = await state.stores.schedules.plan({
      guildId: wish.guild,
      postId,
      by: wish.user,
      at: now,
      expected: 1,
      dueAt,
      wakeAt: Math.max(now, dueAt - prepareAheadMs),
      needsApproval: false,
      accountId: account.accountId,
    });
    if (planned.outcome !== 'planned') {
      throw new UsageError(`the post ${postId} was changed or deleted while it was scheduled`);
    }
    const scheduledAt = new Date(dueAt).toISOString();
    stdout.write(
      wish.json
        ? `${JSON.stringify({ id: postId, scheduledAt })}\n`
        : `${postId} is scheduled for ${scheduledAt}\n`,
    );
    return 0;
  },
} satisfies Verb;

type Wish = ReturnType<typeof readArguments>;

/** Makes the post and keeps it as a draft; returns its id. */
async function keep(
  { template, theme, size, language, guild, user }: Wish,
  {
    event: { warnings: _, fromFile, ...reading },
    dueAt,
    now,
    state,
    config,
  }: {
    readonly event: NamedEvent;
    readonly dueAt: number;
    readonly now: number;
    readonly state: State;
    readonly config: Config;
  },
): Promise<string> {
  const { brands, extras, posts } = state.stores;
  const [brand, kept] = await Promise.all([
    brands.brandOf(guild),
    extras.extrasOf(guild, reading.event.id),
  ]);
  const renderer = new Renderer({
    fonts: Fonts.load(fontsDirectory),
    templates,
    concurrency: config.renderConcurrency,
  });
  const post = await composePost(
    { reading, brand, extras: kept.extras },
    { template, theme, size, language },
    // A countdown counts from the day on which it goes out.
    { renderer, now: dueAt, hashtagLimit: config.hashtagLimit },
  ).catch((error: unknown) => {
    throw error instanceof PostRefusedError ? refusedPost(error) : error;
  });
  const pictures = new DraftPictures({
    images: state.images,
    onStoreError(error) {
      throw error;
    },
  });
  const content = contentOf({ ...post, unread: [] }, await pictures.store(post.poster));
  const facts = { ...content.facts, ...(fromFile && { fromFile }) };
  const draft = { guildId: guild, template, content: { ...content, facts }, by: user, at: now };
  return (await posts.createDraft(draft)).id;
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArguments(args, {
    event: { type: 'string' },
    at: { type: 'string' },
    guild: { type: 'string' },
    user: { type: 'string' },
    theme: { type: 'string' },
    size: { type: 'string', default: 'square' },
    lang: { type: 'string', default: 'ko' },
    json: { type: 'boolean', default: false },
  });
  const [template, ...rest] = positionals;
  if (template === undefined) {
    throw new UsageError('name a template: announcement, lineup or countdown');
  }
  if (rest.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(rest[0])}`);
  if (!values.event) throw new UsageError('--event is missing: an event id or a JSON file');
  if (!values.at) throw new UsageError('--at is missing: when it is published');
  return {
    template: oneOf('the template', template, TEMPLATE_NAMES),
    event: values.event,
    at: values.at,
    guild: parseServerId(values.guild),
    user: parseUserId(values.user),
    theme: values.theme === undefined ? undefined : oneOf('--theme', values.theme, THEME_NAMES),
    size: oneOf('--size', values.size, SIZE_NAMES),
    language: oneOf('--lang', values.lang, LANGUAGES),
    json: values.json,
  };
}

/** @throws {UsageError} for what is no time, may be several, or is past. */
function momentOf(
  text: string,
  { now, eventDate }: { readonly now: number; readonly eventDate: string },
): number {
  const reading = readWhen(text, { now, eventDate });
  switch (reading.kind) {
    case 'moment':
      return reading.at;
    case 'ambiguous': {
      const choices = reading.choices.map(({ date, time }) => `${date}T${time}`).join(' or ');
      throw new UsageError(`--at ${JSON.stringify(text)} may be ${choices}; give one of these`);
    }
    case 'past':
      if (reading.at >= now - PAST_MS) return reading.at;
      throw new UsageError(`--at ${JSON.stringify(text)} is past`);
    case 'unreadable':
      throw new UsageError(
        `--at must be a time such as 2026-12-21T20:00+09:00 or "내일 저녁 8시", not ${JSON.stringify(text)} (${reading.reason.replaceAll('_', ' ')})`,
      );
  }
}
