import type { Clock } from '../events/clock.ts';
import type { AuditLog } from './audit-log.ts';
import type {
  PersonalData,
  PersonalExport,
  PersonalSummary,
  PrivacyReceipt,
  RemovedPicture,
} from './personal-data.ts';
import { deleteUnneeded, type UnneededImagesOptions } from './unneeded-images.ts';

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
    return await this.#options.personalData.summaryOf(userId);
  }

  /** Removes the person from everything there is. Once this says so, it is done, whatever happens to the files. */
  async remove(userId: string): Promise<PersonRemoval> {
    const { telemetry, personalData, clock } = this.#options;
    return await telemetry.timed('privacy.delete', async () => {
      const at = clock();
      const deletion = await personalData.deletePerson(userId, at);
      if (deletion.outcome === 'publishing') return deletion;
      const { receipt, pictures } = deletion;
      await Promise.all([this.#note(receipt), this.#deletePictures(pictures)]);
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

  /** At once, also those of this minute: whoever is just making the same picture has stored it since. */
  async #deletePictures(removed: readonly RemovedPicture[]): Promise<void> {
    const { pictures, images, onFailed } = this.#options;
    const addedAt = new Map(removed.map((picture) => [picture.hash, picture.addedAt]));
    const storedBefore = (hash: string) => (addedAt.get(hash) ?? 0) + 1;
    try {
      await deleteUnneeded([...addedAt.keys()], storedBefore, {
        pictures,
        images,
        onFailed: (_hash, error) => onFailed('pictures', error),
      });
    } catch (error) {
      onFailed('pictures', error);
    }
  }
}
