import { ApplicationCommandOptionType } from 'discord.js';
import { z } from 'zod';
import type { CommandCall } from '../src/discord/call.ts';
import type { Command, Component, Context, Reply } from '../src/discord/command.ts';
import { described, inServers } from '../src/discord/options.ts';
import {
  deleteQuestion,
  exportFile,
  isEmptyExport,
  PRIVACY_PREFIX,
  parsePrivacyChoice,
  receiptReply,
  removalReply,
} from '../src/discord/privacy-reply.ts';

const REFERENCE_MAX_LENGTH = 40;

const receiptSchema = z.object({ reference: z.string() });

/** `/privacy export|delete|receipt`: what is kept about the person who asks, in all servers. For everybody. */
export const privacy = {
  data: {
    name: 'privacy',
    ...described((messages) => messages.commands.privacy),
    ...inServers,
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'export',
        ...described((messages) => messages.commands.privacyExport),
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'delete',
        ...described((messages) => messages.commands.privacyDelete),
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'receipt',
        ...described((messages) => messages.commands.privacyReceipt),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'reference',
            ...described((messages) => messages.options.reference),
            required: true,
            max_length: REFERENCE_MAX_LENGTH,
          },
        ],
      },
    ],
  },
  subcommands: {
    export: { acknowledge: 'ephemeral', execute: exportPerson },
    delete: { acknowledge: 'ephemeral', execute: askToDelete },
    receipt: { acknowledge: 'ephemeral', execute: showReceipt },
  },
} satisfies Command;

/** The two buttons under the question of `/privacy delete`, which only the person who asked sees. */
export const privacyButtons = {
  prefix: PRIVACY_PREFIX,
  acknowledge: 'update',

  async execute({ customId, userId }, { privacy: service, messages, clock }) {
    const choice = parsePrivacyChoice(customId);
    if (choice === 'keep') return { content: messages.privacy.kept() };
    if (clock() >= choice.until) return { content: messages.privacy.confirmationExpired() };
    return removalReply(await service.remove(userId), messages);
  },
} satisfies Component;

async function exportPerson(
  { userId }: CommandCall,
  { privacy: service, messages, clock, sendDirect }: Context,
): Promise<Reply> {
  const data = await service.exportOf(userId);
  if (isEmptyExport(data)) return { content: messages.privacy.nothing() };
  const file = await exportFile(data, clock());
  if (!file) return { content: messages.privacy.exportTooLarge() };
  const sent = await sendDirect({ content: messages.privacy.exported(), files: [file] });
  return sent === 'sent'
    ? { content: messages.privacy.exportSent() }
    : { content: messages.privacy.exportHere(), files: [file] };
}

async function askToDelete(
  { userId }: CommandCall,
  { privacy: service, messages, clock }: Context,
): Promise<Reply> {
  return deleteQuestion(await service.summaryOf(userId), clock(), messages);
}

async function showReceipt(
  { options }: CommandCall,
  { privacy: service, messages }: Context,
): Promise<Reply> {
  const { reference } = receiptSchema.parse(options);
  return receiptReply(await service.receipt(reference), messages);
}
