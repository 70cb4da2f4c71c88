import { ButtonStyle } from 'discord.js';
import { z } from 'zod';
import type { KeptPost } from '../posts/kept-post.ts';
import { button, row } from './buttons.ts';
import type { Reply } from './command.ts';
import { postIdSchema } from './draft-name.ts';
import { OutdatedComponentError } from './outdated-component.ts';
import { type PlannedView, plannedTime } from './planned-time.ts';
import { postTitle } from './posts-list-reply.ts';

/** The prefix of the custom ids of the buttons that confirm a deletion. */
export const DELETION_PREFIX = 'posts-delete';

const choiceSchema = z.object({ answer: z.enum(['yes', 'no']), postId: postIdSchema });

/** `posts-delete:yes:0123456789abcdef`. @throws {OutdatedComponentError} */
export function parseDeletion(customId: string): z.infer<typeof choiceSchema> {
  const [, answer, postId, ...rest] = customId.split(':');
  const choice = choiceSchema.safeParse({ answer, postId });
  if (rest.length > 0 || !choice.success) {
    throw new OutdatedComponentError('Unknown deletion', { cause: choice.error });
  }
  return choice.data;
}

/** Asks whether it is meant. */
export function confirmDeletion(post: KeptPost, { publication, ...view }: PlannedView): Reply {
  const { messages, now } = view;
  const title = [postTitle(post, messages, now), ...plannedTime(publication, view)].join('\n');
  const { deletion, buttons } = messages.drafts;
  return {
    content: deletion.ask(title),
    components: [
      row(
        button(`${DELETION_PREFIX}:yes:${post.id}`, buttons.delete, ButtonStyle.Danger),
        button(`${DELETION_PREFIX}:no:${post.id}`, buttons.keep),
      ),
    ],
  };
}
