import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { DiscordError, unknownThing } from '../discord-error.ts';
import type { Interaction } from '../interaction.ts';
import type { StoredMessage } from '../message.ts';
import { changedContent, type MessageBody, newContent } from '../message-body.ts';
import { followUp, webhookEdit } from '../request-check.ts';
import { NO_CONTENT, ok, param, type Route, type RouteRequest } from '../route.ts';

/** An interaction's token is a webhook for 15 minutes: its answer is `@original`, follow-ups have ids. */
export const WEBHOOK_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    template: '/webhooks/:application/:token',
    authorized: false,
    check: followUp,
    answer: (request) => ok<APIMessage>(addFollowUp(request).toApi(request.world)),
  },
  ...[
    '/webhooks/:application/:token/messages/@original',
    '/webhooks/:application/:token/messages/:message',
  ].flatMap((template): Route[] => [
    {
      method: 'GET',
      template,
      authorized: false,
      answer: (request) => ok<APIMessage>(messageOf(request).toApi(request.world)),
    },
    {
      method: 'PATCH',
      template,
      authorized: false,
      check: webhookEdit,
      answer: (request) => {
        const message = messageOf(request);
        edit(request, message, request.body as MessageBody);
        return ok<APIMessage>(message.toApi(request.world));
      },
    },
    {
      method: 'DELETE',
      template,
      authorized: false,
      answer: (request) => {
        request.world.deleteMessage(messageOf(request));
        return NO_CONTENT;
      },
    },
  ]),
];

/** 10015 before the first answer, 401 50027 when the token is too old: both as reported by bot authors. */
function interactionOf(request: RouteRequest): Interaction {
  const { world } = request;
  const found = world.interactionByToken(param(request, 'token'));
  if (!found || param(request, 'application') !== world.applicationId) {
    throw unknownThing('Webhook');
  }
  if (found.tokenExpired(world.now())) {
    throw new DiscordError(401, 50027, 'Invalid Webhook Token');
  }
  if (!found.acknowledgement) throw unknownThing('Webhook');
  return found;
}

function messageOf(request: RouteRequest): StoredMessage {
  const interaction = interactionOf(request);
  const id = request.params.message;
  const message =
    id === undefined
      ? interaction.original
      : [interaction.original, ...interaction.followUps].find((one) => one?.id === id);
  if (!message || message.deleted) throw unknownThing('Message');
  return message;
}

/** After a deferred answer the first follow-up is that answer: it replaces "is thinking". */
function addFollowUp(request: RouteRequest): StoredMessage {
  const { world } = request;
  const interaction = interactionOf(request);
  const body = request.body as MessageBody;
  const { original } = interaction;
  if (original?.loading && !original.deleted) {
    edit(request, original, body);
    return original;
  }
  const ephemeral = ((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  const to = { channelId: interaction.channel.id, source: 'interaction' as const };
  const content = newContent(world, to, body, request.files);
  content.flags |= ephemeral ? MessageFlags.Ephemeral : 0;
  const message = world.addMessage(
    interaction.channel,
    {
      author: world.bot,
      visibleTo: ephemeral ? interaction.user.id : undefined,
      interaction: interaction.metadata(true),
      repliesTo: original?.id,
    },
    content,
  );
  interaction.followUps.push(message);
  world.announce('interactionUpdate', interaction);
  return message;
}

function edit(request: RouteRequest, message: StoredMessage, body: MessageBody): void {
  const changes = changedContent(request.world, message, 'interaction', body, request.files);
  request.world.editMessage(message, changes, message.loading);
}
