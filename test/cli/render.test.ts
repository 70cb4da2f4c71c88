import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { FLAGSHIP, SandboxRite } from '../../sandbox/rite/index.ts';
import { makeRiteDocument, makeRiteTimeslot } from '../fixtures/rite-document.ts';
import { inProject, openTerminal } from './terminal.ts';

const terminal = openTerminal();
const NOW = '2026-12-21T20:00+09:00';
const GUILD = '123456789012345678';
const OTHER_GUILD = '987654321098765432';

interface Answer {
  readonly caption: string;
  readonly warnings: readonly unknown[];
}

describe('render writes the picture and says about it', () => {
  it('on one line of JSON', async () => {
    const args = ['render', 'lineup', '--event', FLAGSHIP, '--theme', 'neon', '--now', NOW];
    const { code, stdout, stderr } = await terminal.rite([...args, '--out', 'neon.jpg']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
    const jpeg = readFileSync('neon.jpg');
    expect(JSON.parse(stdout)).toEqual({
      template: 'lineup',
      theme: 'neon',
      width: 1080,
      height: 1080,
      files: ['neon.jpg'],
      bytes: jpeg.length,
      caption: expect.stringContaining('서울 언더그라운드 #47'),
      hashtags: ['서울언더그라운드', '테크노', '이태원', '언더그라운드', 'seoulnightlife'],
      warnings: [],
    });
    expect(await sharp(jpeg).metadata()).toMatchObject({
      format: 'jpeg',
      width: 1080,
      height: 1080,
    });
  });

  it.each([
    ['portrait', 1350],
    ['story', 1920],
  ])('in the size %s', async (size, height) => {
    const args = [...request('lineup', FLAGSHIP, 'size.jpg'), '--size', size, '--lang', 'en'];
    const { stdout } = await terminal.rite(args);
    expect(JSON.parse(stdout)).toMatchObject({ width: 1080, height });
    expect(await sharp('size.jpg').metadata()).toMatchObject({ width: 1080, height });
  });

  it('in numbered files when the line-up is too long for one', async () => {
    const { code, stdout } = await terminal.rite(request('lineup', 'hongdaemarathon', 'long.jpg'));
    expect(code).toBe(0);
    const files = ['long-1.jpg', 'long-2.jpg', 'long-3.jpg'];
    const pages = files.map((file) => readFileSync(file));
    const bytes = pages.reduce((sum, page) => sum + page.length, 0);
    expect(JSON.parse(stdout)).toMatchObject({ files, bytes });
    for (const page of pages) {
      expect(await sharp(page).metadata()).toMatchObject({ width: 1080, height: 1080 });
    }
    expect(existsSync('long.jpg')).toBe(false);
  });

  it('the same bytes for the same request', async () => {
    const args = ['render', 'announcement', '--event', FLAGSHIP, '--now', NOW, '--out'];
    await terminal.rite([...args, 'one.jpg']);
    await terminal.rite([...args, 'two.jpg']);
    expect(readFileSync('one.jpg').equals(readFileSync('two.jpg'))).toBe(true);
  });

  it.each([
    ['2026-12-21T20:00+09:00', 'D-3'],
    ['2026-12-21T11:00Z', 'D-3'],
    ['2026-12-21T20:00', 'D-3'],
    ['2026-12-23T18:00[America/New_York]', 'D-DAY'],
    ['2026-12-23T20:00-05:00', 'D-DAY'],
    ['2026-12-24', 'D-DAY'],
    ['2026-12-25T03:00', '지금'],
  ])('counted from %s', async (now, words) => {
    const args = ['render', 'countdown', '--event', FLAGSHIP, '--out', 'day.jpg', '--now', now];
    const { stdout } = await terminal.rite(args);
    expect((JSON.parse(stdout) as Answer).caption).toContain(words);
  });

  it.each([
    ['a description of 4,000 characters', { description: '가나다 '.repeat(1000) }],
    ['names of nothing but emoji', { name: '🎉🪩🎉', venue: { name: '🏠', address: '🗺️' } }],
    ['hashtags of nothing but signs', { hashtags: '### !! #' }],
    ['fields that Rite does not have', { bonus: { deep: [1, 2] } }],
  ])('for an event with %s', async (_what, fields) => {
    const file = eventFile({ ...makeRiteDocument(), ...fields });
    const { code, stdout } = await terminal.rite(request('announcement', file, 'odd.jpg'));
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Answer).caption.length).toBeLessThanOrEqual(2200);
  });

  it('with a warning about timeslots it had to leave out', async () => {
    const timeslots = [
      makeRiteTimeslot('22:00', '23:00', 'Mina', '@mina'),
      makeRiteTimeslot('late', 'later', 'Nobody', ''),
    ];
    const file = eventFile(makeRiteDocument({ timeslots }));
    const { stdout } = await terminal.rite(request('lineup', file, 'slots.jpg'));
    expect((JSON.parse(stdout) as Answer).warnings).toEqual([
      { kind: 'timeslots_unreadable', count: 1 },
    ]);
  });

  it('also of a file with a byte order mark, and of one named like an event', async () => {
    writeFileSync('nodots', `\uFEFF${JSON.stringify(makeRiteDocument({ name: 'From the file' }))}`);
    const { stdout } = await terminal.rite(request('announcement', 'nodots', 'file.jpg'));
    expect((JSON.parse(stdout) as Answer).caption).toContain('From the file');
  });

  it('into the file a link points to', async () => {
    mkdirSync('gallery');
    writeFileSync('gallery/latest.jpg', 'old');
    symlinkSync('gallery/latest.jpg', 'link.jpg');
    await terminal.rite(request('lineup', FLAGSHIP, 'link.jpg'));
    expect(readFileSync('gallery/latest.jpg').length).toBeGreaterThan(10_000);
    expect(readdirSync('gallery')).toEqual(['latest.jpg']);
  });
});

