import * as spec from 'discord-api-spec/zod';
import { InteractionResponseType, MessageFlags } from 'discord-api-types/v10';
import * as z from 'zod';
import { commandListRules, commandRules } from './command-rules.ts';
import { type Finding, refusal } from './finding.ts';
import { messageRules, publicMessageRules } from './message-rules.ts';
import { modalRules } from './modal-rules.ts';
import type { BodyCheck } from './route.ts';
import { scheduledEventRules } from './scheduled-event-rules.ts';
import { checkSchema } from './schema-check.ts';

const r = InteractionResponseType;

/** POST /channels/:channel/messages */
export const messageCreation: BodyCheck = (body) => [
  ...checkSchema(spec.MessageCreateRequestSchema, body),
  ...messageRules(body),
  ...publicMessageRules(body),
];

/** PATCH /channels/:channel/messages/:message */
export const messageEdit: BodyCheck = (body, { world, params }) => [
  ...checkSchema(spec.MessageEditRequestPartialSchema, body),
  ...messageRules(body, world.messages.get(params.message ?? '')),
];

/** POST /webhooks/:application/:token, a follow-up */
export const followUp: BodyCheck = (body) => [
  ...checkSchema(spec.IncomingWebhookInteractionRequestSchema, body),
  ...messageRules(body),
];

/** PATCH of an interaction's answer or follow-up */
export const webhookEdit: BodyCheck = (body, { world, params }) => [
  ...checkSchema(spec.IncomingWebhookUpdateRequestPartialSchema, body),
  ...messageRules(
    body,
    params.message === undefined
      ? world.interactionByToken(params.token ?? '')?.original
      : world.messages.get(params.message),
  ),
];

/** POST /interactions/:interaction/:token/callback: the schema depends on the type of the response. */
export const interactionCallback: BodyCheck = (body, { world, params }) => {
  const { type, data } = (body ?? {}) as { type?: InteractionResponseType; data?: unknown };
  switch (type) {
    case r.ChannelMessageWithSource:
      return [
        ...checkSchema(spec.CreateMessageInteractionCallbackRequestSchema, body),
        ...below('data', messageRules(data)),
      ];
    case r.DeferredChannelMessageWithSource:
      return [
        ...checkSchema(spec.CreateMessageInteractionCallbackRequestSchema, body),
        ...deferralRules(data),
      ];
    case r.DeferredMessageUpdate:
      return checkSchema(spec.UpdateMessageInteractionCallbackRequestSchema, body);
    case r.UpdateMessage:
      return [
        ...checkSchema(spec.UpdateMessageInteractionCallbackRequestSchema, body),
        ...below(
          'data',
          messageRules(data, world.interactions.get(params.interaction ?? '')?.source),
        ),
      ];
    case r.ApplicationCommandAutocompleteResult:
      return checkSchema(spec.ApplicationCommandAutocompleteCallbackRequestSchema, body);
    case r.Modal:
      return [
        ...checkSchema(spec.ModalInteractionCallbackRequestSchema, body),
        ...below('data', modalRules(data)),
      ];
    default:
      return [refusal(['type'], `${String(type)} is not a response type of this sandbox`)];
  }
};

/** PUT of a whole command list */
export const commandList: BodyCheck = (body, { params }) => [
  ...checkSchema(z.array(spec.ApplicationCommandUpdateRequestSchema), plainPermissions(body)),
  ...commandListRules(body, params.guild !== undefined),
];

/** POST of one command */
export const commandCreation: BodyCheck = (body, { params }) => [
  ...checkSchema(spec.ApplicationCommandCreateRequestSchema, plainPermissions(body)),
  ...commandRules(body, params.guild !== undefined),
];

/** PATCH of one command: only the keys that are present. */
export const commandEdit: BodyCheck = (body) =>
  checkSchema(spec.ApplicationCommandPatchRequestPartialSchema, plainPermissions(body));

export const channelEdit: BodyCheck = (body) =>
  checkSchema(spec.UpdateGuildChannelRequestPartialSchema, body);

/** POST /guilds/:guild/scheduled-events, of those outside of Discord's own channels */
export const scheduledEventCreation: BodyCheck = (body, { world }) => [
  ...checkSchema(spec.ExternalScheduledEventCreateRequestSchema, body),
  ...scheduledEventRules(body, { now: world.now(), isNew: true }),
];

/** PATCH of one: only the keys that are present */
export const scheduledEventEdit: BodyCheck = (body, { world }) => [
  ...checkSchema(spec.ExternalScheduledEventPatchRequestPartialSchema, body),
  ...scheduledEventRules(body, { now: world.now(), isNew: false }),
];

export const directChannelCreation: BodyCheck = (body) => [
  ...checkSchema(spec.CreatePrivateChannelRequestSchema, body),
  ...((body as { recipient_id?: unknown } | undefined)?.recipient_id === undefined
    ? [refusal(['recipient_id'], 'This field is required')]
    : []),
];

/** Only the ephemeral bit may travel with a deferral; everything else belongs into the later edit. */
function deferralRules(data: unknown): readonly Finding[] {
  const flags = (data as { flags?: number | null } | undefined)?.flags ?? 0;
  return (flags & ~MessageFlags.Ephemeral) === 0
    ? []
    : [refusal(['data', 'flags'], 'a deferral accepts only the EPHEMERAL flag')];
}

function below(key: string, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => ({ ...finding, path: [key, ...finding.path] }));
}

/** The schema calls this bit set a number, although clients send it as a string, as the documentation says. */
function plainPermissions(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body ?? null), (key, value: unknown) =>
    key === 'default_member_permissions' && typeof value === 'string' ? Number(value) : value,
  );
}
