import type { ScheduledEventContent } from './scheduled-event.ts';

/**
 * Why the server's calendar was not changed. `gone`: it was deleted or has ended there. `full`: no more events fit.
 * `refused`: Discord does not take it as it is.
 */
export type CalendarFault = 'gone' | 'not_permitted' | 'full' | 'refused';

/** Events in the calendars of servers, ours. Whatever is not a fault is thrown: it may go better later. */
export interface ScheduledEventBoard {
  /** One of ours that is there already under this name and start is taken over, so that nothing stands there twice. */
  make(
    guildId: string,
    content: ScheduledEventContent,
    cover: Buffer,
  ): Promise<{ readonly id: string } | { readonly fault: CalendarFault }>;
  change(
    guildId: string,
    id: string,
    content: ScheduledEventContent,
    cover: Buffer,
  ): Promise<{ readonly fault?: CalendarFault }>;
  /** Stays in sight as cancelled, for those who said they would come. */
  cancel(guildId: string, id: string): Promise<{ readonly fault?: CalendarFault }>;
}