describe('render refuses in one line and writes nothing', () => {
  const good = request('lineup', FLAGSHIP, 'out.jpg');
  const without = (name: string) => good.toSpliced(good.indexOf(name), 2);
  const big = eventFile({ ...makeRiteDocument(), description: 'x'.repeat(1024 * 1024) });
  const binary = path('binary.json');
  writeFileSync(binary, Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  mkdirSync(path('folder.jpg'));
  execFileSync('mkfifo', [path('pipe.jpg')]);

  it.each([
    ['no template', ['render'], 'name a template: announcement, lineup or countdown'],
    [
      'an unknown template',
      good.with(1, 'poster'),
      'the template must be one of announcement, lineup, countdown, not "poster"',
    ],
    ['two templates', good.toSpliced(2, 0, 'countdown'), 'unexpected argument "countdown"'],
    [
      'an unknown theme',
      [...good, '--theme', 'pink'],
      '--theme must be one of night, neon, paper, not "pink"',
    ],
    [
      'an unknown size',
      [...good, '--size', 'a4'],
      '--size must be one of square, portrait, story, not "a4"',
    ],
    ['an unknown language', [...good, '--lang', 'jp'], '--lang must be one of ko, en, not "jp"'],
    ['an unknown option', [...good, '--colour', '9'], "Unknown option '--colour'; see --help"],
    [
      'an option without a value',
      [...good, '--theme'],
      "Option '--theme <value>' argument missing",
    ],
    ['no --event', without('--event'), '--event is missing: an event id or a JSON file'],
    ['no --out', without('--out'), '--out is missing: the file to write'],
    [
      'nonsense for --now',
      [...without('--now'), '--now', 'tomorrow'],
      '--now must be an ISO time such as 2026-12-21T20:00+09:00, not "tomorrow"',
    ],
    ['a day that does not exist', [...without('--now'), '--now', '2026-02-30'], 'not "2026-02-30"'],
    [
      'an unknown sample',
      good.with(3, 'nosuchevent'),
      'there is no sample event "nosuchevent"; give a JSON file, or set RITE_URL',
    ],
    ['a name like a path', good.with(3, '..'), '.. is a folder; name a JSON file'],
    ['a file that does not exist', good.with(3, './no.json'), './no.json does not exist'],
    ['a folder', good.with(3, inProject('data/samples')), 'samples is a folder; name a JSON file'],
    ['an endless device', good.with(3, '/dev/zero'), '/dev/zero is larger than 1 MB'],
    ['more than 1 MB', good.with(3, big), 'is larger than 1 MB'],
    ['an empty file', good.with(3, textFile('')), 'is not JSON'],
    ['broken JSON', good.with(3, textFile('{\n  "name": ,\n}')), 'is not JSON'],
    ['a picture', good.with(3, binary), 'is not JSON: it is not text in UTF-8'],
    ['a list', good.with(3, eventFile([makeRiteDocument()])), 'is not a Rite event: document: '],
    ['null', good.with(3, eventFile(null)), 'is not a Rite event: document: '],
    [
      'another kind of document',
      good.with(3, eventFile({ id: 1 })),
      'is not a Rite event: _id: must be a text; name: must be a text; date: ',
    ],
    [
      'a name of spaces',
      good.with(3, eventFile(makeRiteDocument({ name: ' \u3000\u200B ' }))),
      'is not a Rite event: name: must not be empty',
    ],
    [
      'a day like 31 June',
      good.with(3, eventFile(makeRiteDocument({ date: '2026-06-31' }))),
      'is not a Rite event: date: must be a real day written YYYY-MM-DD',
    ],
    [
      'a cancelled event',
      good.with(3, eventFile(makeRiteDocument({ phase: 'cancelled' }))),
      'the event is cancelled; no poster is made for it',
    ],
    [
      'a completed event',
      good.with(3, eventFile(makeRiteDocument({ phase: 'completed' }))),
      'the event is completed; no poster is made for it',
    ],
    [
      'an empty line-up',
      good.with(3, eventFile(makeRiteDocument({ timeslots: [] }))),
      'the line-up is empty; name at least one DJ in the timetable, or use announcement',
    ],
    [
      'a night that is over by noon of a day',
      [...without('--now'), '--now', '2026-12-25'],
      'the night is over at the given time',
    ],
    [
      'a night that is over',
      [...without('--now'), '--now', '2026-12-26T12:00'],
      'the night is over at the given time; set --now to a time before it',
    ],
    [
      '--out in a folder that does not exist',
      good.with(-1, 'none/out.jpg'),
      'none/out.jpg cannot be written: its folder does not exist',
    ],
    [
      '--out in a file',
      good.with(-1, `${binary}/out.jpg`),
      'cannot be written: its folder does not exist',
    ],
    [
      '--out that is a folder',
      good.with(-1, 'folder.jpg'),
      'folder.jpg is a folder; name a file in it',
    ],
    ['--out that is this folder', good.with(-1, '.'), '. is a folder; name a file in it'],
    [
      '--out with a slash at its end',
      good.with(-1, 'new.jpg/'),
      'new.jpg/ cannot be written: its folder does not exist',
    ],
    // Not a device: if this ever failed, it would replace one.
    ['--out that is a pipe', good.with(-1, 'pipe.jpg'), 'pipe.jpg is not an ordinary file'],
  ])('%s', async (_what, args, reason) => {
    const files = readdirSync('.', { recursive: true }).sort();
    const { code, stdout, stderr } = await terminal.rite(args);
    expect(stderr).toContain(reason);
    expect(stderr).toMatch(/^rite-bot: [^\n]+\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(readdirSync('.', { recursive: true }).sort()).toEqual(files);
  });

  it('and keeps the picture that was there', async () => {
    writeFileSync('kept.jpg', 'the old picture');
    await terminal.rite(request('poster', FLAGSHIP, 'kept.jpg'));
    await terminal.rite(request('lineup', 'nosuchevent', 'kept.jpg'));
    expect(readFileSync('kept.jpg', 'utf8')).toBe('the old picture');
  });

  it('a setting that is wrong, by its name', async () => {
    const { code, stderr } = await terminal.rite(good, { HASHTAG_LIMIT: 'all' });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'rite-bot: HASHTAG_LIMIT must be a whole number from 0 to 30; see .env.example\n',
    });
  });
});

