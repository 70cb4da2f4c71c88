import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { components, modals } from '../../commands/index.ts';

const folder = new URL('../../src/discord/', import.meta.url);

/** Whatever a module of Discord's names as the beginning of custom ids: `X_PREFIX` and the values of `X_PREFIXES`. */
async function prefixes(): Promise<[name: string, prefix: string][]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(
    files.map(async (file): Promise<object> => await import(new URL(file, folder).href)),
  );
  return modules.flatMap((exported) =>
    Object.entries(exported)
      .filter(([name]) => /(?:^|_)PREFIX(?:ES)?$/.test(name))
      .flatMap(([name, value]) =>
        (typeof value === 'string' ? [value] : Object.values(value as object)).map(
          (prefix): [string, string] => [name, String(prefix)],
        ),
      ),
  );
}

describe('the beginnings of custom ids', () => {
  it('are all answered to', async () => {
    const known = new Set([...components, ...modals].map(({ prefix }) => prefix));
    const found = await prefixes();
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(([, prefix]) => !known.has(prefix))).toEqual([]);
  });

  it('are each of one component and one form, whose names do not hold the sign that ends them', () => {
    for (const registered of [components, modals]) {
      const names = registered.map(({ prefix }) => prefix);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => !/^[a-z-]+$/.test(name))).toEqual([]);
    }
  });
});
