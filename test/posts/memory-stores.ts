import type { Brand, BrandChange } from '../../src/posts/brand.ts';
import type { BrandStore, ExtrasStore, KeptExtras } from '../../src/posts/ports.ts';

/** Brands that are gone with the process; `error` plays a database that is down, `gate` one that is slow. */
export class MemoryBrands implements BrandStore {
  readonly kept = new Map<string, Brand>();
  error: unknown;

  async brandOf(guildId: string): Promise<Brand> {
    if (this.error !== undefined) throw this.error;
    return this.kept.get(guildId) ?? { hashtags: [] };
  }

  async changeBrand(guildId: string, change: BrandChange): Promise<Brand> {
    const whole = { ...(await this.brandOf(guildId)), ...change };
    const set = Object.entries(whole).filter(([, value]) => value !== null);
    const brand = Object.fromEntries(set) as unknown as Brand;
    this.kept.set(guildId, brand);
    return brand;
  }

  async resetBrand(guildId: string): Promise<void> {
    if (this.error !== undefined) throw this.error;
    this.kept.delete(guildId);
  }
}

type ExtrasSave = Parameters<ExtrasStore['saveExtras']>[0];

/** As `MemoryBrands`, for extras. */
export class MemoryExtras implements ExtrasStore {
  readonly saved: ExtrasSave[] = [];
  error: unknown;
  gate: Promise<unknown> = Promise.resolve();

  async extrasOf(guildId: string, eventId: string): Promise<KeptExtras> {
    await this.#pass();
    const saves = this.saved.filter((one) => one.guildId === guildId && one.eventId === eventId);
    return { extras: saves.at(-1)?.extras ?? {}, version: saves.length };
  }

  async saveExtras(change: ExtrasSave): Promise<'saved' | 'based_on_older'> {
    const { version } = await this.extrasOf(change.guildId, change.eventId);
    if (version !== change.version) return 'based_on_older';
    this.saved.push(change);
    return 'saved';
  }

  async #pass(): Promise<void> {
    await this.gate;
    if (this.error !== undefined) throw this.error;
  }
}
