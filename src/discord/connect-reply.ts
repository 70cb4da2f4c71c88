import type { LinkCode } from '../posts/link-codes.ts';
import type {
  LinkBeginning,
  LinkConfirmation,
  LinkObstacle,
  ServerLink,
  Unlinking,
} from '../posts/organizer-linking.ts';
import type { Reply } from './command.ts';
import { beginButton, codeButtons, disconnectButtons } from './connect-buttons.ts';
import { plain, relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';

const NAME_LENGTH = 80;

/** The answer to `/connect rite`, and to its button for a new code. @param eventId is an id, whether or not it exists. */
export function beginningReply(
  beginning: LinkBeginning,
  eventId: string,
  messages: Messages,
): Reply {
  switch (beginning.outcome) {
    case 'code':
      return codeReply(beginning.code, messages);
    case 'already_linked':
      return {
        content: alreadyText(beginning.link, messages),
        components: [beginButton(eventId, 'relink', messages)],
      };
    case 'too_many_attempts':
      return { content: messages.connect.tooManyAttempts(relativeTime(beginning.againAt)) };
    default:
      return { content: obstacleText(beginning, messages) };
  }
}

/** What becomes of the message with the code when somebody confirms. */
export function confirmationReply(
  confirmation: LinkConfirmation,
  eventId: string,
  messages: Messages,
): Reply {
  const { connect } = messages;
  switch (confirmation.outcome) {
    case 'linked':
      return { content: connect.linked(plain(confirmation.eventName, NAME_LENGTH)) };
    case 'not_yet':
      return below(connect.notYet(), codeReply(confirmation.code, messages));
    case 'too_many_attempts': {
      const again = connect.tooManyAttempts(relativeTime(confirmation.againAt));
      return below(`⚠️ ${again}`, codeReply(confirmation.code, messages));
    }
    case 'confirmed_already':
      return { content: connect.confirmedAlready(person(confirmation.connectedBy)) };
    case 'expired':
    case 'replaced':
      return {
        content: connect[confirmation.outcome](),
        components: [beginButton(eventId, 'newCode', messages)],
      };
    default:
      return { content: obstacleText(confirmation, messages) };
  }
}

/** The answer to `/disconnect rite`: the question, or why there is none. */
export function disconnectQuestion(link: ServerLink | undefined, messages: Messages): Reply {
  const { connect } = messages;
  if (!link) return { content: connect.notLinked() };
  if (link.by === 'operator') return { content: connect.operatorsOnly() };
  const { connectedBy, connectedAt, version, operatorLink } = link;
  const ask = operatorLink ? connect.confirmDisconnectToOperator : connect.confirmDisconnect;
  return {
    content: ask(person(connectedBy), relativeTime(connectedAt)),
    components: [disconnectButtons(version, messages)],
  };
}

/** What becomes of the question. */
export function unlinkingReply(unlinking: Unlinking, messages: Messages): Reply {
  const { connect } = messages;
  switch (unlinking.outcome) {
    case 'not_linked':
      return { content: connect.notLinked() };
    case 'disconnected':
      return {
        content: unlinking.operatorLink ? connect.disconnectedToOperator() : connect.disconnected(),
      };
    case 'changed_meanwhile':
      return below(connect.changedMeanwhile(), disconnectQuestion(unlinking.link, messages));
  }
}

function codeReply({ code, eventId, expiresAt }: LinkCode, messages: Messages): Reply {
  return {
    content: messages.connect.code(code, relativeTime(expiresAt)),
    components: [codeButtons({ code, eventId }, messages)],
  };
}

function alreadyText(link: ServerLink, { connect }: Messages): string {
  return link.by === 'operator'
    ? connect.alreadyByOperator()
    : connect.alreadyByProof(person(link.connectedBy), relativeTime(link.connectedAt));
}

function obstacleText({ outcome }: LinkObstacle, { connect }: Messages): string {
  return outcome === 'no_key' ? connect.noKey() : connect.eventNotFound();
}

function below(notice: string, reply: Reply): Reply {
  return { ...reply, content: [notice, reply.content].join('\n') };
}

function person(userId: string): string {
  return `<@${userId}>`;
}
