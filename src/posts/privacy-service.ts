import type { Clock } from '../events/clock.ts';
import type { AuditLog } from './audit-log.ts';
import type { PersonalData, PersonalExport, PrivacyReceipt } from './personal-data.ts';
import { deleteUnneeded, type UnneededImagesOptions, WRITING_MS } from './unneeded-images.ts';

export interface PrivacyServiceOptions extends Omit<UnneededImagesOptions, 'onFailed'> {
  readonly personalData: PersonalData;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly telemetry: PrivacyTelemetry;
  readonly clock: Clock;
  /** Hears of what could not be done after a deletion; a sweep makes up for the pictures. Names no person. */
  onFailed(what: 'audit' | 'pictures', error: unknown): void;
}

export interface PrivacyTelemetry {
  timed<T>(operation: 'privacy.export' | 'privacy.delete', work: () => Promise<T>): Promise<T>;
}

/** What there is of a person, in numbers. */
export interface PersonalSummary {
  readonly posts: number;
  readonly pictures: number;
  readonly schedules: number;
  readonly connections: number;
  readonly counters: number;
  /** Lines and texts that stay, without the name. */
  readonly traces: number;
}

export type PersonRemoval =
  | { readonly outcome: 'deleted'; readonly receipt: PrivacyReceipt }
  /** A post of theirs is being published this minute; nothing was removed. */
  | { readonly outcome: 'publishing' };

/** A person's right to see what is kept about them, in all servers, and to have it removed. */
export class PrivacyService {
  readonly #options: PrivacyServiceOptions;

  constructor(options: PrivacyServiceOptions) {
    this.#options = options;
  }

  async exportOf(userId: string): Promise<PersonalExport> {
    const { telemetry, personalData } = this.#options;
    return await telemetry.timed('privacy.export', () => personalData.exportOf(userId));
  }

  /** Everything zero for somebody of whom nothing is kept. */
  async summaryOf(userId: string): Promise<PersonalSummary> {
    const data = await this.exportOf(userId);
    const { posts, schedules, connections, usage, revisionsOfOthersPosts } = data;
    const revisions = posts.flatMap((post) => post.revisions);
    return {
      posts: posts.length,
      pictures: revisions.reduce((sum, { pictures }) => sum + pictures.length, 0),
      schedules: schedules.length,
      connections: connections.length,
      counters: usage.length,
      traces: revisionsOfOthersPosts.length + data.eventExtras.length + data.audit.length,
    };
  }

  /** Removes the person from everything there is. Once this says so, it is done, whatever happens to the files. */
  async remove(userId: string): Promise<PersonRemoval> {
    const { telemetry, personalData, clock } = this.#options;
    return await telemetry.timed('privacy.delete', async () => {
      const at = clock();
      const deletion = await personalData.deletePerson(userId, at);
      if (deletion.outcome === 'publishing') return deletion;
      const { receipt, hashes } = deletion;
      await Promise.all([this.#note(receipt), this.#deletePictures(hashes, at)]);
      return { outcome: 'deleted', receipt };
    });
  }

  /** Takes a reference as people type it. Undefined for one that was never given out. */
  async receipt(reference: string): Promise<PrivacyReceipt | undefined> {
    const typed = reference.toLowerCase().replace(/[\s`-]+/g, '');
    return /^[0-9a-z]{16}$/.test(typed)
      ? await this.#options.personalData.receipt(typed)
      : undefined;
  }

  /** That somebody was removed, and not who: neither a name nor a server. */
  async #note({ reference, at, removed }: PrivacyReceipt): Promise<void> {
    const { audit, onFailed } = this.#options;
    try {
      const details = { ...removed };
      await audit.append({ at, action: 'person.removed', subject: reference, details });
    } catch (error) {
      onFailed('audit', error);
    }
  }

  async #deletePictures(hashes: readonly string[], now: number): Promise<void> {
    const { pictures, images, onFailed } = this.#options;
    try {
      await deleteUnneeded(hashes, now - WRITING_MS, {
        pictures,
        images,
        onFailed: (_hash, error) => onFailed('pictures', error),
      });
    } catch (error) {
      onFailed('pictures', error);
    }
  }
}
