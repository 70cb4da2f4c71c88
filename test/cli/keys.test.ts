import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/posts/secret.ts';
import { connectionContext } from '../../src/posts/token-seal.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { TokenVault, tokenKeysSchema } from '../../src/storage/token-vault.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
const OLD = `old:${randomBytes(32).toString('base64')}`;
const NEW = `new:${randomBytes(32).toString('base64')}`;
const LOST = `lost:${randomBytes(32).toString('base64')}`;

function vault(keys: string) {
  return new TokenVault(tokenKeysSchema.parse(keys));
}

async function connect(guildId: string, secret: string, keys: string) {
  await using database = await openDatabase(join(terminal.folder, 'data/rite-bot.db'));
  const sealed = vault(keys).seal(new Secret(secret), connectionContext(guildId, 'rite'));
  await storesOf(database, Date.now).connections.connect({
    guildId,
    kind: 'rite',
    sealed,
    keyId: keys.split(':')[0] ?? '',
    connectedBy: '111111111111111111',
    connectedAt: 0,
  });
}

async function opened(guildId: string, keys: string) {
  await using database = await openDatabase(join(terminal.folder, 'data/rite-bot.db'));
  const connection = await storesOf(database, Date.now).connections.find(guildId, 'rite');
  const result = vault(keys).open(connection?.sealed ?? '', connectionContext(guildId, 'rite'));
  return result.ok ? result.secret.reveal() : result.failure;
}

describe('keys rotate', () => {
  it('seals with the first key, after which the old one may go', async () => {
    const settings = { TOKEN_ENCRYPTION_KEYS: `${NEW},${OLD}` };
    // Makes the folder and the tables.
    await terminal.rite(['premium', 'list']);
    await connect('100000000000000001', 'organizer-one', OLD);
    await connect('100000000000000002', 'organizer-two', NEW);
    expect(await opened('100000000000000001', NEW)).toBe('unknown_key');
    expect(await terminal.rite(['keys', 'rotate'], settings)).toEqual({
      code: 0,
      stdout: '1 sealed anew, 1 already, 0 not opened\n',
      stderr: '',
    });
    expect(await opened('100000000000000001', NEW)).toBe('organizer-one');
    expect((await terminal.rite(['keys', 'rotate'], settings)).stdout).toBe(
      '0 sealed anew, 2 already, 0 not opened\n',
    );
  });

  it('names the connections whose key is lost, and does the others', async () => {
    await connect('100000000000000003', 'organizer-three', LOST);
    const { code, stdout, stderr } = await terminal.rite(['keys', 'rotate'], {
      TOKEN_ENCRYPTION_KEYS: NEW,
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(
      'server 100000000000000003: rite cannot be opened, its key lost is not in TOKEN_ENCRYPTION_KEYS; connect it again\n' +
        '0 sealed anew, 2 already, 1 not opened\n',
    );
    expect(await opened('100000000000000003', LOST)).toBe('organizer-three');
  });

  it('needs a key', async () => {
    expect(await terminal.rite(['keys', 'rotate'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'rite-bot: TOKEN_ENCRYPTION_KEYS is missing; set it to seal, see .env.example\n',
    });
  });

  it('never prints a key that is written wrongly', async () => {
    const { code, stdout, stderr } = await terminal.rite(['keys', 'rotate'], {
      TOKEN_ENCRYPTION_KEYS: 'k1:c2hvcnQtc2VjcmV0',
    });
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('TOKEN_ENCRYPTION_KEYS');
    expect(stdout + stderr).not.toContain('c2hvcnQtc2VjcmV0');
  });
});
