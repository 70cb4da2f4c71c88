import type { Clock } from '../events/clock.ts';
import { PostRefusedError } from './errors.ts';
import type { EventListReading, EventReading, EventSource, OrganizerLinks } from './ports.ts';
import { sampleEvents } from './sample-event.ts';

export interface SamplesForUnlinkedOptions {
  readonly eventSource: EventSource;
  readonly organizerLinks: OrganizerLinks;
  readonly clock: Clock;
}

/** To whom the samples belong. With a space in it, so that it is nobody's id in Rite. */
const SAMPLE_ORGANIZER = 'sample organizer';

/**
 * Lets a server that is linked to nobody try everything on sample events: it stands in front of the links and of the
 * events. Whatever else such a server asks for is answered with how to link it. For linked servers nothing changes,
 * and there are no samples among their events.
 */
export class SamplesForUnlinked implements EventSource, OrganizerLinks {
  readonly #options: SamplesForUnlinkedOptions;

  constructor(options: SamplesForUnlinkedOptions) {
    this.#options = options;
  }

  async organizerOf(guildId: string): Promise<string> {
    return (await this.#options.organizerLinks.organizerOf(guildId)) ?? SAMPLE_ORGANIZER;
  }

  /** @throws {PostRefusedError} `server_not_linked` to an unlinked server for what is no sample; else as the source. */
  async getEvent(organizerId: string, eventId: string): Promise<EventReading> {
    const { eventSource, clock } = this.#options;
    if (organizerId !== SAMPLE_ORGANIZER) return await eventSource.getEvent(organizerId, eventId);
    const now = clock();
    const event = sampleEvents(now).find(({ id }) => id === eventId);
    if (!event) throw new PostRefusedError('server_not_linked');
    return { event, readAt: now, stale: false };
  }

  async listEvents(organizerId: string): Promise<EventListReading> {
    const { eventSource, clock } = this.#options;
    if (organizerId !== SAMPLE_ORGANIZER) return await eventSource.listEvents(organizerId);
    const now = clock();
    return { events: sampleEvents(now), readAt: now, stale: false };
  }
}
