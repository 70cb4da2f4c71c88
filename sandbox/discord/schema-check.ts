import type * as z from 'zod';
import { type Finding, refusal } from './finding.ts';

/** The part of a zod issue that is read here; a union's issue carries one list per alternative. */
interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly errors?: readonly (readonly Issue[])[];
}

/**
 * discord.js adds these to every message body, also where the schema has no such key; Discord ignores them. The
 * same goes for attachments, which it repeats with all it knows about them.
 */
const TOLERATED_KEYS = new Set(['tts', 'nonce', 'enforce_nonce']);

/** Checks a value against one of Discord's published schemas; keys the schema does not know are remarks only. */
export function checkSchema(schema: z.core.$ZodType, value: unknown): readonly Finding[] {
  const result = (schema as unknown as z.ZodType).safeParse(value);
  return result.success
    ? unknownKeys(value, result.data, [])
    : (result.error.issues as readonly Issue[]).flatMap((issue) => findings(issue, []));
}

/** A union fails with one list of issues per alternative: the one that agrees on `type` is the one that was meant. */
function findings(issue: Issue, above: Finding['path']): readonly Finding[] {
  const path = [
    ...above,
    ...issue.path.map((key) => (typeof key === 'number' ? key : String(key))),
  ];
  const branches = issue.errors ?? [];
  const meant =
    branches.find((branch) => branch.length > 0 && !branch.some(isAboutType)) ??
    [...branches].sort((a, b) => a.length - b.length)[0];
  if (meant === undefined || meant.length === 0) return [refusal(path, issue.message)];
  return meant.flatMap((inner) => findings(inner, path));
}

function isAboutType(issue: Issue): boolean {
  return issue.path.length === 0 || (issue.path.length === 1 && issue.path[0] === 'type');
}

/** Parsing drops keys the schema does not name, so what is missing in the result is unknown. */
function unknownKeys(value: unknown, parsed: unknown, path: Finding['path']): readonly Finding[] {
  if (Array.isArray(value) && Array.isArray(parsed)) {
    return value.flatMap((item, index) => unknownKeys(item, parsed[index], [...path, index]));
  }
  if (!isRecord(value) || !isRecord(parsed)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key in parsed) return unknownKeys(item, parsed[key], [...path, key]);
    if (TOLERATED_KEYS.has(key) || path.includes('attachments')) return [];
    return [{ path: [...path, key], message: 'Discord knows no such key', refused: false }];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
