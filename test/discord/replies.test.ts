import { describe, expect, it } from 'vitest';
import { messagesFor } from '../../src/discord/messages/messages.ts';
import { OutdatedComponentError } from '../../src/discord/outdated-component.ts';
import { explain } from '../../src/discord/replies.ts';
import { QuotaReachedError } from '../../src/posts/draft-errors.ts';
import {
  EventNotFoundError,
  EventSourceError,
  type EventSourceFailure,
  type PostRefusal,
  PostRefusedError,
} from '../../src/posts/errors.ts';

const options = {
  messages: messagesFor('ko'),
  guildId: '1300000000000000001',
  interactionId: '1444444444444444444',
};

describe('what a person reads when all posts of the day are made', () => {
  const quota = { limit: 2, renewsAt: Date.parse('2026-12-02T00:00:00+09:00') };

  it('names the operator where premium cannot be bought, without a button', () => {
    const failure = explain(new QuotaReachedError({ ...quota, premium: false }), options);
    expect(failure.text).toMatch(/프리미엄은 봇 운영자에게 문의해 주세요\.$/);
    expect(failure.components).toBeUndefined();
  });

  it('says nothing of premium where the server has it', () => {
    const failure = explain(new QuotaReachedError({ ...quota, premium: true }), options);
    expect(failure.text).not.toContain('프리미엄');
    expect(failure.components).toBeUndefined();
  });
});

describe('what a person reads when there is no post', () => {
  it('does not tell a missing event from somebody else’s', () => {
    expect(explain(new EventNotFoundError('x'), options).text).toMatch(
      /^이벤트를 찾을 수 없거나 권한이 없습니다/,
    );
  });

  it.each<[EventSourceFailure, RegExp]>([
    ['unreachable', /연결하지 못했습니다/],
    ['timeout', /응답이 늦어/],
    ['server_error', /Rite에 문제가 생겨/],
    ['invalid_answer', /^Rite의 응답을 읽을 수 없습니다.*봇 운영자/],
  ])('says what is wrong with Rite: %s', (reason, text) => {
    const failure = explain(new EventSourceError(reason, 'internal detail'), options);
    expect(failure.text).toMatch(text);
    expect(failure.reference).toBeUndefined();
  });

  it.each<[PostRefusal, RegExp]>([
    ['server_not_linked', /`1300000000000000001`/],
    ['event_cancelled', /^서울 \\\*47: 취소된/],
    ['event_completed', /이미 끝난/],
    ['event_past', /날짜가 지난/],
    ['lineup_empty', /`\/post announcement`/],
  ])('says why a post was refused: %s', (refusal, text) => {
    expect(explain(new PostRefusedError(refusal, '서울 *47'), options).text).toMatch(text);
  });

  it('says that an old menu is of no use any more', () => {
    expect(explain(new OutdatedComponentError('x'), options).text).toMatch(/명령을 다시 입력/);
  });

  it.each([new Error('secret detail'), 'thrown text', undefined])(
    'gives a number instead of the detail when nobody foresaw the error',
    (error) => {
      const { text, reference } = explain(error, options);
      expect(reference).toMatch(/^[0-9A-Z]{6}$/);
      expect(text).toContain(`\`${reference}\``);
      expect(text).not.toContain('secret');
    },
  );
});
