import type { Readable } from 'node:stream';
import { readConfig } from '../config.ts';
import { createInstagram } from '../instagram.ts';
import { createLogger } from '../logger.ts';
import type { TokenConnecting } from '../posts/accounts/linking-outcomes.ts';
import { Secret } from '../posts/secret.ts';
import { parseArguments } from './flags.ts';
import { openState } from './open-state.ts';
import { parseServerId, parseUserId } from './server-id.ts';
import { oneOf, UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot connect instagram --guild <server id> --user <user id> --token-stdin [--json]

Connects a server to an Instagram account by a long-lived token that you have made on the app's page in Meta's dashboard,
for accounts that cannot sign in by themselves. The token is read from standard input and sealed in the database.
Works while the bot runs. Needs TOKEN_ENCRYPTION_KEYS.

  --guild <server id>   the Discord server
  --user <user id>      who is told when the token needs care
  --token-stdin         read the token from standard input, so that it stands in no history and no list of processes
  --json                prints {"accountId": …, "username": …, "expiresAt": …} instead of a sentence
`;

const MAX_BYTES = 4_096;

/** A connection by the operator. */
export const connect = {
  summary: 'connect a server to Instagram by a token',
  help,
  async run(args, { stdin, stdout }) {
    const { positionals, values } = parseArguments(args, {
      guild: { type: 'string' },
      user: { type: 'string' },
      'token-stdin': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    });
    const [service = '', ...more] = positionals;
    oneOf('what to connect', service, ['instagram']);
    if (more.length > 0) throw new UsageError('the token does not belong on the command line');
    const guildId = parseServerId(values.guild);
    const userId = parseUserId(values.user);
    if (!values['token-stdin']) {
      throw new UsageError('--token-stdin is missing: the token is read from standard input only');
    }
    const token = await readToken(stdin);
    const { config, secrets } = readConfig();
    const logger = createLogger(config.logLevel ?? 'warn');
    await using state = await openState();
    const { linking } = createInstagram({ config, secrets, state, clock: Date.now, logger });
    const connecting = await linking.connectToken({ guildId, userId, token });
    if (connecting.outcome !== 'connected') throw new UsageError(whyNot(connecting));
    const { accountId, username, expiresAt } = connecting.account;
    const until = new Date(expiresAt).toISOString();
    stdout.write(
      values.json
        ? `${JSON.stringify({ accountId, username, expiresAt: until })}\n`
        : `${guildId} is connected to @${username} until ${until.slice(0, 10)}; the token is refreshed by itself\n`,
    );
    return 0;
  },
} satisfies Verb;

async function readToken(stdin: Readable): Promise<Secret> {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > MAX_BYTES) throw new UsageError('standard input is too long for a token');
  }
  const token = text.trim();
  // Whatever it is, it is not repeated.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError('standard input must be the token alone, in one line');
  }
  return new Secret(token);
}

function whyNot(refusal: Exclude<TokenConnecting, { outcome: 'connected' }>): string {
  switch (refusal.outcome) {
    case 'no_key':
      return 'TOKEN_ENCRYPTION_KEYS is not set, so no token can be kept; see .env.example';
    case 'personal_account':
      return `@${refusal.username} is a personal account; switch it to a professional one (business or creator) in Instagram's settings, then make a new token`;
    case 'refused':
      return `Instagram does not accept this token (${refusal.code}); make a new one in Meta's dashboard`;
    case 'unavailable':
      return `Instagram gave no usable answer (${refusal.code}); check INSTAGRAM_GRAPH_URL or try again later`;
  }
}
