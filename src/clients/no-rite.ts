import { EventSourceError } from '../posts/errors.ts';
import type { EventProofs } from '../posts/link-proof.ts';
import type { EventSource } from '../posts/ports.ts';

/** Stands for Rite where its address is not set: nothing can be read, and everything else goes on. */
export class NoRite implements EventSource, EventProofs {
  async getEvent(): Promise<never> {
    throw unset();
  }

  async listEvents(): Promise<never> {
    throw unset();
  }

  async readProof(): Promise<never> {
    throw unset();
  }
}

function unset(): EventSourceError {
  return new EventSourceError('unreachable', 'RITE_URL is not set');
}
