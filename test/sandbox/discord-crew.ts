import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Interaction,
  LabelBuilder,
  ModalBuilder,
  PermissionFlagsBits,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { Bot } from './discord-client.ts';

export const POST = new SlashCommandBuilder()
  .setName('post')
  .setDescription('Makes a poster')
  .setNameLocalizations({ ko: '포스터' })
  .setDescriptionLocalizations({ ko: '포스터를 만들어요' })
  .addSubcommand((sub) =>
    sub
      .setName('lineup')
      .setDescription('The line-up')
      .setNameLocalizations({ ko: '라인업' })
      .addStringOption((option) =>
        option.setName('event').setDescription('Which').setRequired(true).setAutocomplete(true),
      )
      .addStringOption((option) =>
        option
          .setName('theme')
          .setDescription('Look')
          .addChoices(
            { name: 'Neon', value: 'neon', name_localizations: { ko: '네온' } },
            { name: 'Paper', value: 'paper' },
          ),
      ),
  )
  .toJSON();

export const ADMIN = new SlashCommandBuilder()
  .setName('setup')
  .setDescription('For organizers')
  .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
  .toJSON();

export const CARD = [
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('approve:17').setLabel('승인').setStyle(ButtonStyle.Success),
    new ButtonBuilder().setCustomId('edit:17').setLabel('수정').setStyle(ButtonStyle.Secondary),
    new ButtonBuilder()
      .setCustomId('off:17')
      .setLabel('끔')
      .setStyle(ButtonStyle.Secondary)
      .setDisabled(true),
    new ButtonBuilder().setURL('https://rite.example').setLabel('Rite').setStyle(ButtonStyle.Link),
  ),
  new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
    new StringSelectMenuBuilder()
      .setCustomId('theme:17')
      .addOptions({ label: 'Neon', value: 'neon' }, { label: 'Paper', value: 'paper' }),
  ),
];

export const FORM = new ModalBuilder()
  .setCustomId('caption:17')
  .setTitle('캡션 수정')
  .addLabelComponents(
    new LabelBuilder()
      .setLabel('캡션')
      .setTextInputComponent(
        new TextInputBuilder()
          .setCustomId('text')
          .setStyle(TextInputStyle.Paragraph)
          .setMaxLength(20)
          .setValue('토요일'),
      ),
    new LabelBuilder()
      .setLabel('테마')
      .setStringSelectMenuComponent(
        new StringSelectMenuBuilder()
          .setCustomId('look')
          .addOptions({ label: 'Neon', value: 'neon' }, { label: 'Paper', value: 'paper' }),
      ),
  );

/** A world with one member, and a bot that answers interactions with `onInteraction`. */
export async function meet(
  onInteraction: (interaction: Interaction) => Promise<unknown>,
  options: Parameters<typeof SandboxDiscord.start>[0] = {},
) {
  const discord = await SandboxDiscord.start(options);
  const guild = discord.createGuild({ name: 'Crew', preferredLocale: 'ko' });
  const mina = guild.addMember({ username: 'mina', locale: 'ko' });
  const bot = await Bot.start(discord, { onInteraction });
  await bot.client.application.commands.set([POST, ADMIN]);
  return {
    discord,
    guild,
    mina,
    bot,
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await discord[Symbol.asyncDispose]();
    },
  };
}

export function commandOf(interaction: Interaction): ChatInputCommandInteraction {
  if (!interaction.isChatInputCommand()) throw new Error('not a command');
  return interaction;
}
