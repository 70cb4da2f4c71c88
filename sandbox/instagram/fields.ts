import { invalidParameter } from './graph-error.ts';

/**
 * What of an object was asked for: `id` always, and nothing that has no value.
 *
 * @throws {GraphError} for a field that the object does not have
 */
export function selectFields(
  object: Readonly<Record<string, unknown>>,
  fields: string | undefined,
): Record<string, unknown> {
  const names = (fields ?? '').split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !Object.hasOwn(object, name));
  if (unknown !== undefined) {
    throw invalidParameter(`(#100) Tried accessing nonexisting field (${unknown})`);
  }
  const selected = [...new Set([...names, 'id'])]
    .filter((name) => object[name] !== undefined)
    .map((name) => [name, object[name]]);
  return Object.fromEntries(selected);
}
