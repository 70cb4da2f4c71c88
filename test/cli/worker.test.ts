import { beforeAll, describe, expect, it } from 'vitest';
import { openPublishing } from './publishing-stage.ts';
import { inProject } from './terminal.ts';

const stage = openPublishing();
const inThreeDays = new Date(Date.now() + 3 * 24 * 60 * 60_000).toISOString();
const PATIENCE = { timeout: 40_000, interval: 50 };

beforeAll(async () => {
  await stage.connect('basement.seoul');
});

describe('worker', { timeout: 60_000 }, () => {
  it.each([
    ['worker', 'TOKEN_ENCRYPTION_KEYS'],
    ['worker', 'PUBLIC_URL'],
    ['publish-due --once', 'TOKEN_ENCRYPTION_KEYS'],
    ['publish-due --once', 'PUBLIC_URL'],
  ])('%s without %s takes no post away from others', async (line, name) => {
    const { id } = JSON.parse((await stage.schedule(inThreeDays)).stdout);
    const outcome = await stage.rite(line.split(' '), { set: { [name]: '' } });
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(new RegExp(`^rite-bot: ${name} is missing: .*\\n$`));
    expect((await stage.posts('--id', id))[0]).toHaveProperty('status', 'scheduled');
  });

  it('publishes without a Discord token until it is stopped, beside another one on its port', async () => {
    const { PUBLIC_URL } = stage.settings();
    const first = stage.terminal.rite(['worker'], stage.settings());
    const health = async () => (await fetch(`${PUBLIC_URL}/healthz`)).status;
    await expect.poll(() => health().catch(() => 0), PATIENCE).toBe(200);

    const command = [process.execPath, inProject('bin/rite-bot.mjs'), 'worker'];
    const second = stage.terminal.spawn(command, { ...stage.settings(), LOG_LEVEL: 'info' });
    let log = '';
    second.child.stderr?.on('data', (chunk: string) => {
      log += chunk;
    });
    await expect.poll(() => log, PATIENCE).toContain('worker runs');
    expect(log).toContain('pictures are shown by whoever has this port');

    const { id } = JSON.parse((await stage.schedule('now')).stdout);
    const status = async () => (await stage.posts('--id', id))[0]?.status;
    await expect.poll(status, PATIENCE).toBe('published');
    expect(stage.instagram.livePosts).toHaveLength(1);

    second.child.kill('SIGTERM');
    const ended = await second.ended;
    first.stop();
    const outcome = await first;
    expect({ first: outcome.code, second: ended.code }).toEqual({ first: 0, second: 0 });
    for (const secret of stage.instagram.secrets) {
      expect(outcome.stderr + outcome.stdout + ended.stderr + ended.stdout).not.toContain(secret);
    }
    await expect(health()).rejects.toThrow();
  });
});
