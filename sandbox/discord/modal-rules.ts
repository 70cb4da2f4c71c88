import { componentsIn } from './component-tree.ts';
import { type Finding, refusal } from './finding.ts';

/** The documentation says 5 where the schema says 40. */
const MAX_COMPONENTS = 5;

/** What Discord refuses in a modal although its published schema lets it pass. */
export function modalRules(data: unknown): readonly Finding[] {
  const { components = [] } = (data ?? {}) as { components?: readonly unknown[] };
  const seen = new Set<string>();
  const duplicates = [...componentsIn(components)].flatMap(({ node, path }) => {
    if (node.custom_id === undefined) return [];
    const twice = seen.has(node.custom_id);
    seen.add(node.custom_id);
    return twice
      ? [refusal([...path, 'custom_id'], 'Component custom id cannot be duplicated')]
      : [];
  });
  return components.length > MAX_COMPONENTS
    ? [refusal(['components'], `Must be between 1 and ${MAX_COMPONENTS} in length.`), ...duplicates]
    : duplicates;
}
