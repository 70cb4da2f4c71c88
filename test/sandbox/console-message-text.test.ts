import { describe, expect, it } from 'vitest';
import { messageText } from '../../sandbox/console/message-text.ts';
import type { Message } from '../../sandbox/discord/index.ts';

const NOW = Date.parse('2026-12-21T11:00:00Z');

describe('a timestamp in the terminal', () => {
  it.each([
    ['F', 0, '2026. 12. 21. 오후 8:00'],
    ['R', 0, '0초 후'],
    ['R', 40, '40초 후'],
    ['R', -600, '10분 전'],
    ['R', 3 * 3600, '3시간 후'],
    ['R', 3 * 86_400, '3일 후'],
    ['R', -50 * 86_400, '2개월 전'],
    ['R', 800 * 86_400, '2년 후'],
  ])('of style %s, %i seconds from now, reads %s', (style, seconds, text) => {
    expect(shown(`<t:${NOW / 1000 + seconds}:${style}>`)).toBe(text);
  });

  it('is the moment and how far away it is, beside each other', () => {
    const at = NOW / 1000 + 86_400;
    expect(shown(`(<t:${at}:F> · <t:${at}:R>)`)).toBe('(2026. 12. 22. 오후 8:00 · 1일 후)');
  });
});

function shown(content: string): string {
  const message = { content, author: { username: 'rite-bot' }, components: [], reactions: [] };
  const view = { number: 1, marks: [], files: [], nameOf: () => undefined, now: NOW };
  return (
    messageText(message as unknown as Message, view)
      .trim()
      .split('\n')[1]
      ?.trim() ?? ''
  );
}
