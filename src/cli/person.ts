import { writeFile } from 'node:fs/promises';
import type { PersonalSummary } from '../posts/personal-data.ts';
import { PrivacyService } from '../posts/privacy-service.ts';
import type { State } from '../state.ts';
import { parseArguments } from './flags.ts';
import { openState } from './open-state.ts';
import { parseUserId } from './server-id.ts';
import { type CliStreams, oneOf, UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot person export <user id> [--out <file>]
       rite-bot person delete <user id> --yes

What /privacy does, for a person who can no longer ask the bot, such as after leaving all servers, or whose data is too
much for Discord. Make sure that whoever asks is that person. Works while the bot runs.

  export   everything that is kept about the person, as JSON
  delete   removes it for good and prints what went and a reference, which /privacy receipt knows
  --out    the file to write, instead of standard output; an existing file is left alone
  --yes    without it, delete only says what would go
`;

/** A person's rights, exercised by the operator. */
export const person = {
  summary: 'hand out or remove what is kept about a person',
  help,
  async run(args, streams) {
    const { positionals, values } = parseArguments(args, {
      out: { type: 'string' },
      yes: { type: 'boolean' },
    });
    const [action = '', user, ...more] = positionals;
    const wanted = oneOf('the action', action, ['export', 'delete']);
    if (more.length > 0) throw new UsageError(`what is ${JSON.stringify(more[0])}? see --help`);
    if (values.out !== undefined && wanted !== 'export') {
      throw new UsageError('--out belongs to export');
    }
    if (values.yes !== undefined && wanted !== 'delete') {
      throw new UsageError('--yes belongs to delete');
    }
    const userId = parseUserId(user);
    await using state = await openState();
    const privacy = privacyOf(state, streams);
    return wanted === 'export'
      ? await exportPerson(privacy, { userId, out: values.out }, streams)
      : await deletePerson(privacy, { userId, sure: values.yes === true }, streams);
  },
} satisfies Verb;

async function exportPerson(
  privacy: PrivacyService,
  { userId, out }: { readonly userId: string; readonly out: string | undefined },
  { stdout }: CliStreams,
): Promise<number> {
  const exportedAt = new Date().toISOString();
  const data = { exportedAt, ...(await privacy.exportOf(userId)) };
  const json = `${JSON.stringify(data, null, 2)}\n`;
  if (out === undefined) {
    stdout.write(json);
    return 0;
  }
  try {
    // For nobody else on the machine, and never in the place of something else.
    await writeFile(out, json, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const reason = code === 'EEXIST' ? 'it exists already' : code;
    throw new UsageError(`${out} cannot be written (${reason}); choose another --out`);
  }
  stdout.write(`${out} written\n`);
  return 0;
}

async function deletePerson(
  privacy: PrivacyService,
  { userId, sure }: { readonly userId: string; readonly sure: boolean },
  { stdout, stderr }: CliStreams,
): Promise<number> {
  if (!sure) {
    const what = inWords(await privacy.summaryOf(userId));
    throw new UsageError(`this removes for good ${what}; add --yes to do it`);
  }
  const removal = await privacy.remove(userId);
  if (removal.outcome === 'publishing') {
    stderr.write('a post of theirs is being published; nothing was removed, try again later\n');
    return 1;
  }
  const { removed, reference } = removal.receipt;
  stdout.write(`removed ${inWords({ ...removed, traces: removed.anonymized })}\n`);
  stdout.write(`reference ${reference}\n`);
  return 0;
}

function privacyOf({ stores, images }: State, { stderr }: CliStreams): PrivacyService {
  return new PrivacyService({
    personalData: stores.personalData,
    audit: stores.audit,
    pictures: stores.pictures,
    images,
    telemetry: { timed: (_operation, work) => work() },
    clock: Date.now,
    onFailed: (what, error) => {
      const reason = error instanceof Error ? error.message : String(error);
      stderr.write(`not all ${what} could be reached: ${reason}\n`);
    },
  });
}

function inWords(summary: PersonalSummary): string {
  const { posts, pictures, schedules, connections, counters, traces } = summary;
  return `posts ${posts}, pictures ${pictures}, schedules ${schedules}, links ${connections}, counters ${counters}, the name in records ${traces}`;
}
