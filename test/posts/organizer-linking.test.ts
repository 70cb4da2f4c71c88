import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { FLAGSHIP } from '../../sandbox/rite/index.ts';
import { isLinkCode } from '../../src/posts/link-proof.ts';
import { LinkedOrganizers } from '../../src/posts/linked-organizers.ts';
import { OrganizerLinking } from '../../src/posts/organizer-linking.ts';
import { OrganizerMap } from '../../src/posts/organizer-map.ts';
import { TokenVault } from '../../src/storage/token-vault.ts';
import { GUILD, JUNHO, MINA, OTHER_GUILD } from '../storage/make-draft.ts';
import {
  type LinkingStage,
  type LinkingStageOptions,
  makeKey,
  OPERATORS_GUILD,
  openLinking,
} from './linking-stage.ts';

const MINUTE = 60_000;
const ORGANIZER = 'riteorganizerdemo';
const mina = { guildId: GUILD, userId: MINA };
const junho = { guildId: GUILD, userId: JUNHO };

async function openWithCode(options: LinkingStageOptions = {}) {
  const stage = await openLinking(options);
  const beginning = await stage.linking.begin({ ...mina, eventId: FLAGSHIP, anew: false });
  if (beginning.outcome !== 'code') throw new Error(beginning.outcome);
  return { ...stage, code: beginning.code.code };
}

async function openLinked(options: LinkingStageOptions = {}) {
  const stage = await openWithCode(options);
  stage.describe(FLAGSHIP, stage.code);
  expect(await stage.linking.confirm({ ...mina, code: stage.code })).toMatchObject({
    outcome: 'linked',
  });
  return stage;
}

describe('beginning to link a server', () => {
  test('gives a code for 15 minutes', async () => {
    await using stage = await openLinking();
    const { linking, time } = stage;
    const beginning = await linking.begin({ ...mina, eventId: FLAGSHIP, anew: false });
    expect(beginning).toMatchObject({
      outcome: 'code',
      code: { eventId: FLAGSHIP, requestedBy: MINA, expiresAt: time.now + 15 * MINUTE },
    });
    expect(beginning.outcome === 'code' && isLinkCode(beginning.code.code)).toBe(true);
  });

  test.each(['fixtureevent99', 'not an id', '../../x', ''])(
    'says that there is no such event: %j',
    async (eventId) => {
      await using stage = await openLinking();
      expect(await stage.linking.begin({ ...mina, eventId, anew: false })).toEqual({
        outcome: 'event_not_found',
      });
    },
  );

  test('says that the server is linked already, and by whom, unless it is to be done anew', async () => {
    await using stage = await openLinked();
    const { linking, time } = stage;
    const again = { ...junho, eventId: FLAGSHIP };
    expect(await linking.begin({ ...again, anew: false })).toEqual({
      outcome: 'already_linked',
      link: {
        by: 'proof',
        readable: true,
        operatorLink: false,
        connectedBy: MINA,
        connectedAt: time.now,
        version: await versionOf(stage),
      },
    });
    expect(await linking.begin({ ...again, anew: true })).toMatchObject({ outcome: 'code' });
    const operators = { userId: MINA, guildId: OPERATORS_GUILD, eventId: FLAGSHIP, anew: false };
    expect(await linking.begin(operators)).toEqual({
      outcome: 'already_linked',
      link: { by: 'operator' },
    });
  });

  test('is not possible without a key to seal with', async () => {
    await using stage = await openLinking({ keys: null });
    const beginning = await stage.linking.begin({ ...mina, eventId: FLAGSHIP, anew: false });
    expect(beginning).toEqual({ outcome: 'no_key' });
    expect(stage.rite.requests).toEqual([]);
  });

  test('lets Rite’s outage through', async () => {
    await using stage = await openLinking();
    stage.rite.fault({ kind: 'down' });
    const beginning = stage.linking.begin({ ...mina, eventId: FLAGSHIP, anew: false });
    await expect(beginning).rejects.toMatchObject({ reason: 'unreachable' });
  });

  test('is held back when it is tried too often, in that server only', async () => {
    await using stage = await openLinking();
    const { linking, time } = stage;
    const begin = (guildId: string) =>
      linking.begin({ guildId, userId: MINA, eventId: FLAGSHIP, anew: false });
    for (let count = 0; count < 20; count++) {
      expect(await begin(GUILD)).toMatchObject({ outcome: 'code' });
    }
    expect(await begin(GUILD)).toEqual({
      outcome: 'too_many_attempts',
      againAt: time.now + 10 * MINUTE,
    });
    expect(stage.rite.requests).toHaveLength(20);
    expect(await begin(OTHER_GUILD)).toMatchObject({ outcome: 'code' });
    time.now += 10 * MINUTE;
    expect(await begin(GUILD)).toMatchObject({ outcome: 'code' });
  });
});

