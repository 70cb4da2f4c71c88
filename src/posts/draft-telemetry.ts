import type { TemplateName } from '../events/event.ts';
import type { ThemeName } from '../posters/poster.ts';
import type { SizeName } from '../posters/size.ts';

/** Why a post was not made or downloaded. */
export type DraftFailure = 'refused' | 'quota' | 'rite' | 'store' | 'bug';

/** Who hears of what is done with drafts, to count and to time it. */
export interface DraftTelemetry {
  generated(post: {
    readonly postId: string;
    readonly guildId: string;
    readonly template: TemplateName;
    readonly theme: ThemeName;
    readonly size: SizeName;
  }): void;
  downloaded(post: { readonly postId: string; readonly guildId: string }): void;
  failed(
    what: 'generate' | 'download',
    failure: DraftFailure,
    about: { readonly postId?: string; readonly guildId: string; readonly err?: unknown },
  ): void;
  timed<T>(
    operation: 'post.generate' | 'post.edit' | 'post.download',
    work: () => Promise<T>,
  ): Promise<T>;
}
