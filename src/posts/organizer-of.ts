import { PostRefusedError } from './errors.ts';
import type { OrganizerLinks } from './ports.ts';

/** The organizer whose events a server may use. @throws {PostRefusedError} when it is linked to none. */
export async function organizerOf(links: OrganizerLinks, guildId: string): Promise<string> {
  const organizerId = await links.organizerOf(guildId);
  if (organizerId === undefined) throw new PostRefusedError('server_not_linked');
  return organizerId;
}
