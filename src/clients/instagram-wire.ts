import { z } from 'zod';
import {
  CONTAINER_STATUSES,
  INSIGHT_METRICS,
  type Insights,
} from '../posts/publishing/instagram.ts';

// What Instagram answers, as documented and as met: the same answer comes bare or as the only row of `data`, ids come
// as texts or as numbers. What is not named here is dropped.

/** An object as it is, or the first of `data`: the documentation of the sign-in wraps it, the answers mostly do not. */
export function wrapped<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z.preprocess((answer) => firstRow.safeParse(answer).data?.data[0] ?? answer, schema);
}

const firstRow = z.object({ data: z.tuple([z.object({}).loose()], z.unknown()) });

/** Ids are digits; anything else would change the path that it becomes a part of. */
export const ID = /^\d{1,40}$/;

const id = z
  .union([z.string(), z.int().nonnegative()])
  .transform(String)
  .pipe(z.string().regex(ID));
const count = z.int().nonnegative();

/** A text, or absent when it is something else: it is of use, but never a reason to fail. */
const optionalText = z.string().optional().catch(undefined);

export const created = wrapped(z.object({ id }));

export const containerStatus = wrapped(
  z
    .object({ status_code: z.enum(CONTAINER_STATUSES), status: optionalText })
    .transform(({ status_code: status, status: text = '' }) => {
      // The text differs from case to case; the number in it does not.
      const subcode = /(?<!\d)22070\d\d(?!\d)/.exec(text)?.[0];
      return status === 'ERROR' && subcode ? { status, subcode: Number(subcode) } : { status };
    }),
);

/** Where the answer leaves it out: the smaller one of the two totals in the documentation, 50 and 100. */
const ASSUMED_TOTAL = 50;

export const publishingLimit = wrapped(
  z
    .object({
      quota_usage: count,
      config: z.object({ quota_total: count }).optional().catch(undefined),
    })
    .transform(({ quota_usage: used, config }) => ({
      used,
      total: config?.quota_total ?? ASSUMED_TOTAL,
    })),
);

const mediaFields = z
  .object({
    id,
    permalink: z
      .url({ protocol: /^https?$/ })
      .optional()
      .catch(undefined),
    timestamp: z.string().transform(readTimestamp).optional().catch(undefined),
    caption: optionalText,
  })
  .transform(({ id, permalink, timestamp: publishedAt, caption }) => ({
    id,
    ...(permalink !== undefined && { permalink }),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(caption !== undefined && { caption }),
  }));

export const media = wrapped(mediaFields);

/** A row that cannot be read is left out. */
export const mediaList = z
  .object({ data: z.array(mediaFields.optional().catch(undefined)) })
  .transform(({ data }) => data.filter((row) => row !== undefined));

const insight = z.object({
  name: z.enum(INSIGHT_METRICS),
  values: z.tuple([z.object({ value: count })], z.unknown()),
});

/** Metrics without a number, or that nobody asked for, are absent. */
export const insights = z
  .object({ data: z.array(insight.optional().catch(undefined)) })
  .transform(({ data }): Insights => {
    const rows = data.filter((row) => row !== undefined);
    return Object.fromEntries(rows.map(({ name, values }) => [name, values[0].value]));
  });

/** A list with commas or an array. */
const permissions = z
  .union([z.string().transform((list) => list.split(/[\s,]+/)), z.array(z.string())])
  .transform((names) => names.filter((name) => name !== ''));

const accessToken = z.string().min(1);

export const shortLivedToken = wrapped(
  z.object({
    access_token: accessToken,
    permissions: permissions.optional().catch(undefined),
  }),
);

export const longLivedToken = wrapped(
  z.object({
    access_token: accessToken,
    expires_in: z.coerce.number().int().positive(),
  }),
);

export const profile = wrapped(
  z.object({
    user_id: id.optional(),
    id: id.optional(),
    username: z.string().min(1),
    account_type: optionalText,
  }),
);

/**
 * JSON, or undefined. Ids that were sent as numbers have more digits than a number holds (17841405793187218 would
 * become …216), so these stay as they were written, as texts.
 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text, keepLongInteger);
  } catch {
    return undefined;
  }
}

/** The reviver's third argument is newer than its type. */
function keepLongInteger(_key: string, value: unknown, { source = '' }: { source?: string } = {}) {
  const isTooLong = typeof value === 'number' && !Number.isSafeInteger(value);
  return isTooLong && /^\d+$/.test(source) ? source : value;
}

/** Such as `2019-04-05T07:56:32+0000`, as epoch milliseconds. */
function readTimestamp(text: string, context: z.RefinementCtx): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a moment' });
    return z.NEVER;
  }
}
