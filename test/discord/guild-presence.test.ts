import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { GuildPresence } from '../../src/discord/guild-presence.ts';

type Call = readonly [name: string, ...args: unknown[]];

function makePresence({ shards = 1 }: { readonly shards?: number } = {}) {
  const calls: Call[] = [];
  const logs: Record<string, unknown>[] = [];
  const state = { now: 1_000, error: undefined as unknown };
  const note = async (...call: Call) => {
    calls.push(call);
    if (state.error !== undefined) throw state.error;
  };
  const presence = new GuildPresence({
    departures: {
      left: (guildId, at) => note('left', guildId, at),
      returned: (guildId) => note('returned', guildId),
      reconcile: (present, at) => note('reconcile', [...present].sort(), at),
    },
    clock: () => state.now,
    logger: pino({}, { write: (line: string) => logs.push(JSON.parse(line)) }),
    shardCount: () => shards,
  });
  return { presence, calls, logs, state };
}

function ready(...ids: readonly string[]) {
  return { op: 0, t: 'READY', d: { guilds: ids.map((id) => ({ id, unavailable: true })) } };
}

function packet(t: string, id: string, unavailable?: boolean) {
  return {
    op: 0,
    t,
    d: { id, name: '클럽', ...(unavailable === undefined ? {} : { unavailable }) },
  };
}

describe('the servers the bot is in', () => {
  it('are compared with what is kept when a session begins, those in an outage included', async () => {
    const { presence, calls } = makePresence();
    presence.see(ready('1', '2'), 0);
    presence.see(packet('GUILD_CREATE', '1', false), 0);
    await presence.settled;
    expect(calls).toEqual([['reconcile', ['1', '2'], 1_000]]);
    expect([presence.has('1'), presence.has('2'), presence.has('3')]).toEqual([true, true, false]);
  });

  it('are compared only once every shard has spoken', async () => {
    const { presence, calls } = makePresence({ shards: 2 });
    presence.see(ready('1'), 0);
    await presence.settled;
    expect(calls).toEqual([]);
    presence.see(ready('2'), 1);
    await presence.settled;
    expect(calls).toEqual([['reconcile', ['1', '2'], 1_000]]);
  });

  it('are compared again when a session begins anew, without those that were left meanwhile', async () => {
    const { presence, calls } = makePresence({ shards: 2 });
    presence.see(ready('1', '3'), 0);
    presence.see(ready('2'), 1);
    presence.see(ready('3'), 0);
    await presence.settled;
    expect(calls.at(-1)).toEqual(['reconcile', ['2', '3'], 1_000]);
    expect(presence.has('1')).toBe(false);
  });

  it('are fewer after the bot was thrown out, and as many during an outage', async () => {
    const { presence, calls, state } = makePresence();
    presence.see(ready('1', '2'), 0);
    presence.see(packet('GUILD_DELETE', '1', true), 0);
    state.now = 2_000;
    presence.see(packet('GUILD_DELETE', '2'), 0);
    await presence.settled;
    expect(calls.slice(1)).toEqual([['left', '2', 2_000]]);
    expect([presence.has('1'), presence.has('2')]).toEqual([true, false]);
  });

  it('are more when the bot is invited, and the same when one comes back from an outage', async () => {
    const { presence, calls } = makePresence();
    presence.see(ready('1'), 0);
    presence.see(packet('GUILD_DELETE', '1', true), 0);
    presence.see(packet('GUILD_CREATE', '1', false), 0);
    presence.see(packet('GUILD_CREATE', '2', false), 0);
    await presence.settled;
    expect(calls.slice(1)).toEqual([['returned', '2']]);
  });

  it('are written down in the order in which they come and go', async () => {
    const { presence, calls } = makePresence();
    presence.see(ready(), 0);
    for (const t of ['GUILD_CREATE', 'GUILD_DELETE', 'GUILD_CREATE'])
      presence.see(packet(t, '1'), 0);
    await presence.settled;
    expect(calls.slice(1).map(([name]) => name)).toEqual(['returned', 'left', 'returned']);
  });

  it('stay known when they cannot be written down, and the next ones are written', async () => {
    const { presence, calls, logs, state } = makePresence();
    presence.see(ready('1'), 0);
    await presence.settled;
    state.error = new Error('database is locked');
    presence.see(packet('GUILD_CREATE', '2'), 0);
    await presence.settled;
    state.error = undefined;
    presence.see(packet('GUILD_CREATE', '3'), 0);
    await presence.settled;
    expect(calls.slice(1)).toEqual([
      ['returned', '2'],
      ['returned', '3'],
    ]);
    expect(presence.has('2')).toBe(true);
    expect(logs.filter(({ level }) => level === 50)).toMatchObject([
      { msg: 'not written down: server joined', guildId: '2' },
    ]);
  });

  it('have nothing to do with other packets', async () => {
    const { presence, calls } = makePresence();
    for (const other of [
      { op: 11 },
      { op: 0, t: 'MESSAGE_CREATE', d: { id: '1' } },
      { op: 0, t: 'GUILD_DELETE', d: null },
      { op: 0, t: 'READY', d: {} },
      undefined,
    ]) {
      presence.see(other, 0);
    }
    await presence.settled;
    expect(calls).toEqual([]);
  });
});
