import { once } from 'node:events';
import { Client, type ClientOptions, Events, type Interaction, Partials } from 'discord.js';
import { expect } from 'vitest';
import type { SandboxDiscord } from '../../sandbox/discord/index.ts';

/** Guilds, GuildMessages, GuildMessageReactions, DirectMessages and DirectMessageReactions. */
const INTENTS = 1 | 512 | 1024 | 4096 | 8192;

export interface BotOptions extends Partial<ClientOptions> {
  readonly onInteraction?: (interaction: Interaction) => Promise<unknown>;
}

/** The untouched library, pointed at the sandbox; what goes wrong in a listener is kept in `errors`. */
export class Bot implements AsyncDisposable {
  readonly client: Client<true>;
  readonly errors: Error[] = [];

  /** Resolves when the bot is ready. */
  static async start(discord: SandboxDiscord, options: BotOptions = {}): Promise<Bot> {
    const bot = new Bot(discord, options);
    const ready = once(bot.client, Events.ClientReady);
    await bot.client.login(discord.botToken);
    await ready;
    return bot;
  }

  /** Not logged in yet. */
  constructor(discord: SandboxDiscord, { onInteraction, ...options }: BotOptions = {}) {
    this.client = new Client({
      intents: INTENTS,
      partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
      allowedMentions: { parse: [] },
      enforceNonce: true,
      ...options,
      rest: { api: discord.apiUrl, ...options.rest },
      ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
    });
    this.client.on(Events.Error, (error) => this.errors.push(error));
    if (onInteraction) this.client.on(Events.InteractionCreate, onInteraction);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.destroy();
  }
}

/** The code of the API error that a call ends with; undefined when it succeeds. */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return (error as { readonly code?: unknown }).code ?? error;
  }
}

/** A clock that a test moves. */
export class ManualClock {
  #time = Date.UTC(2026, 10, 22, 12);
  readonly now = () => this.#time;

  advance(milliseconds: number): void {
    this.#time += milliseconds;
  }
}

/** What becomes true within moments; patient, since the machine may be busy. */
export function eventually<T>(read: () => T) {
  return expect.poll(read, { timeout: 8000, interval: 10 });
}
