import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { templates } from '../../templates/index.ts';
import { parseRiteEvent, RiteClient } from '../clients/rite.ts';
import { readConfig } from '../config.ts';
import { LANGUAGES, TEMPLATE_NAMES } from '../events/event.ts';
import { THEME_NAMES } from '../posters/poster.ts';
import { Renderer } from '../posters/renderer.ts';
import { Fonts } from '../posters/typesetting/fonts.ts';
import { EventNotFoundError, EventSourceError, PostRefusedError } from '../posts/errors.ts';
import { OrganizerMap } from '../posts/organizer-map.ts';
import type { EventReading } from '../posts/ports.ts';
import { PostService } from '../posts/post-service.ts';
import { fontsDirectory } from '../project.ts';
import { parseArguments } from './flags.ts';
import { oneOf, UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot render <template> --event <id or file.json> --out <file.jpg> [options]

Draws one poster, writes it as JPEG and prints one JSON object: template, theme, width, height, bytes, caption,
hashtags, warnings.

  <template>            ${TEMPLATE_NAMES.join(' | ')}
  --event <id|file>     an event id, or a JSON file with what Rite answers as "value" of
                        events:getEventWithCapabilities. Without RITE_URL an id means one of data/samples.
  --out <file>          where the JPEG goes; the folder must exist
  --theme <name>        ${THEME_NAMES.join(' | ')} (default night)
  --lang <code>         ${LANGUAGES.join(' | ')} (default ko)
  --now <ISO time>      the moment to count from, e.g. 2026-12-21T20:00+09:00 (default: now)
  --guild <server id>   with RITE_URL: whose organizer to ask as; needed when RITE_ORGANIZERS has several

Exit code 0; 2 for bad input, with the reason on standard error and no file written.
`;

/** Draws one poster without Discord. */
export const render = {
  summary: 'draw one poster to a file',
  help,
  async run(args, { stdout }) {
    const request = readArguments(args);
    const reading = await readEvent(request.event, request.guild, request.now);
    const { config } = readConfig();
    const service = new PostService({
      renderer: new Renderer({
        fonts: Fonts.load(fontsDirectory),
        templates,
        concurrency: config.renderConcurrency,
      }),
      eventSource: NO_SOURCE,
      organizerLinks: new OrganizerMap(new Map()),
      clock: () => request.now,
      hashtagLimit: config.hashtagLimit,
    });
    const { template, theme, language } = request;
    const post = await service
      .compose(reading, { template, theme, language })
      .catch((error: unknown) => {
        throw error instanceof PostRefusedError ? new UsageError(REFUSALS[error.refusal]) : error;
      });
    await writeWhole(request.out, post.poster.jpeg);
    const { poster, caption } = post;
    const answer = {
      template,
      theme,
      width: poster.width,
      height: poster.height,
      bytes: poster.jpeg.length,
      caption: caption.text,
      hashtags: caption.hashtags,
      warnings: [...poster.warnings, ...caption.warnings],
    };
    stdout.write(`${JSON.stringify(answer)}\n`);
    return 0;
  },
} satisfies Verb;

const REFUSALS = {
  server_not_linked: 'no organizer is linked',
  event_cancelled: 'the event is cancelled; no poster is made for it',
  event_completed: 'the event is completed; no poster is made for it',
  event_past: 'the night is over at the given time; set --now to a time before it',
  lineup_empty: 'the line-up is empty; name at least one DJ in the timetable, or use announcement',
} as const satisfies Record<PostRefusedError['refusal'], string>;

// The event is read before the service is asked, from a file or from Rite.
const NO_SOURCE = {
  getEvent: (_: string, id: string) => Promise.reject(new EventNotFoundError(id)),
  listEvents: () => Promise.reject(new EventNotFoundError('')),
};

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArguments(args, {
    event: { type: 'string' },
    out: { type: 'string' },
    theme: { type: 'string', default: 'night' },
    lang: { type: 'string', default: 'ko' },
    now: { type: 'string' },
    guild: { type: 'string' },
  });
  const [template, ...rest] = positionals;
  if (template === undefined)
    throw new UsageError('name a template: announcement, lineup or countdown');
  if (rest.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(rest[0])}`);
  if (!values.event) throw new UsageError('--event is missing: an event id or a JSON file');
  if (!values.out) throw new UsageError('--out is missing: the file to write');
  return {
    template: oneOf('the template', template, TEMPLATE_NAMES),
    event: values.event,
    out: values.out,
    theme: oneOf('--theme', values.theme, THEME_NAMES),
    language: oneOf('--lang', values.lang, LANGUAGES),
    now: values.now === undefined ? Date.now() : parseMoment(values.now),
    guild: values.guild,
  };
}

