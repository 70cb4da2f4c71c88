import { z } from 'zod';
import { OutdatedComponentError } from './outdated-component.ts';

/** The ids of posts. */
export const postIdSchema = z
  .string()
  .trim()
  .regex(/^[0-9a-z]{16}$/);

const nameSchema = z.object({
  postId: postIdSchema,
  expected: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

/** A draft as it stands in a custom id: the post, and the number of the revision that the person saw. */
export type DraftName = z.infer<typeof nameSchema>;

/**
 * `theme:0123456789abcdef:3`. These sit under messages of any age: keep reading every form ever written. That a post
 * is the server's own is not in it: it is looked up with the id of the server that asks.
 */
export function draftCustomId(prefix: string, { postId, expected }: DraftName): string {
  return [prefix, postId, expected].join(':');
}

/** @throws {OutdatedComponentError} when this version cannot read it. */
export function parseDraftId(customId: string): DraftName {
  const name = tryParseDraftId(customId);
  if (!name) throw new OutdatedComponentError('Not the custom id of a draft');
  return name;
}

export function tryParseDraftId(customId: string): DraftName | undefined {
  const [, postId, expected, ...rest] = customId.split(':');
  const name = nameSchema.safeParse({ postId, expected });
  return rest.length > 0 ? undefined : name.data;
}
