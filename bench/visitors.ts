import { setTimeout as delay } from 'node:timers/promises';
import type { Actor } from '../sandbox/discord/index.ts';
import type { PublishWorld } from './publish-world.ts';

const PEOPLE = 10;
const INTERACTIONS_PER_SECOND = 5;
const TEMPLATES = ['announcement', 'lineup', 'countdown'];
/** Of these nothing is drawn. */
const UNDRAWN = ['haebangchonroof', 'mullaeironworks', 'untitleddraft'];

/** People of one server who ask for posters, one after the other, while something else is measured. */
export class Visitors {
  readonly #people: readonly Actor[];
  readonly #events: readonly string[];
  readonly #onAsked: () => void;

  /** @param onAsked called after each command is acknowledged. */
  constructor({ clubs, rite }: PublishWorld, onAsked: () => void = () => {}) {
    const guild = clubs[0]?.guild;
    if (!guild) throw new Error('There is no server');
    this.#people = Array.from({ length: PEOPLE }, (_, index) =>
      guild.addMember({ username: `person${index}`, locale: 'ko' }),
    );
    this.#events = [...rite.events.keys()].filter((id) => !UNDRAWN.includes(id));
    this.#onAsked = onAsked;
  }

  /** Milliseconds from each command to its acknowledgement. */
  async talk(signal: AbortSignal): Promise<number[]> {
    const seen: number[] = [];
    const replies: Promise<unknown>[] = [];
    for (let index = 0; !signal.aborted; index += 1) {
      const person = this.#people[index % PEOPLE] as Actor;
      const asked = performance.now();
      const exchange = await person.command(`post ${TEMPLATES[index % TEMPLATES.length]}`, {
        event: this.#events[index % this.#events.length] ?? '',
      });
      await exchange.acknowledged();
      seen.push(performance.now() - asked);
      replies.push(exchange.reply());
      this.#onAsked();
      await delay(Math.max(0, 1_000 / INTERACTIONS_PER_SECOND - (performance.now() - asked)));
    }
    await Promise.all(replies);
    return seen;
  }
}
