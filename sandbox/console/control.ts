import { ComponentType } from 'discord-api-types/v10';
import {
  type ComponentNode,
  type ComponentOption,
  componentsIn,
} from '../discord/component-tree.ts';
import type { Message } from '../discord/message.ts';

/** Something under a message that can be used; numbered from 1 among its kind. */
export interface Control {
  readonly number: number;
  /** What a person reads on it. */
  readonly name: string;
  /** Undefined for a link. */
  readonly customId: string | undefined;
  readonly disabled: boolean;
}

export interface Button extends Control {
  /** Where a link leads. */
  readonly url: string | undefined;
}

export interface Menu extends Control {
  readonly options: readonly ComponentOption[];
  /** How many options can be chosen at once. */
  readonly max: number;
}

export function buttonsOf(message: Message): Button[] {
  return componentsOf(message, ComponentType.Button).map((node, index) => ({
    ...controlOf(node, index, node.label ?? emojiName(node)),
    url: node.url,
  }));
}

export function menusOf(message: Message): Menu[] {
  return componentsOf(message, ComponentType.StringSelect).map((node, index) => ({
    ...controlOf(node, index, node.placeholder),
    options: node.options ?? [],
    max: node.max_values ?? 1,
  }));
}

/** The one control that is meant by a number, a name, a custom id or the beginning of a name. Throws when not one. */
export function findControl<C extends Control>(
  controls: readonly C[],
  wanted: string,
  kind: 'button' | 'menu',
): C {
  const among =
    pick(controls, (one) => wanted === String(one.number)) ??
    pick(controls, (one) => isCalled(one.name, wanted)) ??
    pick(controls, ({ customId }) => [customId, customId?.split(':')[0]].includes(wanted)) ??
    pick(controls, ({ name }) => comparable(name).startsWith(comparable(wanted))) ??
    [];
  const [found, ...others] = among;
  if (found && others.length === 0) return found;
  const listed = (ones: readonly C[]) => ones.map((one) => `${one.number} ${one.name}`).join(', ');
  throw new Error(
    found
      ? `Several ${kind}s fit "${wanted}": ${listed(among)}; give the number`
      : `There is no ${kind} "${wanted}"; there is ${listed(controls)}`,
  );
}

/** `paper`, or `a, b` where several can be chosen: in the one menu that has them. Throws when not one does. */
export function findOptions(
  menus: readonly Menu[],
  wanted: string,
): { readonly menu: Menu; readonly values: readonly string[] } {
  const found = menus.flatMap((menu) => {
    const parts = menu.max > 1 ? wanted.split(',').map((part) => part.trim()) : [wanted];
    const values = parts.map((part) => optionOf(menu, part)?.value);
    return values.every((value) => value !== undefined) ? [{ menu, values }] : [];
  });
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  if (only) {
    const places = found.map(({ menu }) => `${menu.number} ${menu.name}`).join(', ');
    throw new Error(`Several menus have "${wanted}": ${places}; add "in" and the number`);
  }
  const known = menus.flatMap(({ options }) => options.map(({ value }) => value)).join(', ');
  throw new Error(`There is no "${wanted}" to pick; there is ${known}`);
}

/** The option of a menu by its value or label. */
export function optionOf(menu: Pick<Menu, 'options'>, wanted: string): ComponentOption | undefined {
  return (
    menu.options.find((option) => option.value === wanted) ??
    menu.options.find((option) => isCalled(option.label, wanted))
  );
}

function componentsOf(message: Message, type: ComponentType): ComponentNode[] {
  return [...componentsIn(message.components)]
    .map(({ node }) => node)
    .filter((node) => node.type === type);
}

function controlOf(node: ComponentNode, index: number, name?: string): Control {
  return {
    number: index + 1,
    name: name ?? node.custom_id?.split(':')[0] ?? '',
    customId: node.custom_id,
    disabled: node.disabled ?? false,
  };
}

function emojiName({ emoji }: ComponentNode): string | undefined {
  return (emoji as { readonly name?: string } | undefined)?.name;
}

function pick<C>(ones: readonly C[], fits: (one: C) => boolean): readonly C[] | undefined {
  const found = ones.filter(fits);
  return found.length === 0 ? undefined : found;
}

function isCalled(name: string, wanted: string): boolean {
  return comparable(name) === comparable(wanted);
}

/** What is typed on a Mac may come decomposed. */
function comparable(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
