import { approvalKo } from './approval.ts';
import { connectKo } from './connect.ts';
import { draftsKo } from './drafts-ko.ts';
import { instagramKo } from './instagram.ts';
import type { Messages, PostPart } from './messages.ts';
import { noticesKo } from './notices-ko.ts';
import { privacyKo } from './privacy.ts';
import { scheduleKo } from './schedule-ko.ts';
import { scheduledEventKo } from './scheduled-event.ts';
import { settingsKo } from './settings.ts';
import { statsKo } from './stats.ts';

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
    event: '이벤트에 Rite에 없는 정보를 더합니다',
    eventExtras: '가격, 예매 링크, 나이 제한, 안내를 정합니다',
    brand: '이 서버의 포스터 디자인을 정합니다',
    brandSet: '테마, 강조색, 로고, 기본 해시태그를 정합니다',
    brandPreview: '지금 디자인을 세 가지 포스터로 미리 봅니다',
    brandReset: '정해 둔 디자인을 처음으로 되돌립니다',
    posts: '만든 게시물을 찾아보고 관리합니다',
    postsList: '만든 게시물 목록을 보여 줍니다',
    postsShow: '게시물 하나의 포스터와 캡션을 다시 보여 줍니다',
    postsDelete: '게시물 하나를 삭제합니다',
    connect: '이 서버를 다른 서비스와 연결합니다',
    connectRite: 'Rite 주최자와 연결합니다. 이벤트 설명에 코드를 잠시 넣어 확인합니다',
    disconnect: '이 서버와 다른 서비스의 연결을 끊습니다',
    disconnectRite: 'Rite 주최자와의 연결을 끊습니다',
    privacy: '이 봇이 보관하는 내 정보를 받거나 지웁니다',
    privacyExport: '보관 중인 내 정보를 파일로 받습니다',
    privacyDelete: '보관 중인 내 정보를 모든 서버에서 지웁니다',
    privacyReceipt: '삭제할 때 받은 확인 번호로 처리 결과를 봅니다',
    help: '사용 방법을 알려 줍니다',
  },
  options: {
    event: '이벤트 이름이나 날짜를 입력하고 목록에서 고르세요',
    theme: '포스터 테마 (기본: 서버에서 정한 테마)',
    size: '포스터 크기 (기본: 정사각형)',
    language: '포스터와 캡션의 언어 (기본: 서버 언어)',
    brandTheme: '따로 고르지 않을 때 쓸 테마',
    accent: '강조색. 예: #3355FF, 파랑, hotpink',
    logo: '로고 파일. PNG, JPEG, WebP, 5MB까지',
    hashtags: '모든 캡션에 붙일 해시태그, 10개까지. 예: #서울언더그라운드 #테크노',
    brandPart: '되돌릴 항목 (기본: 전부)',
    state: '이 상태인 게시물만',
    template: '이 종류의 게시물만',
    listedEvent: '이 이벤트의 게시물만. 이름이나 날짜를 입력하고 목록에서 고르세요',
    post: '게시물의 이름이나 날짜를 입력하고 목록에서 고르세요',
    riteEvent: '내가 주최하는 이벤트 하나의 Rite 주소 또는 ID',
    reference: '삭제할 때 받은 확인 번호',
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
    sample: () =>
      '연습용 예시 이벤트로 만들었습니다. 내 이벤트를 쓰려면 `/connect rite`로 서버를 연결해 주세요.',
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
    brandUnread: () =>
      '서버 디자인을 읽지 못해 기본 디자인으로 만들었습니다. 잠시 후 다시 만들어 주세요.',
    extrasUnread: () =>
      '가격, 예매 링크 같은 추가 정보를 읽지 못해 넣지 못했습니다. 정해 둔 것이 있다면 잠시 후 다시 만들어 주세요.',
  },
  drafts: draftsKo,
  events: {
    heading: () => '다가오는 이벤트',
    none: () => '다가오는 이벤트가 없습니다. Rite에 이벤트를 등록하면 여기에 보입니다.',
    acts: (count) => (count === 0 ? '라인업 미정' : `${count}팀`),
    more: (count) => `외 ${count}개`,
    stale: (when) => `Rite가 응답하지 않아 ${when}에 읽은 목록을 보여 드립니다.`,
    samples: () =>
      '이 서버는 아직 Rite와 연결되지 않아 예시 이벤트를 보여 드립니다. 서버 관리자가 `/connect rite`로 연결할 수 있습니다.',
    hint: (command) => `${command}의 \`event\` 칸에 ID를 붙여 넣어도 됩니다.`,
  },
  brand: {
    parts: { theme: '테마', accent: '강조색', logo: '로고', hashtags: '해시태그' },
    heading: () => '서버 디자인',
    saved: () => '서버 디자인을 저장했습니다',
    nothingGiven: () => '바꿀 항목이 없어 그대로 두었습니다. `/brand set` 뒤에 항목을 골라 주세요.',
    unset: { accent: '테마의 색', logo: '없음', hashtags: '없음' },
    themeByDefault: (theme) => `${theme} (기본)`,
    logo: (width, height) => `있음 (${width}×${height})`,
    corrected: (shown) =>
      `잘 보이도록 ${shown.map(({ theme, accent }) => `${theme}에서는 ${accent}`).join(', ')}로 바꾸어 씁니다.`,
    hashtagsNote: () => '해시태그는 이벤트의 것을 먼저 넣고 남는 자리에 넣습니다.',
    previewOf: (night, event) => `미리보기: ${night} ${event}`,
    previewOfSample: () => '미리보기는 예시 이벤트로 그렸습니다.',
    previewFailed: () =>
      '저장했지만 미리보기를 그리지 못했습니다. 잠시 후 `/brand preview`로 확인해 주세요.',
    altText: (theme, event) => `${theme} 테마로 그린 공지, 라인업, 카운트다운 포스터: ${event}`,
    refused: (count) =>
      `${count === 1 ? '고칠 곳이 있어' : `고칠 곳이 ${count}개 있어`} 아무것도 바꾸지 않았습니다.`,
    notAColor: (given) =>
      `${given}: 색으로 읽을 수 없습니다. \`#3355FF\`, \`rgb(51, 85, 255)\`, \`파랑\`, \`hotpink\`처럼 적어 주세요.`,
    noHashtag: (given) =>
      `${given}: 해시태그로 쓸 글자가 없습니다. \`#서울언더그라운드 #테크노\`처럼 적어 주세요.`,
    tooManyHashtags: (count, limit) => `${count}개를 적었습니다. ${limit}개까지 정할 수 있습니다.`,
    logoFaults: {
      empty: '파일이 비어 있거나 그림이 모두 투명합니다. 로고가 보이는 파일을 올려 주세요.',
      too_large_file: '파일이 5MB보다 큽니다. 크기를 줄여 다시 올려 주세요.',
      not_an_image: '이미지 파일이 아닙니다. PNG, JPEG, WebP 파일을 올려 주세요.',
      unsupported_format: '쓸 수 없는 형식입니다. PNG, JPEG, WebP로 저장해 다시 올려 주세요.',
      animated: '움직이는 이미지는 쓸 수 없습니다. 멈춰 있는 이미지를 올려 주세요.',
      too_many_pixels: '이미지가 너무 큽니다. 가로세로를 4096픽셀 이하로 줄여 다시 올려 주세요.',
      too_small: '이미지가 너무 작습니다. 긴 쪽이 32픽셀이 넘는 이미지를 올려 주세요.',
      truncated: '파일이 손상되었거나 끝이 잘렸습니다. 다시 저장해 올려 주세요.',
      gone: '올린 파일이 이미 지워졌습니다. 다시 올려 주세요.',
      refused: 'Discord에 올린 파일이 아니라서 받지 않았습니다. 명령에 파일을 첨부해 주세요.',
      unreachable: 'Discord에서 파일을 받지 못했습니다. 잠시 후 다시 올려 주세요.',
      timeout: 'Discord에서 파일을 받는 데 너무 오래 걸렸습니다. 잠시 후 다시 올려 주세요.',
    },
    confirmReset: (parts) =>
      `처음으로 되돌릴까요? ${parts}\n-# 이미 만든 포스터와 캡션은 바뀌지 않습니다.`,
    confirmResetButton: '되돌리기',
    keepButton: '그대로 두기',
    resetDone: (parts) => `처음으로 되돌렸습니다: ${parts}`,
    resetKept: () => '그대로 두었습니다.',
    nothingToReset: () => '정해 둔 것이 없어 되돌릴 것이 없습니다.',
  },
  extras: {
    modalTitle: (event) => (event ? `추가 정보 · ${event}` : '추가 정보'),
    labels: {
      ticketUrl: '예매 링크',
      advancePrice: '예매 가격',
      doorPrice: '현매 가격',
      ageLimit: '나이 제한',
      notice: '안내 한 줄',
    },
    placeholders: {
      ticketUrl: '예: https://example.com/tickets',
      advancePrice: '예: 20,000원, 2만원, 무료',
      doorPrice: '예: 30,000원, 3만원, 무료',
      ageLimit: '예: 만 19세 이상. 제한이 없으면 비워 둡니다',
      notice: '예: 현장 촬영 금지',
    },
    faults: {
      not_a_link: '링크로 읽을 수 없습니다. `https://`로 시작하는 주소를 붙여 넣어 주세요.',
      other_scheme: '`https://`나 `http://`로 시작하는 주소만 쓸 수 있습니다.',
      credentials: '아이디나 비밀번호가 들어 있는 주소입니다. 그 부분을 지워 주세요.',
      has_spaces: '주소에 빈칸이 있습니다. 주소 하나만 붙여 넣어 주세요.',
      not_a_price: '가격으로 읽을 수 없습니다. `20,000원`, `2만원`, `무료`처럼 적어 주세요.',
      too_high: '1,000만원까지 적을 수 있습니다. 0이 더 들어가지 않았는지 확인해 주세요.',
      not_an_age: '나이로 읽을 수 없습니다. `19` 또는 `만 19세 이상`처럼 적어 주세요.',
      too_long: '너무 깁니다. 링크는 500자, 안내는 80자까지 적을 수 있습니다.',
    },
    heading: (event) => `${event} · 추가 정보`,
    saved: () => '저장했습니다. 이제 `/post`로 만드는 포스터와 캡션에 다음 내용이 들어갑니다.',
    cleared: () => '추가 정보를 모두 지웠습니다.',
    refused: (count) =>
      `${count === 1 ? '고칠 곳이 있어' : `고칠 곳이 ${count}개 있어`} 저장하지 않았습니다.`,
    basedOnOlder: () =>
      '입력하는 동안 다른 사람이 먼저 저장해서 덮어쓰지 않았습니다. 지금 저장된 내용:',
    keptNothing: () => '없음 (모두 지워져 있습니다)',
    typed: () => '입력한 내용:',
    reopenButton: '입력한 내용 이어서 고치기',
  },
  connect: connectKo,
  instagram: instagramKo,
  privacy: privacyKo,
  approval: approvalKo,
  settings: settingsKo,
  schedule: scheduleKo,
  notices: noticesKo,
  stats: statsKo,
  scheduledEvent: scheduledEventKo,
  help: [
    '### Rite 이벤트를 인스타그램 포스터와 캡션으로 만들어 올립니다',
    '**만들기**',
    '1. `/events`로 다가오는 이벤트를 확인합니다.',
    '2. `/post lineup`을 입력합니다. 일정 공지는 `/post announcement`, D-day는 `/post countdown`입니다.',
    '3. `event` 칸에 이름이나 날짜를 입력하고 목록에서 고릅니다. 예: `언더`, `12/24`, `금요일`',
    '4. 포스터 아래 메뉴와 버튼으로 테마와 크기, 캡션을 바꿉니다.',
    '5. 가격, 예매 링크, 나이 제한은 `/event extras`로 더합니다.',
    '6. 서버의 테마, 강조색, 로고, 해시태그는 `/brand set`으로 정하고 `/brand preview`로 봅니다.',
    '**올리기** (프리미엄 서버)',
    '7. 서버 관리자가 `/connect instagram`으로 계정을 연결하고, `/settings`에서 승인 채널과 승인 역할을 정합니다.',
    '8. 포스터 아래 ‘예약’이나 ‘바로 올리기’를 누르거나 `/schedule add`로 예약합니다. `/schedule campaign`은 D-14부터 당일까지 한 번에 예약합니다.',
    '9. 승인 채널에서 ✅를 받은 게시물이 제시간에 올라갑니다. 예약은 `/schedule list`, 올린 결과는 `/stats`에서 봅니다.',
    '-# 프리미엄이 아니면 ‘다운로드’로 포스터와 캡션을 받아 직접 올릴 수 있습니다.',
    '-# `/event publish`는 이벤트를 Discord 서버 이벤트로 등록합니다.',
    '-# 이벤트 내용은 Rite에서 고치고 ‘다시 만들기’를 누릅니다. 만든 게시물은 `/posts list`에서 찾습니다.',
    '-# 서버 관리자는 `/connect rite`로 Rite 주최자를 연결합니다. 내 정보는 `/privacy`에서 받거나 지울 수 있습니다.',
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
        [
          '이 서버는 아직 Rite 주최자와 연결되지 않았습니다. 두 단계면 됩니다.',
          '1. Rite에서 내가 주최하는 이벤트를 열고 주소를 복사합니다.',
          '2. 서버 관리자가 `/connect rite`를 입력하고 `event` 칸에 붙여 넣으면 나머지를 안내합니다.',
          '먼저 둘러보고 싶다면 `/post announcement`의 `event` 칸에서 예시 이벤트를 골라 보세요.',
          `-# 봇 운영자가 대신 연결할 수도 있습니다. 서버 ID: \`${guildId}\``,
        ].join('\n'),
      link_unreadable: () =>
        'Rite와의 연결 정보를 열 수 없게 되었습니다. 서버 관리자가 `/connect rite`로 다시 연결해 주세요. 계속되면 봇 운영자에게 암호화 키를 확인해 달라고 전해 주세요.',
      event_cancelled: ({ event }) => `${event}: 취소된 이벤트라서 만들지 않았습니다.`,
      event_completed: ({ event }) => `${event}: 이미 끝난 이벤트라서 만들지 않았습니다.`,
      event_past: ({ event }) =>
        `${event}: 날짜가 지난 이벤트라서 만들지 않았습니다. 날짜가 틀렸다면 Rite에서 고쳐 주세요.`,
      lineup_empty: ({ event }) =>
        `${event}: 라인업이 비어 있습니다. Rite에 출연자를 등록하거나, 지금은 \`/post announcement\`를 써 주세요.`,
    },
    notAllowed: {
      in_servers_only: '서버 안에서만 쓸 수 있습니다.',
      ManageGuild:
        '‘서버 관리하기’ 권한이 있는 사람만 쓸 수 있습니다. 서버 관리자에게 부탁해 주세요.',
    },
    tooSlow: '준비가 늦어져 입력 창을 열지 못했습니다. 잠시 후 다시 시도해 주세요.',
    commandGone: '지금은 없는 명령입니다. Discord를 새로고침한 뒤 다시 입력해 주세요.',
    componentGone: '이 버튼이나 메뉴는 이제 쓸 수 없습니다. 명령을 다시 입력해 새로 만들어 주세요.',
    unexpected: (reference) =>
      `문제가 생겨 끝내지 못했습니다. 다시 시도해 주세요. 계속되면 봇 운영자에게 번호 \`${reference}\`를 알려 주세요.`,
  },
};

function format(count: number): string {
  return count.toLocaleString('ko-KR');
}
