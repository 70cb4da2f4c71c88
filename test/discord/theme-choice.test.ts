import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutdatedComponentError } from '../../src/discord/outdated-component.ts';
import { parseTheme, parseThemeCustomId, themeCustomId } from '../../src/discord/theme-choice.ts';
import { LANGUAGES, TEMPLATE_NAMES } from '../../src/events/event.ts';
import { SIZE_NAMES } from '../../src/posters/size.ts';

const subject = fc.record({
  template: fc.constantFrom(...TEMPLATE_NAMES),
  eventId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  language: fc.constantFrom(...LANGUAGES),
  size: fc.constantFrom(...SIZE_NAMES),
});

it('writes everything a re-drawing needs into at most 100 characters and reads it back', () => {
  fc.assert(
    fc.property(subject, (made) => {
      const customId = themeCustomId(made);
      expect(customId.length).toBeLessThanOrEqual(100);
      expect(parseThemeCustomId(customId)).toEqual(made);
    }),
  );
});

it('still reads the ids of messages that are out there', () => {
  expect(parseThemeCustomId('theme:countdown:jh7e9m2k3n4p5q6r7s8t9v0w1x:ko')).toEqual({
    template: 'countdown',
    eventId: 'jh7e9m2k3n4p5q6r7s8t9v0w1x',
    language: 'ko',
    size: 'square',
  });
});

it.each([
  'theme',
  'theme:lineup:event-47',
  'theme:flyer:event-47:ko',
  'theme:lineup:event-47:kr',
  'theme:lineup:event 47:ko',
  'theme:lineup::ko',
  'theme:lineup:event-47:ko:1',
  'theme:lineup:event-47:ko:story:1',
  'other:lineup:event-47:ko',
])('calls %s outdated', (customId) => {
  expect(() => parseThemeCustomId(customId)).toThrow(OutdatedComponentError);
});

it('takes only themes that exist', () => {
  expect(parseTheme(['neon'])).toBe('neon');
  expect(() => parseTheme(['sepia'])).toThrow(OutdatedComponentError);
  expect(() => parseTheme([])).toThrow(OutdatedComponentError);
});
