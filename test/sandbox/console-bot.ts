import {
  ActionRowBuilder,
  type AutocompleteInteraction,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Interaction,
  LabelBuilder,
  type MessageComponentInteraction,
  MessageFlags,
  ModalBuilder,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

const EVENTS = [
  { name: '서울 언더그라운드 #47', value: 'seoulunderground47' },
  { name: '성수 디스코테카', value: 'seongsudiscoteca' },
  { name: 'BREAKS 신촌', value: 'sinchonbreaks' },
];

const command = (name: string) =>
  new SlashCommandBuilder().setName(name).setDescription(`What ${name} does`);

export const COMMANDS = [
  command('card'),
  command('form'),
  command('letter'),
  command('whisper'),
  command('setup').setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild),
  command('brand').addSubcommand((sub) =>
    sub
      .setName('set')
      .setDescription('Changes it')
      .addAttachmentOption((option) =>
        option.setName('logo').setDescription('A picture').setNameLocalizations({ ko: '로고' }),
      )
      .addStringOption((option) => option.setName('accent').setDescription('A colour')),
  ),
  command('post')
    .setNameLocalizations({ ko: '포스터' })
    .addSubcommand((sub) =>
      sub
        .setName('lineup')
        .setDescription('The line-up')
        .addStringOption((option) =>
          option.setName('event').setDescription('Which').setRequired(true).setAutocomplete(true),
        )
        .addStringOption((option) =>
          option
            .setName('theme')
            .setDescription('Look')
            .addChoices({ name: 'Neon', value: 'neon' }, { name: 'Night', value: 'night' }),
        )
        .addBooleanOption((option) => option.setName('draft').setDescription('Not yet')),
    ),
].map((one) => one.toJSON());

const CARD = [
  new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
    new StringSelectMenuBuilder()
      .setCustomId('theme:17')
      .setPlaceholder('테마')
      .addOptions(
        { label: '네온', value: 'neon', default: true },
        { label: '종이', value: 'paper' },
      ),
  ),
  new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
    new StringSelectMenuBuilder()
      .setCustomId('stock:17')
      .setPlaceholder('재료')
      .setMaxValues(2)
      .addOptions({ label: '종이', value: 'paper' }, { label: 'Foil', value: 'foil' }),
  ),
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder()
      .setCustomId('edit:17')
      .setLabel('캡션 수정')
      .setStyle(ButtonStyle.Secondary),
    new ButtonBuilder().setCustomId('aside:17').setLabel('Why?').setStyle(ButtonStyle.Secondary),
    new ButtonBuilder().setCustomId('again:17').setLabel('Again').setStyle(ButtonStyle.Secondary),
    new ButtonBuilder()
      .setCustomId('off:17')
      .setLabel('예약')
      .setStyle(ButtonStyle.Secondary)
      .setDisabled(true),
    new ButtonBuilder().setURL('https://rite.example').setLabel('Rite').setStyle(ButtonStyle.Link),
  ),
];

const FORM = new ModalBuilder()
  .setCustomId('caption:17')
  .setTitle('캡션 수정')
  .addLabelComponents(
    new LabelBuilder()
      .setLabel('캡션')
      .setDescription('20자까지')
      .setTextInputComponent(
        new TextInputBuilder()
          .setCustomId('caption')
          .setStyle(TextInputStyle.Paragraph)
          .setMaxLength(20)
          .setValue('토요일\n밤'),
      ),
    new LabelBuilder()
      .setLabel('가격')
      .setTextInputComponent(
        new TextInputBuilder()
          .setCustomId('price')
          .setStyle(TextInputStyle.Short)
          .setRequired(false)
          .setPlaceholder('20,000원')
          .setValue('무료'),
      ),
    new LabelBuilder()
      .setLabel('테마')
      .setStringSelectMenuComponent(
        new StringSelectMenuBuilder()
          .setCustomId('look')
          .setRequired(false)
          .addOptions({ label: 'Neon', value: 'neon' }, { label: 'Paper', value: 'paper' }),
      ),
  );

/** Answers so that what the person did can be read in the answer. */
export async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) await suggest(interaction);
  else if (interaction.isChatInputCommand()) await obey(interaction);
  else if (interaction.isMessageComponent()) await use(interaction);
  else if (interaction.isModalSubmit()) await take(interaction);
}

async function suggest(interaction: AutocompleteInteraction): Promise<void> {
  const { value } = interaction.options.getFocused(true);
  const fitting = EVENTS.filter((event) => `${event.name} ${event.value}`.includes(value));
  await interaction.respond(fitting);
}

async function obey(interaction: ChatInputCommandInteraction): Promise<void> {
  const { options, user, client } = interaction;
  switch (interaction.commandName) {
    case 'card':
      await interaction.deferReply();
      await interaction.editReply({
        content: `Hello <@${user.id}>, see you <t:1798117200:F>`,
        components: CARD,
        files: ['page-1.jpg', 'page 2.jpg'].map((name) => ({
          name,
          attachment: Buffer.alloc(2000),
        })),
      });
      return;
    case 'form':
      await interaction.showModal(FORM);
      return;
    case 'letter': {
      const attachment = Buffer.from('{"kept":[]}');
      await user.send({ content: 'Yours', files: [{ name: 'export.json', attachment }] });
      await interaction.reply({ content: 'Sent', flags: MessageFlags.Ephemeral });
      return;
    }
    case 'brand': {
      const logo = options.getAttachment('logo');
      const bytes = logo && (await (await fetch(logo.url)).text());
      await interaction.reply(
        `${logo?.name} ${logo?.contentType} ${logo?.size} ${bytes} ${options.getString('accent')}`,
      );
      return;
    }
    case 'post': {
      const what = [options.getString('event'), options.getString('theme')];
      await interaction.reply(`Made of ${what.join(' ')}`);
      return;
    }
    default:
      await interaction.reply({
        content: `\u001B[2J${interaction.commandName} by ${client.user.username}`,
        flags: MessageFlags.Ephemeral,
      });
  }
}

async function use(interaction: MessageComponentInteraction): Promise<void> {
  if (interaction.isStringSelectMenu()) {
    await interaction.update(`${interaction.customId} ${interaction.values.join('+')}`);
    return;
  }
  const [name] = interaction.customId.split(':');
  if (name === 'edit') await interaction.showModal(FORM);
  else if (name === 'again') await interaction.update('Again');
  else {
    await interaction.deferUpdate();
    await interaction.followUp({ content: 'Because', flags: MessageFlags.Ephemeral });
  }
}

async function take(interaction: ModalSubmitInteraction): Promise<void> {
  const { fields } = interaction;
  const look = fields.getStringSelectValues('look');
  const typed = ['caption', 'price'].map((name) => fields.getTextInputValue(name));
  const content = JSON.stringify([...typed, ...look]);
  await interaction.reply({ content, flags: MessageFlags.Ephemeral });
}