/** An ISO time with its offset, or without one a time in Seoul. */
function parseMoment(text: string): number {
  for (const read of [
    () => Temporal.Instant.from(text),
    () => Temporal.PlainDateTime.from(text).toZonedDateTime('Asia/Seoul').toInstant(),
  ]) {
    try {
      return read().epochMilliseconds;
    } catch {
      // Not this form; the next one, or the sentence below.
    }
  }
  throw new UsageError(
    `--now must be an ISO time such as 2026-12-21T20:00+09:00, not ${JSON.stringify(text)}`,
  );
}

const MAX_FILE_BYTES = 1024 * 1024;

async function readEvent(
  event: string,
  guild: string | undefined,
  now: number,
): Promise<EventReading> {
  const looksLikeFile = /[./\\]/.test(event);
  if (looksLikeFile) return { event: await readEventFile(event), readAt: now, stale: false };
  const { config, secrets } = readConfig();
  if (config.riteUrl === undefined) {
    const sample = join(samplesDirectory, `${event}.json`);
    if (!/^[A-Za-z0-9_-]+$/.test(event) || !(await exists(sample))) {
      throw new UsageError(
        `there is no sample event ${JSON.stringify(event)}; give a JSON file, or set RITE_URL to ask Rite`,
      );
    }
    return { event: await readEventFile(sample), readAt: now, stale: false };
  }
  const organizerId = organizerFor(secrets.organizers, guild);
  const rite = new RiteClient({ url: config.riteUrl, clock: Date.now });
  return await rite.getEvent(organizerId, event).catch((error: unknown) => {
    if (error instanceof EventNotFoundError) {
      throw new UsageError(
        `the event ${JSON.stringify(event)} does not exist or is another organizer's`,
      );
    }
    if (error instanceof EventSourceError) {
      throw new UsageError(
        `Rite gave no usable answer (${error.reason}); check RITE_URL or try again later`,
      );
    }
    throw error;
  });
}

const samplesDirectory = fileURLToPath(new URL('../../data/samples', import.meta.url));

function organizerFor(organizers: ReadonlyMap<string, string>, guild: string | undefined): string {
  const [only] = organizers.values();
  const chosen = guild === undefined && organizers.size === 1 ? only : organizers.get(guild ?? '');
  if (chosen !== undefined) return chosen;
  throw new UsageError(
    guild === undefined
      ? 'RITE_ORGANIZERS does not name exactly one organizer; choose the server with --guild'
      : `RITE_ORGANIZERS has no server ${JSON.stringify(guild)}`,
  );
}

async function readEventFile(path: string) {
  let text: string;
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES)
      throw new UsageError(`${path} is larger than 1 MB`);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be read (${codeOf(error)})`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not JSON`);
  }
  try {
    return parseRiteEvent(value);
  } catch (error) {
    throw new UsageError(
      `${path} is not a Rite event: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Written beside its place and moved there, so that a failure leaves nothing half done. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const temporary = join(dirname(path), `.${process.pid}-${Date.now()}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UsageError(`${path} cannot be written (${codeOf(error)}); does its folder exist?`);
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
