import { describe, expect, it } from 'vitest';
import {
  beginButton,
  codeButtons,
  disconnectButtons,
  parseConnect,
  parseDisconnect,
} from '../../src/discord/connect-buttons.ts';
import { disconnectQuestion } from '../../src/discord/connect-reply.ts';
import { messagesFor } from '../../src/discord/messages/messages.ts';
import { OutdatedComponentError } from '../../src/discord/outdated-component.ts';
import { riteEventId } from '../../src/discord/rite-event-id.ts';

const messages = messagesFor('ko');
const CODE = 'RITE-7F3K-9Q2M';

describe('the buttons of linking', () => {
  it.each(['a', 'k57f3v9q2m8t4w6x1z0b5n7c3d', 'x'.repeat(64)])(
    'say what they are for, within Discord’s limit: %s',
    (eventId) => {
      const [confirm, cancel] = ids(codeButtons({ code: CODE, eventId }, messages));
      expect(parseConnect(confirm ?? '')).toEqual({ action: 'confirm', code: CODE, eventId });
      expect(parseConnect(cancel ?? '')).toEqual({ action: 'cancel', code: CODE, eventId });
      const [begin] = ids(beginButton(eventId, 'relink', messages));
      expect(parseConnect(begin ?? '')).toEqual({ action: 'begin', eventId });
      for (const id of [confirm, cancel, begin]) expect(id?.length).toBeLessThanOrEqual(100);
    },
  );

  it('are not read when they are something else', () => {
    for (const id of [
      'connect-rite',
      'connect-rite:begin',
      'connect-rite:begin:../x',
      `connect-rite:confirm:${CODE}`,
      'connect-rite:confirm:RITE-1:event',
      `connect-rite:confirm:${CODE}:event:more`,
      'connect-rite:other:event',
    ]) {
      expect(() => parseConnect(id), id).toThrow(OutdatedComponentError);
    }
  });

  it('of disconnecting name the connection that the person saw', () => {
    const [end, keep] = ids(disconnectButtons(140_737_488_355_327, messages));
    expect(parseDisconnect(end ?? '')).toEqual({ version: 140_737_488_355_327 });
    expect(parseDisconnect(keep ?? '')).toBe('keep');
    for (const id of ['disconnect-rite', 'disconnect-rite:', 'disconnect-rite:-1']) {
      expect(() => parseDisconnect(id), id).toThrow(OutdatedComponentError);
    }
  });
});

describe('the question before disconnecting', () => {
  const link = {
    by: 'proof',
    readable: true,
    connectedBy: '1',
    connectedAt: 0,
    version: 1,
  } as const;

  it('says what events there are afterwards', () => {
    const alone = disconnectQuestion({ ...link, operatorLink: false }, messages);
    expect(alone.content).toContain('예시 이벤트만 쓸 수 있습니다');
    const listed = disconnectQuestion({ ...link, operatorLink: true }, messages);
    expect(listed.content).toContain('봇 운영자가 정해 둔 주최자의 이벤트를 씁니다');
    expect(listed.content).not.toContain('예시 이벤트');
  });
});

describe('what a person copies from Rite', () => {
  const ID = 'k57f3v9q2m8t4w6x1z0b5n7c3d';

  it.each([
    ID,
    ` ${ID}\n`,
    `https://rite.example/events/${ID}`,
    `https://rite.example/ko/dashboard/events/${ID}/edit?from=home#lineup`,
    `rite.example/events/${ID}/`,
  ])('has the id in it: %s', (typed) => {
    expect(riteEventId(typed)).toBe(ID);
  });

  it.each([
    '',
    '서울 언더그라운드 #47',
    'https://rite.example/',
    'https://rite.example/events/new',
  ])('has none: %s', (typed) => {
    expect(riteEventId(typed)).toBeUndefined();
  });
});

function ids(row: ReturnType<typeof codeButtons>): string[] {
  return row.components.map((button) => button.custom_id);
}
