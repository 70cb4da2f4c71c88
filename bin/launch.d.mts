export const V8_FLAGS: string[];
export const MALLOC: Record<string, string>;
export function launch(script: string, args: readonly string[]): void;
