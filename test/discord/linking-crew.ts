import { PermissionFlagsBits } from 'discord.js';
import type { Actor } from '../../sandbox/discord/index.ts';
import type { KeptDrafts } from '../../src/discord/command.ts';
import { PostService } from '../../src/posts/post-service.ts';
import { SamplesForUnlinked } from '../../src/posts/samples-for-unlinked.ts';
import { makePoster } from '../posters/make-poster.ts';
import { type LinkingStageOptions, openLinking } from '../posts/linking-stage.ts';
import { MemoryBrands, MemoryExtras } from '../posts/memory-stores.ts';
import { NOW } from './make-post.ts';
import { Stage, type StageOptions } from './stage.ts';

/** A server that nobody has linked, somebody who manages it, and linking, links and posts as in the program. */
export async function openUnlinked(options: LinkingStageOptions & StageOptions = {}) {
  const parts = new AsyncDisposableStack();
  let stage: Stage | undefined;
  const clock = () => stage?.clock.now ?? NOW;
  const linking = parts.use(await openLinking({ ...options, clock }));
  const samples = new SamplesForUnlinked({
    eventSource: linking.client,
    organizerLinks: linking.links,
    clock,
  });
  const posts = new PostService({
    eventSource: samples,
    organizerLinks: samples,
    brands: new MemoryBrands(),
    extras: new MemoryExtras(),
    renderer: { render: async ({ template, theme }) => makePoster({ template, theme }) },
    clock,
    hashtagLimit: 5,
    onStoreError: () => {},
  });
  stage = parts.use(
    await Stage.open({
      ...options,
      gateway: { posts, drafts: unkept(posts), linking: linking.linking, ...options.gateway },
    }),
  );
  return {
    stage,
    linking,
    /** Manages the server. */
    boss: manager(stage, 'boss'),
    async [Symbol.asyncDispose]() {
      await parts.disposeAsync();
    },
  };
}

/** Posts that are made and not kept: what becomes of them afterwards is not told here. */
function unkept(posts: PostService): KeptDrafts {
  const elsewhere = () => Promise.reject(new Error('Nothing is kept here'));
  return {
    create: async (request) => ({ outcome: 'not_kept', post: await posts.create(request) }),
    find: elsewhere,
    show: elsewhere,
    download: elsewhere,
    list: elsewhere,
    count: elsewhere,
    toDelete: elsewhere,
    delete: elsewhere,
    noteMessage: elsewhere,
  };
}

export function manager(stage: Stage, username: string, locale = 'ko'): Actor {
  return stage.guild.addMember({
    username,
    locale,
    permissions: PermissionFlagsBits.ManageGuild,
  });
}
