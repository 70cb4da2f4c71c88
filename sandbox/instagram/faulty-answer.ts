import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, html, json } from './answer.ts';
import type { Language } from './error-text.ts';
import type { InstagramFault } from './fault.ts';
import { errorAnswer, type GraphErrorDetails } from './graph-error.ts';

/** `hang`: nothing is sent; `reset`: the connection is destroyed; `half`: so it is in the middle of the answer. */
export type Outcome = 'hang' | 'reset' | { readonly answer: Answer; readonly half?: boolean };

/**
 * What goes out instead of the right answer. `run` has the effect and gives that answer; it is called when the fault
 * leaves the effect in place.
 */
export async function answerWithFault(
  fault: InstagramFault | undefined,
  run: () => Promise<Answer>,
  language: Language,
): Promise<Outcome> {
  if (!fault || fault.kind === 'container_error') return { answer: await run() };
  if (fault.kind === 'slow') {
    if (!fault.afterEffect) await delay(fault.ms);
    const answer = await run();
    if (fault.afterEffect) await delay(fault.ms);
    return { answer };
  }
  if (fault.kind === 'truncated') return { answer: await run(), half: true };
  if (fault.kind === 'no_id' || fault.kind === 'late') {
    const answer = await run();
    if (answer.status !== 200) return { answer };
  } else if ('afterEffect' in fault && fault.afterEffect) {
    await run();
  }
  if (fault.kind === 'hang' || fault.kind === 'reset') return fault.kind;
  return { answer: wrongAnswer(fault, language) };
}

type Replacing = Exclude<
  InstagramFault,
  { readonly kind: 'container_error' | 'slow' | 'truncated' | 'hang' | 'reset' }
>;

function wrongAnswer(fault: Replacing, language: Language): Answer {
  const refuse = (details: Omit<GraphErrorDetails, 'reason'>, reason = 'An error by fault') =>
    errorAnswer({ ...details, reason }, language);
  switch (fault.kind) {
    case 'http': {
      const { status, retryAfter } = fault;
      const after = retryAfter === undefined ? {} : { retryAfter };
      return refuse({ code: 2, status, transient: true, ...after }, 'Service unavailable');
    }
    case 'html':
      return html('<!doctype html><title>Error</title><h1>Sorry</h1>', fault.status ?? 502);
    case 'error':
      return refuse(fault);
    case 'error_in_200': {
      const { code, subcode } = fault;
      return refuse({ code, status: 200, ...(subcode !== undefined && { subcode }) });
    }
    case 'no_id':
      return json({});
    case 'late':
      return refuse({ code: fault.code ?? -1, subcode: fault.subcode ?? 2207001 });
    case 'unreadable':
      return refuse({ code: 100, subcode: 33, type: 'GraphMethodException' });
    case 'rate_limited':
      return refuse({ ...fault, code: fault.code ?? 80002 }, 'There have been too many calls');
    case 'token':
      return refuse({ code: 190, subcode: fault.subcode ?? 467 }, 'The session is invalid');
    case 'permission':
      return refuse({ code: 10 }, '(#10) Application does not have permission for this action');
  }
}
