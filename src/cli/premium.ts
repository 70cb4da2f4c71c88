import { todayInSeoul } from '../events/night.ts';
import { parseArguments } from './flags.ts';
import { openState } from './open-state.ts';
import { parseServerId } from './server-id.ts';
import { oneOf, UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot premium grant <server id> [--until <date>]
       rite-bot premium revoke <server id>
       rite-bot premium list

Makes a Discord server premium without a purchase on Discord, and takes that back. Works while the bot runs and counts
at once.

  --until <date>   YYYY-MM-DD, the last day in Seoul; without it premium lasts until it is revoked
`;

/** Premium by the operator's word. */
export const premium = {
  summary: 'make servers premium, or see which are',
  help,
  async run(args, { stdout }) {
    const { positionals, values } = parseArguments(args, { until: { type: 'string' } });
    const [action = '', server, ...more] = positionals;
    const wanted = oneOf('the action', action, ['grant', 'revoke', 'list']);
    if (more.length > 0) throw new UsageError(`what is ${JSON.stringify(more[0])}? see --help`);
    if (values.until !== undefined && wanted !== 'grant') {
      throw new UsageError('--until belongs to grant');
    }
    if (wanted === 'list') {
      if (server !== undefined) throw new UsageError('list takes no server id');
      await using state = await openState();
      const now = Date.now();
      const grants = await state.stores.premium.list();
      for (const { guildId, grantedAt, expiresAt } of grants) {
        const end = expiresAt === undefined ? 'until revoked' : `until ${lastDay(expiresAt)}`;
        const over = expiresAt !== undefined && expiresAt <= now ? ' (over)' : '';
        stdout.write(`${guildId}  since ${todayInSeoul(grantedAt)}  ${end}${over}\n`);
      }
      if (grants.length === 0) stdout.write('no server has premium from you\n');
      return 0;
    }
    const guildId = parseServerId(server);
    if (wanted === 'grant') {
      const expiresAt = values.until === undefined ? undefined : endOfDay(values.until);
      await using state = await openState();
      await state.stores.premium.grant({
        guildId,
        grantedAt: Date.now(),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      });
      stdout.write(`${guildId} has premium ${values.until ? `until ${values.until}` : 'now'}\n`);
      return 0;
    }
    await using state = await openState();
    if ((await state.stores.premium.revoke(guildId)) === 'not_found') {
      throw new UsageError(`${guildId} had no premium from you; see rite-bot premium list`);
    }
    stdout.write(`${guildId} has no premium from you any more\n`);
    return 0;
  },
} satisfies Verb;

/** The moment at which the day is over in Seoul. */
function endOfDay(text: string): number {
  const day = dateOf(text);
  if (!day) {
    throw new UsageError(`--until must be a date like 2027-01-31, not ${JSON.stringify(text)}`);
  }
  const end = day.add({ days: 1 }).toZonedDateTime('Asia/Seoul').epochMilliseconds;
  if (end <= Date.now()) throw new UsageError(`--until ${text} is past`);
  return end;
}

/** Temporal by itself takes all of ISO 8601, with years that have no day after them and calendars of elsewhere. */
function dateOf(text: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** It ends with its last day, so that moment is in the next one. */
function lastDay(expiresAt: number): Temporal.PlainDate {
  return todayInSeoul(expiresAt - 1);
}
