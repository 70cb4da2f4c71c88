import {
  type APIInteractionResponse,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  type RESTPostAPIInteractionCallbackWithResponseResult,
} from 'discord-api-types/v10';
import { DiscordError, invalidFormBody, unknownThing } from '../discord-error.ts';
import { refusal } from '../finding.ts';
import type { Interaction } from '../interaction.ts';
import { changedContent, emptyContent, type MessageBody, newContent } from '../message-body.ts';
import { interactionCallback } from '../request-check.ts';
import { NO_CONTENT, ok, param, type Route, type RouteRequest } from '../route.ts';

const r = InteractionResponseType;

export const INTERACTION_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    template: '/interactions/:interaction/:token/callback',
    authorized: false,
    check: interactionCallback,
    answer: (request) => {
      const interaction = openInteraction(request);
      const response = request.body as APIInteractionResponse;
      requireFitting(interaction, response.type);
      respond(request, interaction, response);
      request.world.announce('interactionUpdate', interaction);
      return request.query.get('with_response') === 'true'
        ? ok<RESTPostAPIInteractionCallbackWithResponseResult>(described(request, interaction))
        : NO_CONTENT;
    },
  },
];

function openInteraction(request: RouteRequest): Interaction {
  const { world } = request;
  const interaction = world.interactions.get(param(request, 'interaction'));
  if (interaction?.token !== param(request, 'token')) throw unknownThing('Interaction');
  if (interaction.acknowledgement) {
    throw new DiscordError(400, 40060, 'Interaction has already been acknowledged.');
  }
  if (interaction.expiredUnanswered(world.now())) throw unknownThing('Interaction');
  return interaction;
}

/** Which first answers fit which interaction: choices only to autocomplete, no modal to a modal, and so on. */
function requireFitting(interaction: Interaction, type: InteractionResponseType): void {
  const onMessage = interaction.source !== undefined;
  const fits: Partial<Record<InteractionResponseType, boolean>> = {
    [r.ChannelMessageWithSource]: true,
    [r.DeferredChannelMessageWithSource]: true,
    [r.DeferredMessageUpdate]: onMessage,
    [r.UpdateMessage]: onMessage,
    [r.Modal]: interaction.type !== InteractionType.ModalSubmit,
  };
  const isAutocomplete = interaction.type === InteractionType.ApplicationCommandAutocomplete;
  const fitting = isAutocomplete ? type === r.ApplicationCommandAutocompleteResult : fits[type];
  if (!fitting) {
    throw invalidFormBody([
      refusal(['type'], `response type ${type} does not fit interaction type ${interaction.type}`),
    ]);
  }
}

function respond(
  request: RouteRequest,
  interaction: Interaction,
  response: APIInteractionResponse,
): void {
  const { world } = request;
  const data = ('data' in response ? response.data : undefined) as MessageBody | undefined;
  const ephemeral = ((data?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  if (response.type === r.ApplicationCommandAutocompleteResult) {
    interaction.choices = response.data?.choices ?? [];
  } else if (response.type === r.Modal) {
    interaction.modal = response.data;
  } else if (response.type === r.UpdateMessage || response.type === r.DeferredMessageUpdate) {
    update(request, interaction, response.type === r.UpdateMessage ? (data ?? {}) : undefined);
  } else {
    const to = { channelId: interaction.channel.id, source: 'interaction' as const };
    const loading = response.type === r.DeferredChannelMessageWithSource;
    const content = loading ? emptyContent() : newContent(world, to, data ?? {}, request.files);
    content.flags |= ephemeral ? MessageFlags.Ephemeral : 0;
    content.flags |= loading ? MessageFlags.Loading : 0;
    interaction.acknowledge(response.type, ephemeral);
    interaction.original = world.addMessage(
      interaction.channel,
      {
        author: world.bot,
        visibleTo: ephemeral ? interaction.user.id : undefined,
        interaction: interaction.metadata(),
      },
      content,
    );
  }
  if (!interaction.acknowledgement) interaction.acknowledge(response.type, ephemeral);
}

function update(
  request: RouteRequest,
  interaction: Interaction,
  data: MessageBody | undefined,
): void {
  const { source } = interaction;
  if (!source || source.deleted) throw unknownThing('Message');
  interaction.original = source;
  interaction.originalRevision = source.revision;
  if (!data) return;
  const changes = changedContent(request.world, source, 'interaction', data, request.files);
  request.world.editMessage(source, changes);
}

function described(
  request: RouteRequest,
  interaction: Interaction,
): RESTPostAPIInteractionCallbackWithResponseResult {
  const { acknowledgement, original } = interaction;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(original === undefined
        ? {}
        : {
            response_message_id: original.id,
            response_message_loading: original.loading,
            response_message_ephemeral: original.ephemeral,
          }),
    },
    resource: {
      type: acknowledgement?.type ?? r.Pong,
      ...(original === undefined ? {} : { message: original.toApi(request.world) }),
    },
  };
}