describe('render with RITE_URL', () => {
  const organizers = (rite: SandboxRite) => `${GUILD}:${rite.organizerId}`;

  it('reads the event from Rite, as the only organizer there is', async () => {
    await using rite = await SandboxRite.start();
    const settings = { RITE_URL: rite.url, RITE_ORGANIZERS: organizers(rite) };
    const args = request('lineup', FLAGSHIP, 'rite.jpg');
    const { code, stdout } = await terminal.rite(args, settings);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Answer).caption).toContain('서울 언더그라운드 #47');
    expect(rite.requests).toHaveLength(1);
  });

  it('warns about timeslots that cannot be read', async () => {
    await using rite = await SandboxRite.start();
    const document = makeRiteDocument({
      organizerId: rite.organizerId,
      timeslots: [
        makeRiteTimeslot('22:00', '23:00', 'Mina', '@mina'),
        makeRiteTimeslot('late', 'later', 'Nobody', ''),
      ],
    });
    rite.put(document);
    const settings = { RITE_URL: rite.url, RITE_ORGANIZERS: organizers(rite) };
    const { stdout } = await terminal.rite(request('lineup', document._id, 'id.jpg'), settings);
    expect((JSON.parse(stdout) as Answer).warnings).toEqual([
      { kind: 'timeslots_unreadable', count: 1 },
    ]);
  });

  it('reads it as the organizer of the server that --guild names', async () => {
    await using rite = await SandboxRite.start();
    const settings = {
      RITE_URL: rite.url,
      RITE_ORGANIZERS: `${OTHER_GUILD}:somebodyelse,${organizers(rite)}`,
    };
    const args = request('lineup', FLAGSHIP, 'guild.jpg');
    expect(await terminal.rite([...args, '--guild', GUILD], settings)).toMatchObject({ code: 0 });
    expect(await terminal.rite([...args, '--guild', OTHER_GUILD], settings)).toMatchObject({
      code: 2,
      stderr: `rite-bot: the event "${FLAGSHIP}" does not exist or is another organizer's\n`,
    });
    expect(await terminal.rite([...args, '--guild', '1'], settings)).toMatchObject({
      stderr: 'rite-bot: RITE_ORGANIZERS has no server "1"\n',
    });
    expect(await terminal.rite(args, settings)).toMatchObject({
      code: 2,
      stderr: 'rite-bot: RITE_ORGANIZERS has several organizers; choose a server with --guild\n',
    });
  });

  it.each([
    [
      'an unknown event',
      'nosuchevent0',
      {},
      `the event "nosuchevent0" does not exist or is another organizer's`,
    ],
    [
      'no organizer',
      FLAGSHIP,
      { RITE_ORGANIZERS: '' },
      'RITE_ORGANIZERS is not set; it says as which organizer to ask Rite',
    ],
    [
      'a Rite that is down',
      FLAGSHIP,
      { RITE_URL: 'http://127.0.0.1:1' },
      'Rite gave no usable answer (unreachable); check RITE_URL or try again later',
    ],
  ])('refuses %s', async (_what, id, changes, reason) => {
    await using rite = await SandboxRite.start();
    const settings = { RITE_URL: rite.url, RITE_ORGANIZERS: organizers(rite), ...changes };
    expect(await terminal.rite(request('lineup', id, 'no.jpg'), settings)).toEqual({
      code: 2,
      stdout: '',
      stderr: `rite-bot: ${reason}\n`,
    });
    expect(existsSync('no.jpg')).toBe(false);
  });

  it('does not ask Rite about a file', async () => {
    await using rite = await SandboxRite.start();
    const args = request('lineup', eventFile(makeRiteDocument()), 'offline.jpg');
    expect(await terminal.rite(args, { RITE_URL: rite.url })).toMatchObject({ code: 0 });
    expect(rite.requests).toEqual([]);
  });
});

