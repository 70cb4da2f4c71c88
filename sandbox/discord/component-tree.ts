/** A component as it stands on the wire, reduced to the keys the sandbox looks at. */
export interface ComponentNode {
  readonly type: number;
  readonly id?: number;
  readonly custom_id?: string;
  readonly label?: string;
  readonly style?: number;
  readonly url?: string;
  readonly disabled?: boolean;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly value?: string;
  readonly content?: string;
  readonly emoji?: unknown;
  readonly sku_id?: string;
  readonly min_values?: number;
  readonly max_values?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly options?: readonly ComponentOption[];
  readonly components?: readonly ComponentNode[];
  readonly accessory?: ComponentNode;
  readonly component?: ComponentNode;
}

export interface ComponentOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: boolean;
}

export interface PlacedComponent {
  readonly node: ComponentNode;
  readonly path: readonly (string | number)[];
}

/** Every component at any depth, outermost first, with its place in the request body. */
export function* componentsIn(
  components: readonly unknown[],
  path: readonly (string | number)[] = ['components'],
): Generator<PlacedComponent> {
  for (const [index, component] of components.entries()) {
    yield* withChildren(component as ComponentNode, [...path, index]);
  }
}

function* withChildren(
  node: ComponentNode,
  path: readonly (string | number)[],
): Generator<PlacedComponent> {
  yield { node, path };
  if (node.components) yield* componentsIn(node.components, [...path, 'components']);
  if (node.accessory) yield* withChildren(node.accessory, [...path, 'accessory']);
  if (node.component) yield* withChildren(node.component, [...path, 'component']);
}

/**
 * The enabled component of one type that a person means by `name`: its custom id, the part of that before ':', or its
 * label. Throws, listing what there is, when nothing fits.
 */
export function findComponent(
  components: readonly unknown[],
  name: string,
  type: number,
): ComponentNode {
  const candidates = [...componentsIn(components)]
    .map(({ node }) => node)
    .filter((node) => node.type === type);
  const found =
    candidates.find((node) => node.custom_id === name) ??
    candidates.find((node) => node.custom_id?.split(':')[0] === name) ??
    candidates.find((node) => node.label === name);
  if (!found) {
    const known = candidates.map((node) => node.custom_id ?? node.label).join(', ') || 'none';
    throw new Error(`The message has no component ${name}; it has ${known}`);
  }
  if (found.disabled) throw new Error(`The component ${name} is disabled`);
  return found;
}

/** A copy in which every component has the number Discord gives it when the bot gave none. */
export function numberComponents<T>(components: readonly T[]): readonly T[] {
  const copy = structuredClone(components) as T[];
  const placed = [...componentsIn(copy)].map(({ node }) => node as { id?: number });
  const taken = new Set(placed.map((node) => node.id));
  let next = 1;
  for (const node of placed) {
    if (node.id !== undefined && node.id !== 0) continue;
    while (taken.has(next)) next += 1;
    node.id = next;
    taken.add(next);
  }
  return copy;
}