describe('confirming', () => {
  test('connects the server to the organizer of the event that shows the code', async () => {
    await using stage = await openWithCode();
    const { linking, links, stores, code } = stage;
    expect(await links.organizerOf(GUILD)).toBeUndefined();
    stage.describe(FLAGSHIP, `문은 밤 10시에 엽니다.\n\n${code.toLowerCase()}`);
    expect(await linking.confirm({ ...junho, code })).toEqual({
      outcome: 'linked',
      eventName: '서울 언더그라운드 #47',
    });
    expect(await links.organizerOf(GUILD)).toBe(ORGANIZER);
    expect(await links.organizerOf(OTHER_GUILD)).toBeUndefined();
    expect(await stores.audit.linesOf(GUILD, { limit: 9 })).toMatchObject([
      { actorId: JUNHO, action: 'connection.made', subject: 'rite', details: { event: FLAGSHIP } },
    ]);
  });

  test('can be tried again until the code is there', async () => {
    await using stage = await openWithCode();
    const { linking, code, time } = stage;
    const first = await linking.confirm({ ...mina, code });
    expect(first).toMatchObject({ outcome: 'not_yet', code: { code } });
    time.now += 14 * MINUTE;
    stage.describe(FLAGSHIP, code);
    expect(await linking.confirm({ ...mina, code })).toMatchObject({ outcome: 'linked' });
  });

  test('is too late after 15 minutes', async () => {
    await using stage = await openWithCode();
    stage.describe(FLAGSHIP, stage.code);
    stage.time.now += 15 * MINUTE;
    expect(await stage.linking.confirm({ ...mina, code: stage.code })).toEqual({
      outcome: 'expired',
    });
    expect(await stage.links.organizerOf(GUILD)).toBeUndefined();
  });

  test('connects once, however many confirm at once', async () => {
    await using stage = await openWithCode();
    const { linking, code, stores } = stage;
    stage.describe(FLAGSHIP, code);
    const outcomes = await Promise.all(
      [mina, junho, mina, junho].map((who) => linking.confirm({ ...who, code })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'linked')).toHaveLength(1);
    expect(await stores.connections.all()).toHaveLength(1);
    const late = await linking.confirm({ ...junho, code });
    expect(late).toMatchObject({ outcome: 'confirmed_already' });
  });

  test('is said to be about another code when somebody has asked for one since', async () => {
    await using stage = await openWithCode();
    const { linking, code } = stage;
    await linking.begin({ ...junho, eventId: FLAGSHIP, anew: false });
    stage.describe(FLAGSHIP, code);
    expect(await linking.confirm({ ...mina, code })).toEqual({ outcome: 'replaced' });
  });

  test('does nothing after the code was taken back', async () => {
    await using stage = await openWithCode();
    const { linking, code } = stage;
    stage.describe(FLAGSHIP, code);
    await linking.cancel(OTHER_GUILD, code);
    await linking.cancel(GUILD, code);
    await linking.cancel(GUILD, code);
    expect(await linking.confirm({ ...mina, code })).toEqual({ outcome: 'expired' });
  });

  test('with the code of another server is as with one that never was', async () => {
    await using stage = await openWithCode();
    const { linking, links, code } = stage;
    stage.describe(FLAGSHIP, code);
    const stranger = { guildId: OTHER_GUILD, userId: JUNHO };
    const foreign = await linking.confirm({ ...stranger, code });
    expect(foreign).toEqual(await linking.confirm({ ...stranger, code: 'RITE-0000-0000' }));
    expect(await links.organizerOf(OTHER_GUILD)).toBeUndefined();
    expect(await linking.confirm({ ...mina, code })).toMatchObject({ outcome: 'linked' });
  });

  test('says that the event is gone, or that Rite is down, and the code stays good', async () => {
    await using stage = await openWithCode();
    const { linking, rite, code } = stage;
    stage.describe(FLAGSHIP, code);
    const document = rite.events.get(FLAGSHIP);
    rite.remove(FLAGSHIP);
    expect(await linking.confirm({ ...mina, code })).toEqual({ outcome: 'event_not_found' });
    if (document) rite.put(document);
    rite.fault({ kind: 'down' });
    await expect(linking.confirm({ ...mina, code })).rejects.toMatchObject({
      name: 'EventSourceError',
    });
    rite.clearFaults();
    expect(await linking.confirm({ ...mina, code })).toMatchObject({ outcome: 'linked' });
  });

  test('is told when the operator has taken the keys away meanwhile', async () => {
    await using stage = await openWithCode();
    stage.describe(FLAGSHIP, stage.code);
    const { linking } = stage.processWith(null);
    expect(await linking.confirm({ ...mina, code: stage.code })).toEqual({ outcome: 'no_key' });
  });

  test('links a server anew, to another organizer', async () => {
    await using stage = await openLinked();
    const { linking, links, rite } = stage;
    rite.patch('sinchonbreaks', { organizerId: 'anotherorganizer1' });
    expect(await links.organizerOf(GUILD)).toBe(ORGANIZER);
    const beginning = await linking.begin({ ...junho, eventId: 'sinchonbreaks', anew: true });
    if (beginning.outcome !== 'code') throw new Error(beginning.outcome);
    stage.describe('sinchonbreaks', beginning.code.code);
    await linking.confirm({ ...junho, code: beginning.code.code });
    expect(await links.organizerOf(GUILD)).toBe('anotherorganizer1');
  });
});

