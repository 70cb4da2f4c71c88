import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FLAGSHIP } from '../../sandbox/rite/index.ts';
import { makeRiteDocument } from '../fixtures/rite-document.ts';
import { DAYS_AHEAD, EVENT_FILE, GUILD, openPublishing, USER } from './publishing-stage.ts';

const stage = openPublishing();
const WHO = ['--guild', GUILD, '--user', USER];
const HOUR = 3_600_000;
const UNCONNECTED = '999999999999999999';

beforeAll(async () => {
  await stage.connect('basement.seoul');
});

/** The start of the day so many days ahead, in Seoul. */
function dayAhead(days: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Date.now())
    .toZonedDateTimeISO('Asia/Seoul')
    .startOfDay()
    .add({ days });
}

async function scheduledAt(at: string): Promise<number> {
  const { code, stdout, stderr } = await stage.schedule(at);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return Date.parse(JSON.parse(stdout).scheduledAt);
}

describe('schedule', () => {
  it('makes a post, approved, and says when it goes out', async () => {
    const args = ['schedule', 'announcement', '--event', EVENT_FILE, ...WHO, '--at', 'D-3 20:00'];
    const { code, stdout, stderr } = await stage.rite([...args, '--theme', 'paper']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const due = dayAhead(DAYS_AHEAD - 3)
      .add({ hours: 20 })
      .toInstant();
    const [, id = '', at] = /^(\S+) is scheduled for (\S+)\n$/.exec(stdout) ?? [];
    expect(at).toBe(new Date(due.epochMilliseconds).toISOString());
    expect(await stage.posts('--id', id)).toMatchObject([
      { id, guild: GUILD, status: 'scheduled' },
    ]);
  });

  it('takes an ISO time with an offset as it is, and without one as a time in Seoul', async () => {
    const due = dayAhead(2).add({ hours: 21, minutes: 30 });
    const plain = due.toPlainDateTime().toString({ smallestUnit: 'minute' });
    expect(await scheduledAt(`${plain}+09:00`)).toBe(due.epochMilliseconds);
    expect(await scheduledAt(plain)).toBe(due.epochMilliseconds);
    expect(await scheduledAt(due.toInstant().toString())).toBe(due.epochMilliseconds);
  });

  it('takes words in Korean', async () => {
    const due = dayAhead(1).add({ hours: 20 });
    expect(await scheduledAt('내일 저녁 8시')).toBe(due.epochMilliseconds);
    const soon = await scheduledAt('3시간 뒤');
    expect(Math.abs(soon - Date.now() - 3 * HOUR)).toBeLessThan(2 * 60_000);
  });

  it.each([
    ['now', 0],
    ['a minute ago', 60_000],
  ])('takes %s for something that is due', async (_words, ago) => {
    const at = ago === 0 ? 'now' : new Date(Date.now() - ago).toISOString();
    expect(Math.abs((await scheduledAt(at)) - (Date.now() - ago))).toBeLessThan(60_000);
  });

  it('takes a sample by its name where no Rite is set', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-12-01T20:00:00+09:00') });
    try {
      const args = ['schedule', 'lineup', '--event', FLAGSHIP, ...WHO, '--at', '2026-12-02T20:00'];
      expect(await stage.rite([...args, '--json'])).toMatchObject({ code: 0, stderr: '' });
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    [[], 'name a template: announcement, lineup or countdown'],
    [
      ['poster', '--event', EVENT_FILE, '--at', 'now'],
      'the template must be one of announcement, lineup, countdown, not "poster"',
    ],
    [['lineup', 'again'], 'unexpected argument "again"'],
    [['lineup'], '--event is missing: an event id or a JSON file'],
    [['lineup', '--event', EVENT_FILE], '--at is missing: when it is published'],
    [['lineup', '--event', EVENT_FILE, '--at', 'now'], 'the server id is missing'],
    [['lineup', '--event', EVENT_FILE, '--at', 'now', '--guild', GUILD], 'the user id is missing'],
    [['lineup', '--event', 'gone.json', '--at', 'now', ...WHO], 'gone.json does not exist'],
    [['lineup', '--event', 'nosuchevent', '--at', 'now', ...WHO], 'there is no sample event'],
    [
      ['lineup', '--event', EVENT_FILE, '--at', 'now', ...WHO, '--theme', 'pink'],
      '--theme must be one of night, neon, paper, not "pink"',
    ],
    [
      ['lineup', '--event', EVENT_FILE, '--at', 'now', ...WHO, '--size', 'huge'],
      '--size must be one of square, portrait',
    ],
    [
      ['lineup', '--event', EVENT_FILE, '--at', 'now', ...WHO, '--lang', 'jp'],
      '--lang must be one of ko, en, not "jp"',
    ],
    [
      ['lineup', '--event', EVENT_FILE, '--at', '25시', ...WHO],
      '--at must be a time such as 2026-12-21T20:00+09:00 or "내일 저녁 8시", not "25시"',
    ],
    [['lineup', '--event', EVENT_FILE, '--at', '어제 저녁 8시', ...WHO], 'is past'],
    [['lineup', '--event', EVENT_FILE, '--at', '2020-01-01T20:00', ...WHO], 'is past'],
    [['lineup', '--event', EVENT_FILE, '--at', '내일 8시', ...WHO], 'give one of these'],
    [
      ['lineup', '--event', EVENT_FILE, '--at', 'now', '--guild', UNCONNECTED, '--user', USER],
      `the server ${UNCONNECTED} is not connected to Instagram; use /connect instagram there`,
    ],
    [['lineup', '--when', 'now'], "Unknown option '--when'"],
  ])('%j is refused', async (args, sentence) => {
    const before = (await stage.posts()).length;
    const { code, stdout, stderr } = await stage.rite(['schedule', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^rite-bot: [^\n]+\n$/);
    expect(stderr).toContain(sentence);
    expect(await stage.posts()).toHaveLength(before);
  });

  it('names both meanings of an hour, each of which is understood', async () => {
    const { stderr } = await stage.schedule('내일 8시');
    const [, first = '', second = ''] = /may be (\S+) or (\S+);/.exec(stderr) ?? [];
    const morning = dayAhead(1).add({ hours: 8 }).epochMilliseconds;
    expect(await scheduledAt(first)).toBe(morning);
    expect(await scheduledAt(second)).toBe(morning + 12 * HOUR);
  });

  it('refuses a night that is over by then, and one without acts', async () => {
    const over = await stage.schedule(
      dayAhead(DAYS_AHEAD + 3)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' }),
    );
    expect(over).toMatchObject({ code: 2, stdout: '' });
    expect(over.stderr).toMatch(/^rite-bot: the night is over/);
    const date = dayAhead(DAYS_AHEAD).toPlainDate().toString();
    writeFileSync('empty.json', JSON.stringify(makeRiteDocument({ date, timeslots: [] })));
    const args = ['schedule', 'lineup', '--event', 'empty.json', ...WHO, '--at', 'now'];
    expect((await stage.rite(args)).stderr).toContain('the line-up is empty');
  });
});
