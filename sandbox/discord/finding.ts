/** One thing wrong with what the bot sent. */
export interface Finding {
  /** Where in the body: keys and indexes, outermost first; empty when it concerns the whole body. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** False when Discord would let it pass (an unknown key): it is recorded, but the request succeeds. */
  readonly refused: boolean;
}

/** A finding that Discord answers with 50035. */
export function refusal(path: Finding['path'], message: string): Finding {
  return { path, message, refused: true };
}

export function wordFinding(finding: Finding): string {
  return finding.path.length === 0
    ? finding.message
    : `${finding.path.join('.')}: ${finding.message}`;
}
