import { CAPTION_MAX_LENGTH } from '../events/instagram-limits.ts';
import { DRAFT_PREFIXES } from './draft-components.ts';
import { draftCustomId } from './draft-name.ts';
import { TEXT_INPUT_LIMIT } from './limits.ts';
import type { Messages } from './messages/messages.ts';
import type { Modal } from './modal.ts';

/** The only field of the form. */
export const CAPTION_FIELD = 'caption';

export interface CaptionModalOptions {
  readonly postId: string;
  /** The number of the revision that the person goes on from. */
  readonly revision: number;
  readonly eventName: string;
  readonly caption: string;
  /** Of the form that takes what is typed; default the one under drafts. */
  readonly prefix?: string;
}

/**
 * The form with a caption in it. It takes more than Instagram does: a client that counts would cut off what is pasted,
 * while we can hand back the whole.
 */
export function captionModal(
  { postId, revision, eventName, caption, prefix = DRAFT_PREFIXES.caption }: CaptionModalOptions,
  { drafts: { caption: texts } }: Messages,
): Modal {
  return {
    customId: draftCustomId(prefix, { postId, expected: revision }),
    title: texts.modalTitle(eventName),
    fields: [
      {
        id: CAPTION_FIELD,
        label: texts.label,
        description: texts.description(CAPTION_MAX_LENGTH),
        value: caption,
        maxLength: TEXT_INPUT_LIMIT,
        multiline: true,
        required: true,
      },
    ],
  };
}