describe('the organizer’s id', () => {
  test('is nowhere in the database, the log or an outcome', async () => {
    await using stage = await openWithCode();
    const { linking, links, database, lines, rite } = stage;
    const outcomes: unknown[] = [];
    outcomes.push(await linking.confirm({ ...mina, code: stage.code }));
    rite.fault({ kind: 'wrong_shape', value: { _id: FLAGSHIP, organizerId: ORGANIZER }, times: 1 });
    outcomes.push(await linking.confirm({ ...mina, code: stage.code }).catch(wholeText));
    stage.describe(FLAGSHIP, stage.code);
    outcomes.push(await linking.confirm({ ...mina, code: stage.code }));
    outcomes.push(await linking.linkOf(GUILD));
    const { rows } = await sql`select * from connection`.execute(database.kysely);
    const { rows: lined } = await sql`select * from audit`.execute(database.kysely);
    const shown = JSON.stringify([outcomes, rows, lined]) + lines.join('');
    expect(shown).toContain('invalid_answer');
    expect(rows).toHaveLength(1);
    expect(shown).not.toContain(ORGANIZER);
    expect(await links.organizerOf(GUILD)).toBe(ORGANIZER);
  });
});

describe('the links of servers', () => {
  test('are those they have made, before the operator’s', async () => {
    await using stage = await openLinking();
    const { linking, links } = stage;
    expect(await links.organizerOf(OPERATORS_GUILD)).toBe('operatorsorganizer');
    const who = { guildId: OPERATORS_GUILD, userId: MINA };
    const beginning = await linking.begin({ ...who, eventId: FLAGSHIP, anew: true });
    if (beginning.outcome !== 'code') throw new Error(beginning.outcome);
    stage.describe(FLAGSHIP, beginning.code.code);
    await linking.confirm({ ...who, code: beginning.code.code });
    expect(await links.organizerOf(OPERATORS_GUILD)).toBe(ORGANIZER);
    const version = await versionOf(stage, OPERATORS_GUILD);
    expect(await linking.linkOf(OPERATORS_GUILD)).toMatchObject({ operatorLink: true });
    expect(await linking.unlink({ ...who, version })).toEqual({
      outcome: 'disconnected',
      operatorLink: true,
    });
    expect(await links.organizerOf(OPERATORS_GUILD)).toBe('operatorsorganizer');
  });

  test('are refused in words, not by a crash, when their key is lost', async () => {
    await using stage = await openLinked();
    const lost = stage.processWith([makeKey('k2')]);
    const refusal = { name: 'PostRefusedError', refusal: 'link_unreadable' };
    await expect(lost.links.organizerOf(GUILD)).rejects.toMatchObject(refusal);
    await expect(stage.processWith(null).links.organizerOf(GUILD)).rejects.toMatchObject(refusal);
    expect(stage.unreadable).toEqual([
      [GUILD, 'unknown_key'],
      [GUILD, 'no_key'],
    ]);
    expect(await lost.linking.linkOf(GUILD)).toMatchObject({ by: 'proof', readable: false });
    const beginning = await lost.linking.begin({ ...mina, eventId: FLAGSHIP, anew: false });
    expect(beginning).toMatchObject({ outcome: 'code' });
  });

  test('are refused when a row was put in the place of another', async () => {
    await using stage = await openLinked();
    const { stores, links } = stage;
    const connection = await stores.connections.find(GUILD, 'rite');
    if (!connection) throw new Error('not connected');
    await stores.connections.connect({ ...connection, guildId: OTHER_GUILD });
    await expect(links.organizerOf(OTHER_GUILD)).rejects.toMatchObject({
      refusal: 'link_unreadable',
    });
    expect(stage.unreadable).toEqual([[OTHER_GUILD, 'tampered']]);
  });

  test('are opened once, and again when they were changed by anybody', async () => {
    const keys = [makeKey('k1')];
    await using stage = await openLinked({ keys });
    const { connections } = stage.stores;
    const connection = await connections.find(GUILD, 'rite');
    if (!connection) throw new Error('not connected');
    const opened: string[] = [];
    const vault = new TokenVault(keys);
    const links = new LinkedOrganizers({
      connections,
      operatorLinks: new OrganizerMap(new Map()),
      seal: {
        open(sealed, context) {
          opened.push(context);
          return vault.open(sealed, context);
        },
      },
    });
    for (let count = 0; count < 3; count++) {
      expect(await links.organizerOf(GUILD)).toBe(ORGANIZER);
    }
    expect(opened).toEqual([`connection/${GUILD}/rite`]);
    await connections.connect({ ...connection, sealed: `${connection.sealed}x` });
    await expect(links.organizerOf(GUILD)).rejects.toMatchObject({ refusal: 'link_unreadable' });
    await connections.connect(connection);
    expect(await links.organizerOf(GUILD)).toBe(ORGANIZER);
  });
});

