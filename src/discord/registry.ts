import type {
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { Acknowledgement } from './acknowledge.ts';
import type { Call } from './call.ts';
import type {
  Answer,
  Command,
  CommandAction,
  Component,
  Context,
  Message,
  ModalForm,
  Permission,
} from './command.ts';
import { commandCall, componentCall, modalCall } from './interaction-call.ts';
import type { Modal } from './modal.ts';

/** Everything that can be typed, clicked and sent off. */
export interface Registered {
  readonly commands: readonly Command[];
  readonly components: readonly Component[];
  readonly modals: readonly ModalForm[];
}

/** What is to be done for one interaction. */
export type Work = AnswerWork | ModalWork;

interface WorkDescription {
  /** For the log. */
  readonly name: string;
  readonly requires?: Permission | undefined;
  /** Which server it is about, where Discord does not say: in a direct message. @throws {OutdatedComponentError} */
  guildOf?(): string;
}

/** Acknowledge, then run. */
export interface AnswerWork extends WorkDescription {
  readonly mode: Acknowledgement;
  run(call: Call, context: Context): Promise<Answer>;
  salvage?(call: Call, context: Context): Message | undefined;
}

/** Open a form at once. */
export interface ModalWork extends WorkDescription {
  readonly mode: 'modal';
  open(call: Call, context: Context): Promise<Modal>;
}

/** Finds what an interaction is for. One for something that no longer exists is answered with that. */
export class Registry {
  readonly #commands: ReadonlyMap<string, Command>;
  readonly #components: ReadonlyMap<string, Component>;
  readonly #modals: ReadonlyMap<string, ModalForm>;

  constructor({ commands, components, modals }: Registered) {
    this.#commands = new Map(commands.map((command) => [command.data.name, command]));
    this.#components = new Map(components.map((each) => [each.prefix, each]));
    this.#modals = new Map(modals.map((each) => [each.prefix, each]));
  }

  command(name: string): Command | undefined {
    return this.#commands.get(name);
  }

  commandWork(interaction: ChatInputCommandInteraction): Work {
    const { commandName } = interaction;
    const subcommand = interaction.options.getSubcommand(false);
    const name = subcommand === null ? commandName : `${commandName} ${subcommand}`;
    const command = this.#commands.get(commandName);
    const action = command && actionOf(command, subcommand);
    if (!action) return gone(name, 'commandGone');
    return workOf({ name, requires: command.requires }, action, (call) =>
      commandCall(call, interaction),
    );
  }

  componentWork(interaction: MessageComponentInteraction): Work {
    const name = prefixOf(interaction.customId);
    const component = this.#components.get(name);
    if (!component) return gone(name, 'componentGone');
    const { requires, guildOf } = component;
    const description = {
      name,
      requires,
      ...(guildOf && { guildOf: () => guildOf(interaction.customId) }),
    };
    return workOf(description, component, (call) => componentCall(call, interaction));
  }

  modalWork(interaction: ModalSubmitInteraction): AnswerWork {
    const name = prefixOf(interaction.customId);
    const form = this.#modals.get(name);
    if (!form) return gone(name, 'componentGone');
    const { acknowledge, requires } = form;
    const mode =
      acknowledge === 'update' && !interaction.isFromMessage() ? 'ephemeral' : acknowledge;
    return {
      name,
      requires,
      mode,
      run: async (call, context) => form.execute(modalCall(call, interaction), context),
      salvage: (call, context) => form.salvage?.(modalCall(call, interaction), context),
    };
  }
}

/** What an action of any kind is called with, made from who asks. */
type Complete<TheCall> = (call: Call) => TheCall;

type Action<TheCall> =
  | {
      readonly acknowledge: Acknowledgement;
      execute(call: TheCall, context: Context): Promise<Answer>;
    }
  | { readonly acknowledge: 'modal'; open(call: TheCall, context: Context): Promise<Modal> };

function workOf<TheCall>(
  description: WorkDescription,
  action: Action<TheCall>,
  complete: Complete<TheCall>,
): Work {
  // Async, so that what throws before it returns a promise rejects.
  return action.acknowledge === 'modal'
    ? {
        ...description,
        mode: 'modal',
        open: async (call, context) => action.open(complete(call), context),
      }
    : {
        ...description,
        mode: action.acknowledge,
        run: async (call, context) => action.execute(complete(call), context),
      };
}

function actionOf(command: Command, subcommand: string | null): CommandAction | undefined {
  if (!('subcommands' in command)) return command;
  return subcommand === null ? undefined : command.subcommands[subcommand];
}

function gone(name: string, text: 'commandGone' | 'componentGone'): AnswerWork {
  return {
    name,
    mode: 'ephemeral',
    run: async (_call, { messages }) => ({ content: messages.errors[text] }),
  };
}

function prefixOf(customId: string): string {
  return customId.split(':', 1)[0] ?? '';
}
