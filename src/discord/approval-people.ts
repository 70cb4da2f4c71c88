import { type APIGuildMember, type Client, PermissionFlagsBits, Routes } from 'discord.js';
import type { Approver } from '../posts/approval/scheduling.ts';

/** Whether somebody with these roles may manage the server, by its roles as they are now. @throws as REST does. */
export async function managesServer(
  client: Client,
  guildId: string,
  { userId, roleIds }: { readonly userId: string; readonly roleIds: readonly string[] },
): Promise<boolean> {
  const guild = await client.guilds.fetch(guildId);
  if (guild.ownerId === userId) return true;
  // Everybody has the role whose id is the server's.
  return [guildId, ...roleIds].some((id) =>
    guild.roles.cache.get(id)?.permissions.has(PermissionFlagsBits.ManageGuild),
  );
}

/** Somebody who reacted while we were away, with the roles of now. @throws as REST does, also when they have left. */
export async function approverNow(
  client: Client,
  guildId: string,
  userId: string,
): Promise<Approver> {
  const { roles: roleIds } = (await client.rest.get(
    Routes.guildMember(guildId, userId),
  )) as APIGuildMember;
  return {
    userId,
    roleIds,
    managesServer: await managesServer(client, guildId, { userId, roleIds }),
  };
}
