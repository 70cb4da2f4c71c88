import { describe, expect, it } from 'vitest';
import { GUILD, openPublishing, USER } from './publishing-stage.ts';

const stage = openPublishing();
const WHO = ['--guild', GUILD, '--user', USER];

describe('connect instagram', () => {
  it('connects a server by the token on standard input', async () => {
    const { code, stdout, stderr } = await stage.connect('basement.seoul');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      new RegExp(`^${GUILD} is connected to @basement\\.seoul until \\d{4}-\\d\\d-\\d\\d; .+\\n$`),
    );
  });

  it('says as JSON to which account and until when', async () => {
    const account = stage.instagram.addAccount({ username: 'club.json' });
    const piped = account.issueToken();
    const args = ['connect', 'instagram', ...WHO, '--token-stdin', '--json'];
    const { stdout } = await stage.rite(args, { piped });
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(told)).toEqual(['accountId', 'username', 'expiresAt']);
    expect(told).toMatchObject({ accountId: account.id, username: 'club.json' });
    expect(Date.parse(String(told.expiresAt))).toBeGreaterThan(Date.now() + 50 * 86_400_000);
  });

  it.each([
    [[], 'what to connect must be one of instagram, not ""'],
    [['rite'], 'what to connect must be one of instagram, not "rite"'],
    [['instagram', 'x', ...WHO], 'the token does not belong on the command line'],
    [['instagram', '--user', USER], 'the server id is missing'],
    [['instagram', '--guild', 'club', '--user', USER], 'the server id must be 17 to 20 digits'],
    [['instagram', '--guild', GUILD], 'the user id is missing'],
    [['instagram', ...WHO], '--token-stdin is missing: the token is read from standard input only'],
  ])('%j is refused before anything is read', async (args, sentence) => {
    const { code, stdout, stderr } = await stage.rite(['connect', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^rite-bot: [^\n]+\n$/);
    expect(stderr).toContain(sentence);
  });

  it.each([
    ['nothing', '', 'standard input must be the token alone, in one line'],
    ['two lines', 'IGAAone\nIGAAtwo\n', 'standard input must be the token alone, in one line'],
    ['a book', 'x'.repeat(5_000), 'standard input is too long for a token'],
  ])('takes no %s for a token, and repeats none of it', async (_what, piped, sentence) => {
    const args = ['connect', 'instagram', ...WHO, '--token-stdin'];
    expect(await stage.rite(args, { piped })).toEqual({
      code: 2,
      stdout: '',
      stderr: `rite-bot: ${sentence}\n`,
    });
  });

  it('says in one sentence why Instagram takes no such token or account', async () => {
    const args = ['connect', 'instagram', ...WHO, '--token-stdin'];
    const unknown = await stage.rite(args, { piped: 'IGAAnobodyhasgiventhisout' });
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toMatch(/^rite-bot: Instagram does not accept this token \([^)]+\)/);
    expect(unknown.stderr).not.toContain('IGAA');
    const personal = stage.instagram.addAccount({ username: 'mina', accountType: 'PERSONAL' });
    const refused = await stage.rite(args, { piped: personal.issueToken() });
    expect(refused.stderr).toContain(
      '@mina is a personal account; switch it to a professional one',
    );
  });

  it('says that Instagram cannot be reached', async () => {
    const piped = stage.instagram.addAccount({ username: 'far.away' }).issueToken();
    const set = { INSTAGRAM_GRAPH_URL: 'http://127.0.0.1:1' };
    const args = ['connect', 'instagram', ...WHO, '--token-stdin'];
    const { code, stderr } = await stage.rite(args, { piped, set });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^rite-bot: Instagram gave no usable answer \(.+check INSTAGRAM_GRAPH_URL/,
    );
  });

  it('keeps no token without a key to seal it', async () => {
    const piped = stage.instagram.addAccount({ username: 'unsealed' }).issueToken();
    const args = ['connect', 'instagram', ...WHO, '--token-stdin'];
    const outcome = await stage.terminal.rite(
      args,
      { LOG_LEVEL: 'error', INSTAGRAM_GRAPH_URL: stage.instagram.graphUrl },
      { piped },
    );
    expect(outcome).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'rite-bot: TOKEN_ENCRYPTION_KEYS is not set, so no token can be kept; see .env.example\n',
    });
  });
});
