import type {
  InstagramBeginning,
  InstagramUnlinking,
  LinkedAccount,
} from '../posts/accounts/linking-outcomes.ts';
import type { ServerLink } from '../posts/organizer-linking.ts';
import type { Reply } from './command.ts';
import { disconnectInstagramRow, linkButton } from './instagram-buttons.ts';
import { dateAndTime, personMention, plain, relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { premiumRefusal } from './notice-outcome.ts';

/** Instagram's names have at most 30 signs. */
const NAME_LENGTH = 30;

/** The answer to `/connect instagram`: a link, or what is missing for one. */
export function beginInstagramReply(beginning: InstagramBeginning, messages: Messages): Reply {
  const { instagram } = messages;
  switch (beginning.outcome) {
    case 'link': {
      const { url, expiresAt, account } = beginning;
      const lines = [
        instagram.link(relativeTime(expiresAt)),
        ...(account ? [instagram.linkReplaces(nameOf(account))] : []),
      ];
      return { content: lines.join('\n'), components: [linkButton(url, messages)] };
    }
    case 'not_premium':
      return premiumRefusal(beginning.skuId, messages);
    case 'no_key':
      return { content: instagram.noKey() };
    case 'no_app':
      return { content: instagram.noApp() };
    case 'no_public_url':
      return { content: instagram.noPublicUrl() };
  }
}

/** The answer to `/connect status`. */
export function connectionsReply(
  {
    rite,
    account,
  }: { readonly rite?: ServerLink | undefined; readonly account?: LinkedAccount | undefined },
  messages: Messages,
): Reply {
  const { status } = messages.instagram;
  const lines = [status.heading(), riteLine(rite, messages), ...accountLines(account, messages)];
  return { content: lines.join('\n') };
}

/** The answer to `/disconnect instagram`: the question, or why there is none. @param waiting posts that are planned. */
export function disconnectInstagramQuestion(
  account: LinkedAccount | undefined,
  waiting: number,
  messages: Messages,
): Reply {
  const { instagram } = messages;
  if (!account) return { content: instagram.notLinked() };
  const { connectedBy, connectedAt, version } = account;
  const who = personMention(connectedBy);
  const lines = [
    instagram.confirmDisconnect(nameOf(account), who, relativeTime(connectedAt)),
    ...(waiting > 0 ? [instagram.waiting(waiting)] : []),
  ];
  return { content: lines.join('\n'), components: [disconnectInstagramRow(version, messages)] };
}

/** What becomes of the question. */
export function instagramUnlinkingReply(
  unlinking: InstagramUnlinking,
  waiting: number,
  messages: Messages,
): Reply {
  const { instagram } = messages;
  switch (unlinking.outcome) {
    case 'not_linked':
      return { content: instagram.notLinked() };
    case 'disconnected': {
      const { waiting: held } = unlinking;
      const lines = [
        instagram.disconnected(nameOf(unlinking)),
        ...(held > 0 ? [instagram.held(held)] : []),
      ];
      return { content: lines.join('\n') };
    }
    case 'changed_meanwhile': {
      const question = disconnectInstagramQuestion(unlinking.account, waiting, messages);
      return {
        ...question,
        content: [instagram.changedMeanwhile(), question.content].join('\n'),
      };
    }
  }
}

function riteLine(rite: ServerLink | undefined, { instagram: { status } }: Messages): string {
  if (!rite) return status.riteNone();
  if (rite.by === 'operator') return status.riteByOperator();
  if (!rite.readable) return status.riteUnreadable();
  return status.riteByProof(personMention(rite.connectedBy), relativeTime(rite.connectedAt));
}

function accountLines(
  account: LinkedAccount | undefined,
  { instagram: { status } }: Messages,
): readonly string[] {
  if (!account) return [status.none()];
  const name = nameOf(account);
  const who = personMention(account.connectedBy);
  const when = relativeTime(account.connectedAt);
  if (account.state === 'dead') return [status.dead(name, who, when)];
  if (!account.readable) return [status.unreadable(name)];
  const { refreshFailures, expiresAt } = account;
  return [
    status.alive(name, who, when, dateAndTime(expiresAt)),
    ...(refreshFailures > 0 ? [status.refreshFails(refreshFailures)] : []),
  ];
}

function nameOf({ username }: { readonly username: string }): string {
  return plain(`@${username}`, NAME_LENGTH + 1);
}
