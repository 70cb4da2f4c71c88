import type { TemplateName } from '../../events/event.ts';
import type { RevisionContent } from '../post-store.ts';
import { factDifferences } from '../publishing/fact-differences.ts';
import type { FactDifference } from '../publishing/problem.ts';

/** What of a revision's content can differ from that of another one. */
const REVISION_CHANGES = [
  'caption',
  'pictures',
  'facts',
  'theme',
  'size',
  'language',
] as const satisfies readonly (keyof RevisionContent)[];
export type RevisionChange = (typeof REVISION_CHANGES)[number];

export interface RevisionDifferences {
  readonly changes: readonly RevisionChange[];
  /** What `facts` among the changes means, one by one. */
  readonly facts: readonly FactDifference[];
}

/**
 * What somebody who knows the one would find changed in the other. Facts that were only read again are none, nor are
 * pictures that were cleaned up since.
 */
export function revisionDifferences(
  before: RevisionContent,
  after: RevisionContent,
  template: TemplateName,
): RevisionDifferences {
  const facts = factDifferences(before.facts, after.facts, template);
  const differs: Readonly<Record<RevisionChange, boolean>> = {
    caption: before.caption !== after.caption,
    pictures: picturesDiffer(before, after),
    facts: facts.length > 0,
    theme: before.theme !== after.theme,
    size: before.size !== after.size,
    language: before.language !== after.language,
  };
  return { changes: REVISION_CHANGES.filter((change) => differs[change]), facts };
}

function picturesDiffer({ pictures: old }: RevisionContent, { pictures }: RevisionContent) {
  if (old.length === 0 || pictures.length === 0) return false;
  return old.map(({ hash }) => hash).join() !== pictures.map(({ hash }) => hash).join();
}
