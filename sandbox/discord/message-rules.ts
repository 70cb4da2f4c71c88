import { ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { type ComponentNode, componentsIn, type PlacedComponent } from './component-tree.ts';
import { type Finding, refusal } from './finding.ts';
import type { MessageContent } from './message.ts';
import type { MessageBody } from './message-body.ts';

const MAX_CONTENT = 2000;
const MAX_EMBED_CHARACTERS = 6000;
const MAX_ACTION_ROWS = 5;
const MAX_V2_COMPONENTS = 40;
const MAX_V2_CHARACTERS = 4000;

/**
 * What Discord refuses in a message although its published schema lets it pass. `before` is the message that an
 * edit is about.
 */
export function messageRules(body: unknown, before?: MessageContent): readonly Finding[] {
  const message = (body ?? {}) as MessageBody & { readonly poll?: unknown };
  const wasV2 = isV2(before?.flags);
  const isNowV2 = message.flags === undefined ? wasV2 : isV2(message.flags ?? 0);
  const placed = [...componentsIn(message.components ?? [])];
  return [
    ...contentRules(message),
    ...embedRules(message),
    ...mentionRules(message),
    ...placed.flatMap(componentRules),
    ...customIdRules(placed),
    ...(wasV2 && !isNowV2 && message.flags !== undefined
      ? [refusal(['flags'], 'IS_COMPONENTS_V2 cannot be unset')]
      : []),
    ...(isNowV2 ? v2Rules(message, placed) : classicRules(message)),
  ];
}

function contentRules({ content }: MessageBody): Finding[] {
  return (content?.length ?? 0) > MAX_CONTENT
    ? [refusal(['content'], `Must be ${MAX_CONTENT} or fewer in length.`)]
    : [];
}

/** Only an answer to an interaction can be shown to one person alone. */
export function publicMessageRules(body: unknown): readonly Finding[] {
  const flags = (body as MessageBody | undefined)?.flags ?? 0;
  return (flags & MessageFlags.Ephemeral) === 0
    ? []
    : [{ path: ['flags'], message: 'EPHEMERAL has no effect here', refused: false }];
}

function embedRules({ embeds }: MessageBody): Finding[] {
  const total = (embeds ?? []).reduce((sum, embed) => {
    const fields = (embed.fields ?? []).map((field) => field.name + field.value).join('');
    const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name, fields];
    return sum + texts.join('').length;
  }, 0);
  return total > MAX_EMBED_CHARACTERS
    ? [refusal(['embeds'], `Embed size exceeds maximum size of ${MAX_EMBED_CHARACTERS}`)]
    : [];
}

function mentionRules({ allowed_mentions: allowed }: MessageBody): Finding[] {
  return (['users', 'roles'] as const)
    .filter((kind) => allowed?.parse?.some((one) => one === kind) && allowed[kind]?.length)
    .map((kind) =>
      refusal(
        ['allowed_mentions'],
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      ),
    );
}

function classicRules({ components }: MessageBody): Finding[] {
  const rows = components ?? [];
  return [
    ...rows.flatMap((row, index) =>
      row.type === ComponentType.ActionRow
        ? []
        : [refusal(['components', index, 'type'], 'needs the IS_COMPONENTS_V2 flag')],
    ),
    ...(rows.length > MAX_ACTION_ROWS
      ? [refusal(['components'], `Must be ${MAX_ACTION_ROWS} or fewer in length.`)]
      : []),
  ];
}

function v2Rules(
  message: MessageBody & { readonly poll?: unknown },
  placed: readonly PlacedComponent[],
): Finding[] {
  const forbidden = [
    message.content ? 'content' : '',
    message.embeds?.length ? 'embeds' : '',
    message.poll ? 'poll' : '',
  ].filter((key) => key !== '');
  const characters = placed.reduce((sum, { node }) => sum + (node.content?.length ?? 0), 0);
  return [
    ...forbidden.map((key) => refusal([key], 'cannot be used with the IS_COMPONENTS_V2 flag')),
    ...(placed.length > MAX_V2_COMPONENTS
      ? [refusal(['components'], `${placed.length} components, at most ${MAX_V2_COMPONENTS}`)]
      : []),
    ...(characters > MAX_V2_CHARACTERS
      ? [refusal(['components'], `${characters} characters of text, at most ${MAX_V2_CHARACTERS}`)]
      : []),
  ];
}

function customIdRules(placed: readonly PlacedComponent[]): Finding[] {
  const seen = new Set<string>();
  return placed.flatMap(({ node, path }) => {
    if (node.custom_id === undefined) return [];
    if (seen.has(node.custom_id)) {
      return [refusal([...path, 'custom_id'], 'Component custom id cannot be duplicated')];
    }
    seen.add(node.custom_id);
    return [];
  });
}

function componentRules({ node, path }: PlacedComponent): Finding[] {
  if (node.type === ComponentType.ActionRow) return rowRules(node, path);
  if (node.type === ComponentType.Button) return buttonRules(node, path);
  return node.type === ComponentType.StringSelect ? selectRules(node, path) : [];
}

function rowRules(node: ComponentNode, path: Finding['path']): Finding[] {
  const children = node.components ?? [];
  const selects = children.filter((child) => child.type !== ComponentType.Button);
  return selects.length > 0 && children.length > 1
    ? [refusal([...path, 'components'], 'a select takes up the whole row')]
    : [];
}

function buttonRules(node: ComponentNode, path: Finding['path']): Finding[] {
  const isLink = node.style === ButtonStyle.Link;
  const isPremium = node.style === ButtonStyle.Premium;
  return [
    ...(isLink && (!node.url || node.custom_id)
      ? [refusal(path, 'a link button has a url and no custom_id')]
      : []),
    ...(!isLink && !isPremium && (!node.custom_id || node.url)
      ? [refusal(path, 'a button has a custom_id and no url')]
      : []),
    ...(!isPremium && !node.label && !node.emoji
      ? [refusal(path, 'a button has a label or an emoji')]
      : []),
  ];
}

function selectRules(node: ComponentNode, path: Finding['path']): Finding[] {
  const options = node.options ?? [];
  const min = node.min_values ?? 1;
  const max = node.max_values ?? 1;
  return [
    ...(options.length === 0 ? [refusal([...path, 'options'], 'a select has options')] : []),
    ...(new Set(options.map((option) => option.value)).size < options.length
      ? [refusal([...path, 'options'], 'The specified option value is already used')]
      : []),
    ...(min > max || max > Math.max(options.length, 1)
      ? [refusal([...path, 'max_values'], `from ${min} to ${max} of ${options.length} options`)]
      : []),
    ...(options.filter((option) => option.default).length > max
      ? [refusal([...path, 'options'], 'more defaults than can be chosen')]
      : []),
  ];
}

function isV2(flags: number | null | undefined): boolean {
  return ((flags ?? 0) & MessageFlags.IsComponentsV2) !== 0;
}
