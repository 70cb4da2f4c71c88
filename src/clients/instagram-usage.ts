import { z } from 'zod';

/** What Instagram says about how much of its limits is used up. */
export interface GraphUsage {
  /** Of the most used one, in percent; requests are refused from 100 on. */
  readonly percent?: number;
  /** Until requests are taken again, in milliseconds; absent while they are. */
  readonly regainMs?: number;
}

/**
 * Read from `X-App-Usage` and `X-Business-Use-Case-Usage`, which do not come with every answer.
 *
 * @see https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
export function usageOf(headers: Headers): GraphUsage {
  const rows = [
    ...rowsOf(appUsage, headers.get('x-app-usage')),
    ...rowsOf(businessUsage, headers.get('x-business-use-case-usage')),
  ];
  const percents = rows.flatMap((row) => [row.call_count, row.total_cputime, row.total_time]);
  const percent = largestOf(percents);
  const minutes = largestOf(rows.map((row) => row.estimated_time_to_regain_access));
  return {
    ...(percent !== undefined && { percent }),
    ...(minutes && { regainMs: minutes * 60_000 }),
  };
}

const quantity = z.number().nonnegative().optional().catch(undefined);

const row = z.object({
  call_count: quantity,
  total_cputime: quantity,
  total_time: quantity,
  /** Minutes. */
  estimated_time_to_regain_access: quantity,
});
type Row = z.output<typeof row>;

const appUsage = row.transform((only) => [only]);
/** By account. */
const businessUsage = z
  .record(z.string(), z.array(row))
  .transform((all) => Object.values(all).flat());

/** A header that cannot be read says nothing: it must not make a good answer a bad one. */
function rowsOf(schema: z.ZodType<Row[]>, header: string | null): readonly Row[] {
  try {
    return schema.safeParse(JSON.parse(header ?? '')).data ?? [];
  } catch {
    return [];
  }
}

function largestOf(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
