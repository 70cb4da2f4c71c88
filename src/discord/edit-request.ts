import type { Editor, EditRequest } from '../posts/draft-edits.ts';
import type { Call } from './call.ts';
import type { DraftName } from './draft-name.ts';

/** Who changes which draft, and what they saw of it. Always in the server that asks. */
export function editRequest(call: Call, { postId, expected }: DraftName): EditRequest {
  return { guildId: call.guildId, postId, expected, editor: editorOf(call) };
}

export function editorOf({ userId, managesPosts }: Call): Editor {
  return { userId, managesPosts };
}
