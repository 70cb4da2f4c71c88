import { type Answer, json } from './answer.ts';
import { errorText, type Language } from './error-text.ts';

export interface GraphErrorDetails {
  readonly code: number;
  readonly subcode?: number;
  /** In English; what is sent depends on the language. */
  readonly reason: string;
  /** HTTP status, default 400. */
  readonly status?: number;
  readonly type?: string;
  readonly transient?: boolean;
  readonly retryAfter?: string;
  /** Minutes, as in X-Business-Use-Case-Usage. */
  readonly regainMinutes?: number;
}

/** A request that the Graph refuses; codes as in Meta's error reference for the Instagram Platform. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly details: GraphErrorDetails;

  constructor(details: GraphErrorDetails) {
    super(details.reason);
    this.details = details;
  }
}

export function unknownObject(id: string): GraphError {
  return new GraphError({
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    reason: `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  });
}

/** A parameter that is wrong. */
export function invalidParameter(reason: string, subcode?: number): GraphError {
  return new GraphError({ code: 100, reason, ...(subcode !== undefined && { subcode }) });
}

/** @param scope as error texts name it */
export function missingPermission(scope: string): GraphError {
  return new GraphError({
    code: 10,
    reason: `(#10) Requires ${scope} permission to manage the object`,
  });
}

export function errorAnswer(details: GraphErrorDetails, language: Language): Answer {
  const { code, subcode, reason, status = 400, transient, retryAfter } = details;
  const { message, title, advice } = errorText(reason, language);
  const body = {
    message,
    type: details.type ?? 'OAuthException',
    code,
    ...(subcode !== undefined && { error_subcode: subcode }),
    ...(transient !== undefined && { is_transient: transient }),
    error_user_title: title,
    error_user_msg: advice,
    fbtrace_id: 'ASandboxTraceId0000000',
  };
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return json({ error: body }, { status, headers });
}

/** The answer to what was refused; any other error is thrown on. */
export function refusal(error: unknown, language: Language): Answer {
  if (!(error instanceof GraphError)) throw error;
  return errorAnswer(error.details, language);
}
