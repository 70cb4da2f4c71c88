import { z } from 'zod';
import type { Brand } from '../posts/brand.ts';
import { BRAND_PARTS, type BrandPart } from '../posts/brand-service.ts';
import type { Reply } from './command.ts';
import { keepQuestion } from './keep-question.ts';
import type { Messages } from './messages/messages.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefix of the custom ids of the buttons that confirm a reset. */
export const BRAND_RESET_PREFIX = 'brand-reset';

const choiceSchema = z.enum(['all', 'keep', ...BRAND_PARTS]);

/** What is taken back: one part or everything; `keep`: nothing after all. */
export type BrandResetChoice = z.infer<typeof choiceSchema>;

/** `brand-reset:all`, `brand-reset:logo`, `brand-reset:keep`. @throws {OutdatedComponentError} */
export function parseBrandReset(customId: string): BrandResetChoice {
  const choice = choiceSchema.safeParse(customId.slice(BRAND_RESET_PREFIX.length + 1));
  if (!choice.success) throw new OutdatedComponentError('Unknown reset', { cause: choice.error });
  return choice.data;
}

/** Asks whether it is meant; when there is nothing to take back, says so. */
export function confirmReset(brand: Brand, part: BrandPart | undefined, messages: Messages): Reply {
  const parts = setParts(brand).filter((one) => part === undefined || one === part);
  if (parts.length === 0) return { content: messages.brand.nothingToReset() };
  return {
    content: messages.brand.confirmReset(partNames(parts, messages)),
    components: [
      keepQuestion(BRAND_RESET_PREFIX, {
        choice: (part ?? 'all') satisfies BrandResetChoice,
        remove: messages.brand.confirmResetButton,
        keep: messages.brand.keepButton,
      }),
    ],
  };
}

/** `**테마**, **로고**`. */
export function partNames(parts: readonly BrandPart[], { brand }: Messages): string {
  return parts.map((part) => `**${brand.parts[part]}**`).join(', ');
}

function setParts(brand: Brand): BrandPart[] {
  return BRAND_PARTS.filter((part) =>
    part === 'hashtags' ? brand.hashtags.length > 0 : brand[part] !== undefined,
  );
}
