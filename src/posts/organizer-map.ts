import type { OrganizerLinks } from './ports.ts';

/** The operator's own list of which server uses which organizer. */
export class OrganizerMap implements OrganizerLinks {
  readonly #organizers: ReadonlyMap<string, string>;

  constructor(organizers: ReadonlyMap<string, string>) {
    this.#organizers = organizers;
  }

  async organizerOf(guildId: string): Promise<string | undefined> {
    return this.#organizers.get(guildId);
  }
}
