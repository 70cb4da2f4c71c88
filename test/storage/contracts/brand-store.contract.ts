import { expect, test } from 'vitest';
import type { BrandStore } from '../../../src/posts/ports.ts';

/** What every BrandStore keeps to. Each test gets an empty one. */
export function brandStoreContract(store: () => BrandStore): void {
  const logo = { png: new Uint8Array([137, 80, 78, 71, 0, 255]), width: 40, height: 20 };

  test('a server that has chosen nothing has a brand of nothing', async () => {
    expect(await store().brandOf(GUILD)).toEqual({ hashtags: [] });
  });

  test('what is chosen comes back, from the change and later', async () => {
    const chosen = {
      theme: 'neon',
      accent: '#FF0033',
      logo,
      hashtags: ['클럽', 'techno'],
    } as const;
    expect(await store().changeBrand(GUILD, chosen)).toEqual(chosen);
    expect(await store().brandOf(GUILD)).toEqual(chosen);
  });

  test('only what is named changes, and null takes a choice back', async () => {
    await store().changeBrand(GUILD, { theme: 'neon', accent: '#FF0033', logo, hashtags: ['a'] });
    expect(await store().changeBrand(GUILD, { accent: null, logo: null })).toEqual({
      theme: 'neon',
      hashtags: ['a'],
    });
  });

  test('changes of several people at once add up', async () => {
    await Promise.all([
      store().changeBrand(GUILD, { theme: 'paper' }),
      store().changeBrand(GUILD, { accent: '#00AA88' }),
      store().changeBrand(GUILD, { logo }),
      store().changeBrand(GUILD, { hashtags: ['x'] }),
    ]);
    expect(await store().brandOf(GUILD)).toEqual({
      theme: 'paper',
      accent: '#00AA88',
      logo,
      hashtags: ['x'],
    });
  });

  test('a reset takes everything back, from this server alone', async () => {
    await store().changeBrand(GUILD, { theme: 'neon', hashtags: ['a'] });
    await store().changeBrand(OTHER_GUILD, { theme: 'paper' });
    await store().resetBrand(GUILD);
    expect(await store().brandOf(GUILD)).toEqual({ hashtags: [] });
    expect(await store().brandOf(OTHER_GUILD)).toEqual({ theme: 'paper', hashtags: [] });
  });
}

const GUILD = '100000000000000001';
const OTHER_GUILD = '100000000000000002';
