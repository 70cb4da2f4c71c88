import { type OperatorPost, operatorPosts } from '../storage/operator-posts.ts';
import { parseFlags } from './flags.ts';
import { openState } from './open-state.ts';
import { parseServerId } from './server-id.ts';
import { UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot posts [--json] [--id <post id>] [--guild <server id>]

Prints the posts of all servers, the newest first. Works while the bot runs.

  --json               one JSON array, else a line for each: id, guild, status, attempts (how often Instagram was asked
                       to publish it), containerId, mediaId, permalink, error, scheduledAt, publishedAt (ISO, UTC);
                       what there is not is null
  --id <post id>       only this one; exit code 2 when there is none
  --guild <server id>  only those of this server
`;

/** What is kept of posts, for the operator. */
export const posts = {
  summary: 'print posts and what became of them',
  help,
  async run(args, { stdout }) {
    const { json, id, guild } = parseFlags(args, {
      json: { type: 'boolean', default: false },
      id: { type: 'string' },
      guild: { type: 'string' },
    });
    const guildId = guild === undefined ? undefined : parseServerId(guild);
    await using state = await openState();
    const found = await operatorPosts(state.database.kysely, { id, guildId });
    if (id !== undefined && found.length === 0) {
      throw new UsageError(`there is no post ${JSON.stringify(id)}`);
    }
    const shown = found.map(recordOf);
    stdout.write(json ? `${JSON.stringify(shown)}\n` : shown.map(lineOf).join(''));
    return 0;
  },
} satisfies Verb;

function recordOf(post: OperatorPost) {
  return {
    id: post.id,
    guild: post.guildId,
    status: post.state,
    attempts: post.sends,
    containerId: post.containerId ?? null,
    mediaId: post.mediaId ?? null,
    permalink: post.permalink ?? null,
    error: post.error ?? null,
    scheduledAt: iso(post.scheduledAt),
    publishedAt: iso(post.publishedAt),
  };
}

function lineOf({ id, guild, status, scheduledAt, permalink, error }: ReturnType<typeof recordOf>) {
  const parts = [id, guild, status, scheduledAt ?? '', permalink ?? error ?? ''];
  return `${parts.join('  ').trimEnd()}\n`;
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