describe('disconnecting', () => {
  test('ends the link at once', async () => {
    await using stage = await openLinked();
    const { linking, links, stores } = stage;
    expect(await links.organizerOf(GUILD)).toBe(ORGANIZER);
    const version = await versionOf(stage);
    expect(await linking.unlink({ ...junho, version })).toEqual({
      outcome: 'disconnected',
      operatorLink: false,
    });
    expect(await links.organizerOf(GUILD)).toBeUndefined();
    expect(await linking.linkOf(GUILD)).toBeUndefined();
    expect(await linking.unlink({ ...junho, version })).toEqual({ outcome: 'not_linked' });
    const [line] = await stores.audit.linesOf(GUILD, { limit: 9 });
    expect(line).toMatchObject({ actorId: JUNHO, action: 'connection.removed', subject: 'rite' });
  });

  test('spares a link that is another than the one the person saw', async () => {
    await using stage = await openLinked();
    const { linking, links } = stage;
    expect(await linking.unlink({ ...junho, version: 7 })).toMatchObject({
      outcome: 'changed_meanwhile',
      link: { version: await versionOf(stage) },
    });
    expect(await links.organizerOf(GUILD)).toBe(ORGANIZER);
  });

  test('spares a link that was made anew between looking and ending', async () => {
    await using stage = await openLinked();
    const { connections } = stage.stores;
    const seen = await connections.find(GUILD, 'rite');
    if (!seen) throw new Error('not connected');
    const linking = new OrganizerLinking({
      ...stage.options,
      connections: {
        find: (guildId, kind) => connections.find(guildId, kind),
        connect: (connection) => connections.connect(connection),
        async disconnect(connection) {
          await connections.connect(seen);
          return await connections.disconnect(connection);
        },
      },
    });
    expect(await linking.unlink({ ...junho, version: seen.version })).toMatchObject({
      outcome: 'changed_meanwhile',
    });
    expect(await stage.links.organizerOf(GUILD)).toBe(ORGANIZER);
  });

  test('in another server finds nothing', async () => {
    await using stage = await openLinked();
    const stranger = { guildId: OTHER_GUILD, userId: MINA, version: 1 };
    expect(await stage.linking.unlink(stranger)).toEqual({ outcome: 'not_linked' });
    expect(await stage.links.organizerOf(GUILD)).toBe(ORGANIZER);
  });
});

async function versionOf({ stores }: Pick<LinkingStage, 'stores'>, guildId = GUILD) {
  return (await stores.connections.find(guildId, 'rite'))?.version ?? 0;
}

/** Everything about an error that a log could show, causes included. */
function wholeText(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  const own = Object.getOwnPropertyNames(error).map((key) => String(Reflect.get(error, key)));
  return `${own.join(' ')} ${JSON.stringify(error)} ${wholeText(error.cause)}`;
}
