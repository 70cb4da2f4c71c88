import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventsReply } from '../../src/discord/events-reply.ts';
import { messagesFor } from '../../src/discord/messages/messages.ts';
import { LANGUAGES } from '../../src/events/event.ts';
import { eventArbitrary, makeEvent } from '../fixtures/event.ts';
import { NOW } from './make-post.ts';

const ko = messagesFor('ko');

it('lists the coming nights with what is needed to choose one', () => {
  const events = [
    makeEvent({ id: 'past', date: '2026-11-01' }),
    makeEvent(),
    makeEvent({ id: 'soon', date: '2026-12-04', timeslots: [], phase: 'planning' }),
  ];
  const { content } = eventsReply(
    { events, readAt: NOW, stale: false },
    { messages: ko, now: NOW },
  );
  expect(content).toBe(
    [
      '### 다가오는 이벤트',
      '**12월 4일 (금)** 서울 언더그라운드 #47',
      '-# 클럽 지하실 · 라인업 미정 · 준비 중 · `soon`',
      '**12월 24일 (목)** 서울 언더그라운드 #47',
      '-# 클럽 지하실 · 6팀 · 확정됨 · `event-47`',
      '-# `/post`의 `event` 칸에 ID를 붙여 넣어도 됩니다.',
    ].join('\n'),
  );
});

it('says so when there is none, and when Rite could not be asked', () => {
  const none = eventsReply({ events: [], readAt: NOW, stale: true }, { messages: ko, now: NOW });
  expect(none.content).toContain('다가오는 이벤트가 없습니다');
  expect(none.content).toContain(`<t:${NOW / 1000}:R>에 읽은 목록`);
});

it('shows as many as fit and counts the others', () => {
  fc.assert(
    fc.property(
      fc.array(eventArbitrary, { maxLength: 60 }),
      fc.constantFrom(...LANGUAGES),
      fc.boolean(),
      (events, language, stale) => {
        const { content } = eventsReply(
          { events, readAt: NOW, stale },
          { messages: messagesFor(language), now: Date.parse('2026-06-01') },
        );
        expect(content.length).toBeLessThanOrEqual(2000);
        expect(content.length).toBeGreaterThan(0);
      },
    ),
  );
});
