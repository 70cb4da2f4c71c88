export interface Memory {
  readonly flags: string[];
  readonly env: Record<string, string>;
}
export const MEMORY: Memory;
export function launch(script: string, args: readonly string[], memory?: Memory): void;
