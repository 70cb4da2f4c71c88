/** An event id as Rite makes them (Convex: 31 to 37 lower-case letters and digits), with room for others. */
export const EVENT_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Whatever else a person types where an id may stand is not an id and is not sent anywhere. */
export function isEventId(text: string): boolean {
  return EVENT_ID.test(text);
}