describe.concurrent('render as a process', { timeout: 60_000 }, () => {
  const bot = [process.execPath, inProject('bin/rite-bot.mjs')];

  it('prints the answer and ends', async () => {
    const { ended } = terminal.spawn([...bot, ...request('lineup', FLAGSHIP, 'process.jpg')]);
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ template: 'lineup', width: 1080 });
    expect(existsSync(path('process.jpg'))).toBe(true);
  });

  it('ends with code 2 for bad input', async () => {
    const { ended } = terminal.spawn([...bot, 'render', 'lineup', '--event', 'nosuchevent']);
    expect(await ended).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'rite-bot: --out is missing: the file to write\n',
    });
  });

  it('does not mind when nobody reads its answer', async () => {
    const { child, ended } = terminal.spawn([...bot, ...request('lineup', FLAGSHIP, 'unread.jpg')]);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});

function request(template: string, event: string, out: string): string[] {
  return ['render', template, '--event', event, '--now', NOW, '--out', out];
}

function path(name: string): string {
  return join(terminal.folder, name);
}

function eventFile(document: unknown): string {
  return textFile(JSON.stringify(document));
}

function textFile(content: string): string {
  const file = path(`event-${readdirSync(terminal.folder).length}.json`);
  writeFileSync(file, content);
  return file;
}
