import { type Answer, json } from './answer.ts';
import type { Authorization } from './authorization.ts';
import type { InstagramBehaviour } from './behaviour.ts';
import type { InstagramFault } from './fault.ts';
import type { GraphApi } from './graph-api.ts';
import { GraphError, invalidParameter, refusal } from './graph-error.ts';
import type { InstagramRequest } from './instagram-request.ts';
import type { Operation } from './operation.ts';
import type { TokenBook } from './token-book.ts';

export interface Asked {
  readonly wire: InstagramRequest;
  readonly operation: Operation;
  readonly fault: InstagramFault | undefined;
  readonly body: string;
}

export interface CallsWorld {
  readonly authorization: Authorization;
  readonly graph: GraphApi;
  readonly tokens: TokenBook;
  readonly clientSecret: string;
  readonly behaviour: InstagramBehaviour;
  readonly clock: () => number;
}

/** Every call has its effect and its right answer here; what faults make of that is decided elsewhere. */
export class Calls {
  readonly #world: CallsWorld;

  constructor(world: CallsWorld) {
    this.#world = world;
  }

  async answer(asked: Asked): Promise<Answer> {
    try {
      return await this.#dispatch(asked);
    } catch (error) {
      return refusal(error, this.#world.behaviour.language);
    }
  }

  #dispatch({ wire, operation: { call, id }, fault, body }: Asked): Answer | Promise<Answer> {
    const { parameters } = wire;
    switch (call) {
      case 'authorize':
        if (wire.method === 'GET') return this.#world.authorization.ask(parameters);
        return this.#world.authorization.decide(
          parameters,
          new URLSearchParams(body).getAll('grant'),
        );
      case 'code':
        return this.#world.authorization.exchange(parameters);
      case 'exchange':
        return this.#exchangeLongLived(wire);
      case 'refresh':
        return this.#refresh(wire);
      default: {
        const token = this.#world.tokens.verify(wire.token, this.#world.clock());
        const graphCall = { id, token, parameters };
        if (call === 'media_publish') {
          const late = fault?.kind === 'late' ? { afterMs: fault.afterMs } : {};
          return this.#world.graph.publish(graphCall, late);
        }
        if (call === 'create') {
          const failed = fault?.kind === 'container_error' ? { failedSubcode: fault.subcode } : {};
          return this.#world.graph.create(graphCall, failed);
        }
        return this.#world.graph[call](graphCall);
      }
    }
  }

  #exchangeLongLived({ parameters, token }: InstagramRequest): Answer {
    requireGrant(parameters, 'ig_exchange_token');
    if (parameters.get('client_secret') !== this.#world.clientSecret) {
      throw new GraphError({ code: 1, reason: 'Error validating client secret.' });
    }
    return this.#tokenAnswer(this.#world.tokens.exchange(token, this.#world.clock()));
  }

  #refresh({ parameters, token }: InstagramRequest): Answer {
    requireGrant(parameters, 'ig_refresh_token');
    const { oldTokenAfterRefresh } = this.#world.behaviour;
    return this.#tokenAnswer(
      this.#world.tokens.refresh(token, this.#world.clock(), oldTokenAfterRefresh),
    );
  }

  #tokenAnswer({ value, expiresAt }: { value: string; expiresAt: number }): Answer {
    const expires_in = Math.floor((expiresAt - this.#world.clock()) / 1000);
    return json({ access_token: value, token_type: 'bearer', expires_in });
  }
}

function requireGrant(parameters: ReadonlyMap<string, string>, type: string): void {
  if (parameters.get('grant_type') === type) return;
  throw invalidParameter(`grant_type must be ${type}`);
}
