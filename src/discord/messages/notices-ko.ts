import { DAILY_PUBLICATIONS } from '../../posts/publishing/timing.ts';
import type { NoticeMessages } from './notices.ts';

export const noticesKo: NoticeMessages = {
  headings: {
    published: '인스타그램에 올렸습니다',
    failed: '인스타그램에 올리지 못했습니다',
    held: '게시를 보류했습니다',
    unconfirmed: '인스타그램에 올라갔는지 확인해 주세요',
    facts_changed: '이벤트 내용이 바뀌어 게시를 멈췄습니다',
    event_stopped: '올리면 안 되는 이벤트라서 게시를 멈췄습니다',
    rejected: '게시물이 반려되었습니다',
    unapproved: '승인되지 않아 올리지 않았습니다',
    unasked: '승인을 요청할 채널이 없습니다',
    withdrawn: '예약이 취소되었습니다',
    connected: '인스타그램 계정을 연결했습니다',
    token_expiring: '인스타그램 연결이 곧 끝납니다',
    token_dead: '인스타그램 연결이 끊어졌습니다',
    deauthorized: '인스타그램에서 연결이 해제되었습니다',
  },
  problems: {
    not_connected: {
      reason: '이 서버에 연결된 인스타그램 계정이 없습니다.',
      remedy: '서버 관리자가 `/connect instagram`으로 계정을 연결하면 이어서 올립니다.',
    },
    token_dead: {
      reason:
        '인스타그램 연결이 끊어져 있습니다. 비밀번호를 바꾸었거나 앱 권한을 해제했을 수 있습니다.',
      remedy: '서버 관리자가 `/connect instagram`으로 다시 연결하면 이어서 올립니다.',
    },
    no_permission: {
      reason: '연결된 인스타그램 계정이 이 봇에 게시 권한을 주지 않았습니다.',
      remedy:
        '서버 관리자가 `/connect instagram`으로 다시 연결하면서 권한을 모두 허용한 뒤, 다시 시도해 주세요.',
    },
    account_restricted: {
      reason: '인스타그램이 이 계정의 사용을 제한했습니다.',
      remedy:
        '인스타그램 앱에 로그인해 안내와 계정 상태를 확인하고, 제한이 풀리면 다시 시도해 주세요.',
    },
    account_changed: {
      reason: '예약한 뒤 이 서버의 인스타그램 계정이 다른 계정으로 바뀌었습니다.',
      remedy: '지금 연결된 계정에 올리려면 다시 시도하고, 아니면 취소해 주세요.',
    },
    quota_instagram: {
      reason: '인스타그램이 24시간 동안 허용하는 게시 수를 모두 썼습니다.',
      remedy: '자리가 날 때까지 기다려야 합니다. 급하면 인스타그램 앱에서 직접 올려 주세요.',
    },
    quota_ours: {
      reason: `이 계정으로 하루에 올릴 수 있는 게시물 ${DAILY_PUBLICATIONS}개를 모두 올렸습니다.`,
      remedy: '자정이 지나면 다시 올릴 수 있습니다. 급하지 않은 예약은 취소하거나 옮겨 주세요.',
    },
    action_blocked: {
      reason: '인스타그램이 이 계정의 활동을 잠시 막았습니다.',
      remedy:
        '인스타그램 앱에서 안내를 확인해 주세요. 막힌 동안 여러 번 시도하면 더 길어질 수 있습니다.',
    },
    rate_limited: {
      reason: '인스타그램에 보낸 요청이 너무 많아 잠시 기다려야 합니다.',
      remedy: '따로 하실 일은 없습니다. 자주 생기면 봇 운영자에게 알려 주세요.',
    },
    picture_unreachable: {
      reason: '인스타그램이 포스터 이미지를 가져가지 못했습니다.',
      remedy:
        '잠시 후 다시 시도해 주세요. 계속되면 봇 운영자에게 봇의 공개 주소(PUBLIC_URL)를 확인해 달라고 전해 주세요.',
    },
    picture_refused: {
      reason: '인스타그램이 포스터 이미지의 형식이나 크기를 받아들이지 않았습니다.',
      remedy: '`/posts show`에서 크기를 정사각형이나 세로 4:5로 바꾼 뒤 다시 시도해 주세요.',
    },
    pictures_gone: {
      reason: '보관하던 포스터 이미지가 지워져 올릴 수 없습니다.',
      remedy: '`/posts show`에서 ‘다시 만들기’를 누른 뒤 다시 시도해 주세요.',
    },
    caption_refused: {
      reason:
        '인스타그램이 캡션을 받아들이지 않았습니다. 길이나 해시태그, 멘션이 한도를 넘었을 수 있습니다.',
      remedy: '`/posts show`에서 캡션을 고친 뒤 다시 시도해 주세요.',
    },
    content_refused: {
      reason: '인스타그램이 이 게시물을 스팸이나 규정 위반으로 보고 거절했습니다.',
      remedy:
        '인스타그램 앱에서 계정 상태를 확인하고, 캡션이나 이미지를 바꾼 뒤 다시 시도해 주세요.',
    },
    public_url_missing: {
      reason: '인스타그램이 이미지를 가져갈 공개 주소가 봇에 설정되어 있지 않습니다.',
      remedy: '봇 운영자에게 PUBLIC_URL을 설정해 달라고 전하고, 그 뒤에 다시 시도해 주세요.',
    },
    sample_event: {
      reason: '연습용 예시 이벤트는 인스타그램에 올리지 않습니다.',
      remedy: '서버 관리자가 `/connect rite`로 연결한 뒤, 내 이벤트로 다시 만들어 주세요.',
    },
    facts_changed: {
      reason: '예약한 뒤 이벤트 내용이 바뀌었습니다.',
      remedy: '바뀐 내용을 확인하고, 포스터와 캡션을 고친 뒤 다시 시도해 주세요.',
    },
    facts_unchecked: {
      reason: 'Rite가 응답하지 않아 이벤트 내용이 그대로인지 확인하지 못했습니다.',
      remedy: '날짜와 라인업이 그대로라면 다시 시도하고, 아니면 취소해 주세요.',
    },
    event_stopped: {
      reason: '이벤트가 취소되었거나 끝났거나 Rite에서 사라졌습니다.',
      remedy: 'Rite에서 이벤트를 확인하고, 올릴 필요가 없으면 취소해 주세요.',
    },
    unapproved: {
      reason: '예약한 시각까지 승인되지 않았습니다.',
      remedy: '그래도 올리려면 다시 시도해 승인을 요청하고, 아니면 취소해 주세요.',
    },
    late: {
      reason:
        '예약한 시각이 두 시간 넘게 지났습니다. 그동안 봇이 멈춰 있었거나 게시가 보류되어 있었습니다.',
      remedy: '아직 올릴 만한 내용이라면 다시 시도하고, 아니면 취소해 주세요.',
    },
    instagram_unavailable: {
      reason: '인스타그램이 여러 번 제대로 응답하지 않았습니다.',
      remedy: '잠시 후 다시 시도해 주세요.',
    },
    unconfirmed: {
      reason: '인스타그램의 응답이 끊겨, 올라갔는지 아닌지 알 수 없습니다.',
      remedy: '인스타그램 앱에서 계정을 열어 이 게시물이 있는지 확인해 주세요.',
    },
    unexpected: {
      reason: '예상하지 못한 문제가 생겼습니다.',
      remedy: '다시 시도해 주세요. 계속되면 봇 운영자에게 아래 코드를 알려 주세요.',
    },
  },
  again: (when, relative) => `${when}(${relative})에 자동으로 다시 시도합니다.`,
  code: (code) => `코드: ${code}`,
  server: (name) => `서버: ${name}`,
  scheduledFor: (when, stamps) => `예약 시각: ${when} ${stamps}`,
  stateNow: (state) => `지금 상태: **${state}**`,
  stopped: {
    cancelled: '이벤트가 취소되었습니다.',
    completed: '이미 끝난 이벤트입니다.',
    past: '이벤트 날짜가 지났습니다.',
    gone: 'Rite에서 이벤트를 찾을 수 없습니다. 삭제되었을 수 있습니다.',
  },
  parts: {
    name: '이름',
    date: '날짜',
    venue: '장소',
    lineup: '라인업',
    times: '시간',
    days: '남은 날짜',
    ticketUrl: '예매 링크',
    advancePrice: '예매 가격',
    doorPrice: '현매 가격',
    ageLimit: '나이 제한',
    notice: '안내',
  },
  nothing: '(없음)',
  difference: (part, before, after) => `${part}: ${before} → ${after}`,
  moreDifferences: (count) => `그 밖에 ${count}가지`,
  published: {
    noLink: () => '인스타그램이 아직 게시물 주소를 알려 주지 않았습니다. 앱에서 확인해 주세요.',
    unchecked: () =>
      '올리기 직전에 Rite에서 이벤트를 다시 확인하지 못했습니다. 날짜와 라인업이 맞는지 확인해 주세요.',
    earlier: () =>
      '고치기 전의 게시물이 올라가 있습니다. 인스타그램이 뒤늦게 올린 것이며, 새로 올린 것은 없습니다. 앱에서 확인해 주세요.',
  },
  factsRemedy: () =>
    '바뀐 내용으로 포스터와 캡션을 확인하고, 다시 승인을 받아 주세요. 승인 전에는 올리지 않습니다.',
  factsRemedyHere: () =>
    '바뀐 내용으로 다시 만든 포스터와 캡션을 `/posts show`에서 확인하고, 맞으면 아래 버튼을 눌러 주세요. 누르기 전에는 올리지 않습니다.',
  stoppedRemedy: () => 'Rite에서 이벤트를 확인해 주세요. 올릴 필요가 없으면 취소하면 됩니다.',
  rejectedBy: (person) => `${person} 님이 반려했습니다.`,
  rejectedReason: (reason) => `이유: ${reason}`,
  rejectedRemedy: () => '게시물을 고치면 다시 승인을 요청합니다.',
  withdrawn: {
    what: (event, when) => `${event} · ${when} 예약`,
    reason: '이 예약에 딸린 데이터가 삭제 요청으로 지워져, 인스타그램에 올라가지 않습니다.',
    kept: '게시물은 그대로 있습니다. 올리려면 `/schedule add`로 다시 예약해 주세요.',
    gone: '게시물도 함께 지워졌습니다. 올리려면 `/post`로 다시 만들어 예약해 주세요.',
  },
  unconfirmedRemedy: () =>
    '인스타그램 앱에서 계정을 열어 이 게시물이 있는지 보고 아래에서 골라 주세요. 두 번 올라가지 않도록, 고르기 전에는 다시 올리지 않습니다.',
  account: (account) => `계정: **${account}**`,
  connectedNext: () => '이제 이 계정으로 게시물을 예약하거나 바로 올릴 수 있습니다.',
  expires: (when, relative) =>
    `${when}(${relative})에 연결이 끝나고, 그 뒤의 예약은 다시 연결할 때까지 보류됩니다.`,
  reconnect: () =>
    '서버 관리자가 서버에서 `/connect instagram`을 입력해 다시 연결해 주세요. 보류된 게시물은 이어서 올립니다.',
  buttons: {
    retry: '다시 시도',
    publishNow: '바로 올리기',
    accept: '바뀐 내용으로 올리기',
    cancel: '게시 취소',
    live: '올라가 있습니다',
    notLive: '없습니다, 올려 주세요',
    leave: '그대로 두기',
    confirmPublish: '바로 올리기',
    confirmChanged: '이대로 올리기',
  },
  decided: {
    retry: (person) => `${person} 님이 다시 올리기로 했습니다. 결과는 따로 알려 드립니다.`,
    accept: (person) =>
      `${person} 님이 바뀐 내용으로 올리기로 했습니다. 결과는 따로 알려 드립니다.`,
    awaiting: (person) => `${person} 님이 다시 올리기로 하고 승인을 요청했습니다.`,
    cancel: (person) => `${person} 님이 게시를 취소했습니다.`,
    live: (person) =>
      `${person} 님이 올라가 있다고 확인했습니다. 게시물 주소를 찾아보고 따로 알려 드립니다.`,
    notLive: (person) =>
      `${person} 님이 올라가 있지 않다고 확인했습니다. 한 번 더 살펴본 뒤 올립니다.`,
    leave: (person) =>
      `${person} 님이 그대로 두기로 했습니다. 다시 올리지 않습니다. 나중에 정하려면 \`/posts show\`에서 고를 수 있습니다.`,
  },
  changedSince: () =>
    '이 알림이 온 뒤에 게시물이 바뀌었습니다. 위가 지금 내용입니다. 확인하고 맞으면 아래 버튼을 눌러 주세요. 누르기 전에는 올리지 않습니다.',
  publishNow: {
    ask: (post, account) =>
      `인스타그램 **${account}** 계정에 지금 올릴까요?\n${post}\n-# 올린 뒤에는 여기에서 지우거나 고칠 수 없습니다.`,
    replaces: () =>
      '이 게시물은 이미 예약되어 있습니다. 바로 올리면 지금 있는 예약을 대신하고, 예약한 시각에는 다시 올리지 않습니다.',
    planned: () => '올리기 시작했습니다. 보통 몇 초 걸리며, 결과는 DM으로 알려 드립니다.',
    awaiting: () => '승인이 필요한 서버라서 승인 채널에 올려 두었습니다.',
    similar: (count) =>
      `같은 날 같은 이벤트의 같은 종류 게시물이 ${count}개 더 있습니다. 겹치지 않는지 확인해 주세요.`,
  },
  refusals: {
    conflict:
      '그사이 다른 사람이 먼저 고쳐서 올리지 않았습니다. 지금 내용을 확인하고 다시 눌러 주세요.',
    other_day:
      '카운트다운에 적힌 남은 날짜가 오늘과 맞지 않아 올리지 않았습니다. ‘다시 만들기’를 누른 뒤 다시 해 주세요.',
    event_over: '이벤트가 끝난 뒤의 시각이라 올리지 않았습니다.',
    story_size:
      '스토리 크기(9:16)는 인스타그램 피드에 올릴 수 없습니다. 크기를 정사각형이나 세로 4:5로 바꾼 뒤 다시 해 주세요.',
    pictures_gone:
      '보관하던 포스터 이미지가 지워져 올릴 수 없습니다. ‘다시 만들기’를 누른 뒤 다시 해 주세요.',
    not_connected:
      '이 서버에 연결된 인스타그램 계정이 없거나 연결이 끊어졌습니다. 서버 관리자가 `/connect instagram`으로 연결해 주세요.',
    no_public_url:
      '인스타그램이 이미지를 가져갈 공개 주소가 없어 올릴 수 없습니다. 봇 운영자에게 PUBLIC_URL을 설정해 달라고 전해 주세요.',
    sample:
      '연습용 예시 이벤트는 인스타그램에 올리지 않습니다. 서버 관리자가 `/connect rite`로 연결한 뒤 내 이벤트로 만들어 주세요.',
    no_approval_channel:
      '승인이 필요한 서버인데 승인 채널이 정해져 있지 않습니다. 서버 관리자가 `/settings`에서 정해 주세요.',
    too_soon: '너무 이른 시각이라 예약하지 못했습니다. 지금부터 5분 뒤부터 예약할 수 있습니다.',
    too_late: '너무 먼 날짜라 예약하지 못했습니다. 60일 뒤까지 예약할 수 있습니다.',
  },
  notPossible: (state) => `지금 ‘${state}’ 상태라서 할 수 없습니다.`,
  status: {
    due: (when, relative) => `${when}(한국 시간)에 올립니다 · ${relative}`,
    awaiting: (when, relative) => `승인을 받으면 ${when}(한국 시간)에 올립니다 · ${relative}`,
    unconfirmed:
      '올라갔는지 알 수 없습니다. 인스타그램 앱에서 확인한 뒤 `/posts show`에 있는 버튼으로 알려 주세요.',
    problem: (reason) => `올리지 않은 이유: ${reason}`,
    link: '인스타그램에서 보기',
    noLink: '게시물 주소를 알 수 없습니다. 인스타그램 앱에서 볼 수 있습니다.',
  },
};
