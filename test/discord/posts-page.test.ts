import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutdatedComponentError } from '../../src/discord/outdated-component.ts';
import { pageCustomId, parsePage } from '../../src/discord/posts-page.ts';
import { TEMPLATE_NAMES } from '../../src/events/event.ts';
import { POST_STATES } from '../../src/posts/kept-post.ts';

const orNothing = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

describe('the custom id of a page', () => {
  it('holds filter and cursor, within Discord’s limit', () => {
    fc.assert(
      fc.property(
        orNothing(fc.constantFrom(...POST_STATES)),
        orNothing(fc.constantFrom(...TEMPLATE_NAMES)),
        orNothing(fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/).filter((id) => id !== '-')),
        fc.stringMatching(/^[on][0-9a-z]{8}\.[0-9a-z]{16}$/),
        (state, template, eventId, cursor) => {
          const customId = pageCustomId({ state, template, eventId, cursor });
          expect(customId?.length).toBeLessThanOrEqual(100);
          expect(parsePage(customId ?? '')).toEqual({
            ...(state && { state }),
            ...(template && { template }),
            ...(eventId && { eventId }),
            cursor,
          });
        },
      ),
    );
  });

  it('is none rather than one that Discord refuses', () => {
    const cursor = `o${'1'.repeat(39)}`;
    expect(pageCustomId({ eventId: 'e'.repeat(64), cursor })).toBeUndefined();
  });

  it.each([
    'posts',
    'posts:--',
    'posts:--:o1.a',
    'posts:-:o1.a:-',
    'posts:x-:o1.a:-',
    'posts:-x:o1.a:-',
    'posts:--::-',
    'posts:--:o1 a:-',
    'posts:--:o1.a:../x',
    'posts:--:o1.a:-:more',
  ])('that this version cannot read is said to be outdated: %s', (customId) => {
    expect(() => parsePage(customId)).toThrow(OutdatedComponentError);
  });
});
