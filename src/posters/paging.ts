import { MAX_PAGES } from './template.ts';

/** How many acts a page carries. */
export interface PageRoom {
  /** In one column, set so that it is read in a feed at a glance. */
  readonly comfortable: number;
  /** In one column, as close as may be. */
  readonly dense: number;
  /** In two columns; 0 where the names are too long for that. */
  readonly inColumns: number;
}

export interface PagePlan {
  /** Acts on each page, in order. */
  readonly counts: readonly number[];
  readonly columns: 1 | 2;
}

/**
 * One page as long as it carries all: in one column, else in two. Then further pages, in one column and comfortable
 * again, because a reader who swipes gains nothing from small type; only where there would be more than ten, closer.
 * What not even ten full pages carry is not in the plan. No page has much more than another, so none has one act alone.
 */
export function planPages(count: number, { comfortable, dense, inColumns }: PageRoom): PagePlan {
  if (count <= dense) return { counts: [count], columns: 1 };
  if (count <= inColumns) return { counts: [count], columns: 2 };
  const capacity = [comfortable, dense].find((room) => count <= room * MAX_PAGES);
  if (capacity !== undefined) return { counts: balanced(count, capacity), columns: 1 };
  const most = Math.max(dense, inColumns);
  return {
    counts: balanced(Math.min(count, most * MAX_PAGES), most),
    columns: most === dense ? 1 : 2,
  };
}

function balanced(count: number, capacity: number): number[] {
  const pages = Math.ceil(count / capacity);
  const least = Math.floor(count / pages);
  return Array.from({ length: pages }, (_, page) => (page < count % pages ? least + 1 : least));
}
