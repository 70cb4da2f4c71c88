import type { Messages, PostPart } from './messages.ts';

const PARTS: Readonly<Record<PostPart, string>> = { poster: '포스터', caption: '캡션' };

export const ko: Messages = {
  language: 'ko',
  commands: {
    post: '이벤트로 인스타그램 포스터와 캡션을 만듭니다',
    postTemplate: {
      announcement: '일정 공지 포스터와 캡션을 만듭니다',
      lineup: '라인업 포스터와 캡션을 만듭니다',
      countdown: 'D-day 카운트다운 포스터와 캡션을 만듭니다',
    },
    events: '다가오는 이벤트를 보여 줍니다',
    help: '사용 방법을 알려 줍니다',
  },
  options: {
    event: '이벤트 이름이나 날짜를 입력하고 목록에서 고르세요',
    theme: '포스터 테마 (기본: 나이트)',
    size: '포스터 크기 (기본: 정사각형)',
    language: '포스터와 캡션의 언어 (기본: 서버 언어)',
  },
  templates: { announcement: '공지', lineup: '라인업', countdown: '카운트다운' },
  themes: { night: '나이트', neon: '네온', paper: '페이퍼' },
  sizes: { square: '정사각형 1:1', portrait: '세로 4:5', story: '스토리 9:16' },
  languages: { ko: '한국어', en: '영어' },
  phases: {
    draft: '초안',
    planning: '준비 중',
    finalized: '확정됨',
    day_of: '이벤트 당일',
    completed: '완료됨',
    cancelled: '취소됨',
  },
  post: {
    map: '카카오맵',
    themePlaceholder: '다른 테마로 바꾸기',
    counts: ({ characters, hashtags, mentions }, characterLimit) =>
      `캡션 ${format(characters)}/${format(characterLimit)}자 · 해시태그 ${hashtags}개 · 멘션 ${mentions}개`,
    captionAttached: (fileName) => `캡션 전체는 첨부한 \`${fileName}\`에 있습니다.`,
    altText: ({ template, event, night, venue }) =>
      [`${template} 포스터: ${event}`, night, venue].filter((part) => part !== '').join(', '),
    altTextActs: (acts) => `출연: ${acts}`,
    stale: (when) =>
      `Rite가 응답하지 않아 ${when}에 읽은 정보로 만들었습니다. 올리기 전에 날짜와 라인업을 확인해 주세요.`,
    draft: () => '아직 초안인 이벤트입니다. 올리기 전에 Rite에서 확정해 주세요.',
    timeslotsUnreadable: (count) =>
      `시간을 읽을 수 없어 타임테이블에서 빠진 순서가 ${count}개 있습니다. Rite에서 시간을 확인해 주세요.`,
    missingGlyphs: (characters) => `폰트에 없어 포스터에서 빠진 글자: ${characters}`,
    textShortened: (where, text) => `길어서 ${PARTS[where]}에서 줄인 글: “${text}”`,
    actsOmitted: (where, count) => `자리가 모자라 ${PARTS[where]}에 ${count}팀을 넣지 못했습니다.`,
    descriptionShortened: () => '소개 글이 길어 캡션에서 줄였습니다.',
    hashtagsDropped: (count) => `설정한 개수를 넘어 해시태그 ${count}개를 뺐습니다.`,
    mentionsDropped: (count) => `인스타그램에서 쓸 수 있는 개수를 넘어 멘션 ${count}개를 뺐습니다.`,
    moreWarnings: (count) => `그 밖에 확인할 점이 ${count}개 더 있습니다.`,
  },
  events: {
    heading: () => '다가오는 이벤트',
    none: () => '다가오는 이벤트가 없습니다. Rite에 이벤트를 등록하면 여기에 보입니다.',
    acts: (count) => (count === 0 ? '라인업 미정' : `${count}팀`),
    more: (count) => `외 ${count}개`,
    stale: (when) => `Rite가 응답하지 않아 ${when}에 읽은 목록을 보여 드립니다.`,
    hint: (command) => `${command}의 \`event\` 칸에 ID를 붙여 넣어도 됩니다.`,
  },
  help: [
    '### Rite 이벤트를 인스타그램 포스터와 캡션으로 만듭니다',
    '1. `/events`로 다가오는 이벤트를 확인합니다.',
    '2. `/post lineup`을 입력합니다. 일정 공지는 `/post announcement`, D-day는 `/post countdown`입니다.',
    '3. `event` 칸에 이름이나 날짜를 입력하고 목록에서 고릅니다. 예: `언더`, `12/24`, `금요일`',
    '4. 포스터를 저장하고 캡션을 복사해 올립니다. 테마는 포스터 아래 메뉴에서 바꿉니다.',
    '-# 이벤트 내용은 Rite에서 고칩니다. 고친 뒤 `/post`를 다시 쓰면 새로 만듭니다.',
    '-# 명령이 보이지 않으면 서버 관리자가 ‘서버 설정 → 연동’에서 권한을 줄 수 있습니다.',
  ].join('\n'),
  errors: {
    eventNotFound:
      '이벤트를 찾을 수 없거나 권한이 없습니다. `event` 칸에 이름이나 날짜를 입력하고 목록에서 골라 주세요.',
    source: {
      unreachable: 'Rite에 연결하지 못했습니다. 잠시 후 다시 시도해 주세요.',
      timeout: 'Rite의 응답이 늦어 멈췄습니다. 잠시 후 다시 시도해 주세요.',
      server_error: 'Rite에 문제가 생겨 이벤트를 읽지 못했습니다. 잠시 후 다시 시도해 주세요.',
      invalid_answer:
        'Rite의 응답을 읽을 수 없습니다. 잠시 후 다시 시도하고, 계속되면 봇 운영자에게 알려 주세요.',
    },
    refusals: {
      server_not_linked: ({ guildId }) =>
        `이 서버는 아직 Rite 주최자와 연결되지 않았습니다. 봇 운영자에게 서버 ID \`${guildId}\`의 연결을 요청해 주세요.`,
      event_cancelled: ({ event }) => `${event}: 취소된 이벤트라서 만들지 않았습니다.`,
      event_completed: ({ event }) => `${event}: 이미 끝난 이벤트라서 만들지 않았습니다.`,
      event_past: ({ event }) =>
        `${event}: 날짜가 지난 이벤트라서 만들지 않았습니다. 날짜가 틀렸다면 Rite에서 고쳐 주세요.`,
      lineup_empty: ({ event }) =>
        `${event}: 라인업이 비어 있습니다. Rite에 출연자를 등록하거나, 지금은 \`/post announcement\`를 써 주세요.`,
    },
    serverOnly: '서버 안에서만 쓸 수 있습니다.',
    commandGone: '지금은 없는 명령입니다. Discord를 새로고침한 뒤 다시 입력해 주세요.',
    componentGone: '이 메뉴는 이제 쓸 수 없습니다. `/post`로 새로 만들어 주세요.',
    unexpected: (reference) =>
      `문제가 생겨 끝내지 못했습니다. 다시 시도해 주세요. 계속되면 봇 운영자에게 번호 \`${reference}\`를 알려 주세요.`,
  },
};

function format(count: number): string {
  return count.toLocaleString('ko-KR');
}
