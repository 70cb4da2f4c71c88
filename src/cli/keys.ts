import { ConfigError } from '../config.ts';
import { connectionContext } from '../posts/token-seal.ts';
import { parseArguments } from './flags.ts';
import { openState } from './open-state.ts';
import { oneOf, type Verb } from './verb.ts';

const help = `Usage: rite-bot keys rotate

Seals every connection (Rite, Instagram) anew with the first key of TOKEN_ENCRYPTION_KEYS. To change keys: put the new
one first and keep the old one behind it, restart the bot, run this, then remove the old one. A connection whose key is
lost is named; that server must connect again. Works while the bot runs.
`;

/** The keys that seal connections. */
export const keys = {
  summary: 'seal all connections with the present key',
  help,
  async run(args, { stdout }) {
    const [action = ''] = parseArguments(args, {}).positionals;
    oneOf('the action', action, ['rotate']);
    await using state = await openState();
    const { vault, stores } = state;
    if (!vault) {
      throw new ConfigError('TOKEN_ENCRYPTION_KEYS is missing; set it to seal, see .env.example');
    }
    const tally = { resealed: 0, already: 0, lost: 0 };
    for (const connection of await stores.connections.all()) {
      const { guildId, kind, sealed, version } = connection;
      if (!vault.needsRotation(sealed)) {
        tally.already += 1;
        continue;
      }
      const result = vault.reseal(sealed, connectionContext(guildId, kind));
      if (!result.ok) {
        tally.lost += 1;
        const reason =
          result.failure === 'unknown_key'
            ? `its key ${result.keyId} is not in TOKEN_ENCRYPTION_KEYS`
            : 'it is damaged';
        stdout.write(`server ${guildId}: ${kind} cannot be opened, ${reason}; connect it again\n`);
        continue;
      }
      const keyId = vault.keyOf(result.sealed) ?? '';
      const outcome = await stores.connections.reseal({
        guildId,
        kind,
        version,
        sealed: result.sealed,
        keyId,
      });
      // Whoever changed it meanwhile sealed it with the present key.
      tally[outcome === 'resealed' ? 'resealed' : 'already'] += 1;
    }
    stdout.write(
      `${tally.resealed} sealed anew, ${tally.already} already, ${tally.lost} not opened\n`,
    );
    return tally.lost === 0 ? 0 : 1;
  },
} satisfies Verb;
