import { Client, Events } from 'discord.js';
import { ApprovalCatchUp } from '../../src/discord/approval-catch-up.ts';
import { ApprovalReactions } from '../../src/discord/approval-reactions.ts';
import { clientOptions } from '../../src/discord/client-options.ts';
import { Scheduling } from '../../src/posts/approval/scheduling.ts';
import { DEFAULT_TIMING } from '../../src/posts/publishing/timing.ts';
import type { ApprovalStage } from './approval-stage.ts';

interface Gate {
  readonly method: string;
  readonly path: RegExp;
  readonly arrived: () => void;
  readonly opened: Promise<void>;
}

/**
 * What reads reactions, alone on a client of its own, whose requests the test can hold up, and at a pace whose time the
 * test moves. The bot of the stage has left before.
 */
export class ApprovalReader implements AsyncDisposable {
  /** Milliseconds of the pace. */
  now = 0;
  /** How long somebody waited for a turn. */
  readonly waits: number[] = [];
  /** What waiting for a turn is; at first, time passes at once. */
  wait = async (ms: number, _signal?: AbortSignal): Promise<void> => {
    this.now += ms;
  };
  readonly client: Client;
  readonly reactions: ApprovalReactions;
  readonly catchUp: ApprovalCatchUp;
  readonly #gates: Gate[] = [];
  readonly #stop = new AbortController();

  /** @param meanwhile what happens while no bot is there. */
  static async open(
    on: ApprovalStage,
    meanwhile?: () => Promise<unknown>,
  ): Promise<ApprovalReader> {
    await on.stage.gateway[Symbol.asyncDispose]();
    await meanwhile?.();
    const reader = new ApprovalReader(on);
    const ready = new Promise((resolve) => reader.client.once(Events.ClientReady, resolve));
    await reader.client.login(on.stage.discord.botToken);
    await ready;
    return reader;
  }

  private constructor({ stage }: ApprovalStage) {
    const { stores, discord, gatewayOptions } = stage;
    const options = clientOptions({ api: discord.apiUrl, stop: this.#stop.signal });
    const { makeRequest } = options.rest ?? {};
    if (!makeRequest) throw new Error('The client has no way of its own to make requests');
    this.client = new Client({
      ...options,
      rest: {
        ...options.rest,
        makeRequest: async (url, init) => {
          await this.#pass(init.method ?? 'GET', new URL(url).pathname);
          return await makeRequest(url, init);
        },
      },
    });
    const { clock, logger, premium } = gatewayOptions;
    const { cards, settings, schedules, posts, instagramAccounts: accounts } = stores;
    const decided = {
      schedules,
      posts,
      settings,
      accounts,
      premium,
      timing: DEFAULT_TIMING,
      clock,
    };
    const scheduling = new Scheduling(decided);
    const pacing = {
      now: () => this.now,
      wait: async (ms: number, signal?: AbortSignal) => {
        this.waits.push(ms);
        await this.wait(ms, signal);
      },
    };
    const shared = { cards, client: this.client, logger, pacing };
    this.reactions = new ApprovalReactions({ ...shared, scheduling, settings, clock });
    this.catchUp = new ApprovalCatchUp({ ...shared, reactions: this.reactions });
    this.client.on(Events.Raw, (packet: unknown) => this.reactions.see(packet));
  }

  /** Holds up the next such request until it is let go. */
  hold(method: string, path: RegExp): { readonly arrived: Promise<void>; letGo(): void } {
    const arrived = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<void>();
    this.#gates.push({ method, path, arrived: arrived.resolve, opened: opened.promise });
    return { arrived: arrived.promise, letGo: opened.resolve };
  }

  async close(): Promise<void> {
    await this.catchUp.close();
    await this.reactions.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Whatever a failed test still holds up ends.
    this.#stop.abort();
    await this.client.destroy();
  }

  async #pass(method: string, path: string): Promise<void> {
    const gate = this.#gates.find((one) => one.method === method && one.path.test(path));
    if (!gate) return;
    this.#gates.splice(this.#gates.indexOf(gate), 1);
    gate.arrived();
    await gate.opened;
  }
}
