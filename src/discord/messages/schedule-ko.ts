import type { WhenAmbiguous, WhenProblem } from '../../events/when/reading.ts';
import type { ScheduleMessages } from './schedule.ts';

const EXAMPLE = '예: `내일 저녁 8시`, `12월 24일 20:00`, `D-3 저녁 8시`';

const QUESTIONS: Readonly<Record<WhenAmbiguous['why'], string>> = {
  half_day: '오전인지 오후인지 골라 주세요.',
  which_night: '어느 밤인지 골라 주세요.',
  which_day: '어느 날인지 골라 주세요.',
};

const PROBLEMS: Readonly<Record<WhenProblem, (words: string) => string>> = {
  empty: () => '시간이 비어 있습니다.',
  unknown_words: (words) => `‘${words}’ 부분을 시간으로 읽을 수 없습니다.`,
  no_time: () => '몇 시인지 빠져 있습니다.',
  too_vague: (words) => `‘${words}’만으로는 언제인지 정할 수 없습니다.`,
  no_such_day: (words) => `달력에 없는 날짜입니다: ‘${words}’.`,
  no_such_time: (words) => `없는 시각입니다: ‘${words}’.`,
  wrong_weekday: (words) => `‘${words}’의 날짜와 요일이 서로 맞지 않습니다.`,
  contradiction: (words) => `‘${words}’에 서로 다른 시간이 함께 있습니다.`,
  no_event: (words) => `이벤트를 먼저 골라야 ‘${words}’ 부분을 읽을 수 있습니다.`,
  too_far: () => '60일보다 먼 시간에는 예약할 수 없습니다.',
};

export const scheduleKo: ScheduleMessages = {
  commands: {
    schedule: '인스타그램 게시물을 예약하고 관리합니다',
    add: '게시물을 정한 시간에 올리도록 예약합니다',
    campaign: '이벤트 하나의 게시물을 D-14부터 당일까지 한 번에 제안합니다',
    list: '예약된 게시물을 날짜별로 보여 줍니다',
    move: '예약 시간을 바꿉니다',
    cancel: '예약을 취소합니다',
    retry: '보류되거나 실패한 게시물을 지금 다시 올립니다',
  },
  options: {
    template: '게시물의 종류',
    when: '올릴 시간. 예: 내일 저녁 8시, 12월 24일 20:00, D-3 저녁 8시',
    post: '이미 만든 게시물을 포스터와 캡션 그대로 예약할 때 고르세요 (기본: 새로 만들기)',
    planned: '예약된 게시물의 이름이나 날짜를 입력하고 목록에서 고르세요',
    held: '보류되거나 실패한 게시물을 목록에서 고르세요',
    size: '새로 만들 포스터의 크기 (기본: 서버에서 정한 크기)',
    theme: '새로 만들 포스터의 테마 (기본: 서버에서 정한 테마)',
    language: '새로 만들 포스터와 캡션의 언어 (기본: 서버 언어)',
  },
  form: {
    title: (event) => `예약 · ${event}`,
    label: '올릴 시간 (한국 시간)',
    description: '5분 뒤부터 60일 뒤까지 예약할 수 있습니다.',
    again: '시간 다시 입력',
  },
  when: {
    ask: (why, typed) => `‘${typed}’만으로는 여러 시간으로 읽을 수 있습니다. ${QUESTIONS[why]}`,
    past: (when) => `이미 지난 시간입니다(${when}). 앞으로 올 시간을 입력해 주세요. ${EXAMPLE}`,
    pastWithNext: (when, next) => `이미 지난 시간입니다(${when}). **${next}**에 예약할까요?`,
    unreadable: (reason, words) => `${PROBLEMS[reason](words)} ${EXAMPLE}`,
    tooSoon: (earliest) =>
      `5분 안에는 예약할 수 없습니다. 가장 이른 시간은 ${earliest}입니다. 지금 바로 올릴 수도 있습니다.`,
    tooLate: (latest) => `60일 뒤(${latest})까지만 예약할 수 있습니다. 더 이른 시간을 골라 주세요.`,
    now: '바로 올리기',
  },
  planned: (when, stamps) => `🗓️ **${when}**에 올리도록 예약했습니다. ${stamps}`,
  moved: (when, stamps) => `🗓️ 예약 시간을 바꿨습니다: **${when}** ${stamps}`,
  retried: () => '🗓️ 다시 올립니다. 결과는 알림으로 알려 드립니다.',
  now: () => '🗓️ 지금 올립니다. 결과는 알림으로 알려 드립니다.',
  asap: (stamps) => `🗓️ 승인되는 대로 올립니다. 이때까지 승인되지 않으면 보류합니다: ${stamps}`,
  needsApproval: () => '승인 채널에서 승인을 받아야 올라갑니다.',
  madeAnew: () => '올라갈 날의 D-day에 맞게 포스터를 다시 만들었습니다.',
  captionStayed: () =>
    '⚠️ 캡션은 직접 고친 것이라 그대로 두었습니다. 남은 날짜가 적혀 있다면 확인해 주세요.',
  draftStays: () => '게시물은 만들었지만 예약하지 않았습니다. 초안으로 남아 있습니다.',
  cancelled: (post) =>
    `예약을 취소했습니다: ${post}\n-# 게시물은 남아 있어 다시 예약할 수 있습니다.`,
  similar: (count) =>
    `⚠️ 같은 이벤트의 같은 종류 게시물이 그날 이미 ${count}개 있습니다. 그래도 예약할까요?`,
  scheduleAnyway: '그래도 예약',
  refusals: {
    notPremium: (buyable) =>
      `인스타그램 연결과 예약, 자동 게시는 프리미엄 서버에서 쓸 수 있습니다. ${
        buyable
          ? '프리미엄은 아래 버튼에서 구독할 수 있습니다.'
          : '프리미엄은 봇 운영자에게 문의해 주세요.'
      }\n-# 지금은 포스터와 캡션을 ‘다운로드’로 받아 직접 올릴 수 있습니다.`,
    notConnected:
      '연결된 인스타그램 계정이 없거나 연결이 끊겼습니다. 서버 관리자가 `/connect instagram`으로 연결한 뒤 다시 시도해 주세요.',
    noPublicUrl:
      '이 봇에는 아직 인스타그램이 사진을 가져갈 주소가 없습니다. 봇 운영자에게 `PUBLIC_URL` 설정을 요청해 주세요.',
    sample:
      '예시 이벤트는 인스타그램에 올릴 수 없습니다. `/connect rite`로 서버를 연결하고 실제 이벤트로 만들어 주세요.',
    noApprovalChannel:
      '이 서버는 승인을 받아야 올릴 수 있는데 승인 채널이 없습니다. 서버 관리자가 `/settings`에서 승인 채널을 고르거나 승인을 꺼 주세요.',
    notAllowed:
      '‘이벤트 관리하기’ 또는 ‘메시지 관리하기’ 권한이나 예약 역할이 있는 사람만 예약할 수 있습니다. 서버 관리자에게 요청해 주세요.',
    storySize:
      '스토리 크기(9:16)는 인스타그램 피드에 올릴 수 없습니다. 크기를 정사각형이나 세로로 바꾼 뒤 다시 예약해 주세요.',
    picturesGone:
      '오래된 게시물이라 보관된 포스터가 없습니다. ‘다시 만들기’를 누른 뒤 다시 예약해 주세요.',
    otherDay:
      '이 카운트다운은 올라갈 날과 남은 날짜가 다릅니다. ‘다시 만들기’를 누른 뒤 다시 시도해 주세요.',
    conflict: '그사이 다른 사람이 게시물을 고쳤습니다. 바뀐 내용을 확인한 뒤 다시 예약해 주세요.',
    otherPost:
      '고른 게시물은 이 이벤트나 종류의 게시물이 아닙니다. 이벤트와 종류를 게시물에 맞게 골라 주세요.',
    notPossible: (state) => `‘${state}’ 상태인 게시물에는 할 수 없습니다.`,
    rejected: '반려된 게시물입니다. 캡션이나 포스터를 고친 뒤 다시 시도해 주세요.',
    eventOver: (event) =>
      `그때는 이벤트(${event})가 이미 끝난 뒤입니다. 더 이른 시간을 골라 주세요.`,
  },
  list: {
    heading: (count, others) =>
      [
        `예약 ${count.toLocaleString('ko-KR')}개`,
        ...(others > 0 ? [`올렸거나 멈춘 게시물 ${others.toLocaleString('ko-KR')}개`] : []),
      ].join(' · '),
    none: () =>
      '예약된 게시물이 없습니다. `/schedule add`나 `/schedule campaign`으로 예약해 보세요.',
    notConnected: () =>
      '연결된 인스타그램 계정이 없거나 연결이 끊겼습니다. 아래 예약은 시각이 되어도 올라가지 않고, 다시 연결할 때까지 보류됩니다. 서버 관리자가 `/connect instagram`으로 연결할 수 있습니다.',
    earlier: '← 이전',
    later: '다음 →',
  },
  campaign: {
    heading: (event) => `${event} 게시 계획`,
    none: () => '제안할 게시물이 없습니다. 남은 시간이 짧거나 이벤트가 지났습니다.',
    skipped: (why, steps) =>
      ({
        too_soon: `지났거나 너무 가까워 뺐습니다: ${steps}`,
        too_late: `60일보다 멀어 뺐습니다: ${steps}`,
        no_lineup: `라인업이 아직 없어 뺐습니다: ${steps}`,
      })[why],
    repeated: (posts) => `같은 날 내용이 같은 게시물이 또 있습니다: ${posts}`,
    pick: '옮기거나 뺄 게시물 고르기',
    picked: (post) => `고른 게시물: ${post}`,
    hint: (count) =>
      `모두 예약하면 게시물 ${count}개를 만듭니다. 하루에 만들 수 있는 횟수에 들어가고, 승인은 하나씩 받습니다.`,
    accept: '모두 예약',
    move: '시간 바꾸기',
    drop: '빼기',
    back: '돌아가기',
    dropped: () => '게시물을 모두 뺐습니다. 예약한 것은 없습니다.',
    underway: () => '이 계획은 지금 만들고 있습니다. 잠시 후 `/schedule list`에서 확인해 주세요.',
    accepted: (count) => `게시물 ${count}개를 예약했습니다`,
    alreadyPlanned: '이미 예약되어 있습니다',
    notKept: '만들었지만 저장하지 못했습니다',
  },
};
