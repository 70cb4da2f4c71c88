import type { FactPart } from '../../posts/fact-changes.ts';
import type { DraftMessages } from './drafts.ts';

const PARTS: Readonly<Record<FactPart, string>> = {
  name: '이름',
  date: '날짜',
  venue: '장소',
  lineup: '라인업',
  description: '소개 글',
  hashtags: '해시태그',
  phase: '진행 상태',
  extras: '추가 정보',
  days: '남은 날짜',
};

const SIGNS = { characters: '글자', hashtags: '해시태그', mentions: '멘션' };
const UNITS = { characters: '자', hashtags: '개', mentions: '개' };

export const draftsKo: DraftMessages = {
  states: {
    draft: '초안',
    awaiting_approval: '승인 대기',
    scheduled: '예약됨',
    publishing: '올리는 중',
    published: '게시됨',
    rejected: '반려됨',
    cancelled: '취소됨',
    held: '보류됨',
    failed: '실패',
    unconfirmed: '게시 여부 확인 필요',
  },
  buttons: {
    caption: '캡션 수정',
    redo: '다시 만들기',
    download: '다운로드',
    schedule: '예약',
    publish: '바로 올리기',
    publishAgain: '다시 올리기',
    autoCaption: '자동 캡션으로 되돌리기',
    reopen: '입력한 내용 이어서 고치기',
    delete: '삭제하기',
    keep: '그대로 두기',
    newer: '← 최근 게시물',
    older: '이전 게시물 →',
  },
  sizePlaceholder: '다른 크기로 바꾸기',
  notKept: () =>
    '지금은 게시물을 저장할 수 없어 버튼 없이 보여 드립니다. 고치거나 예약하려면 잠시 후 다시 만들어 주세요.',
  left: (person, count) => `${person} 님은 오늘 ${count}개를 더 만들 수 있습니다.`,
  noneLeft: (person, when) =>
    `${person} 님이 오늘 만들 수 있는 게시물을 모두 만들었습니다. ${when}부터 다시 만들 수 있습니다.`,
  conflict: () =>
    '그사이 다른 사람이 먼저 고쳐서 바꾸지 않았습니다. 지금 내용을 보여 드렸으니, 확인하고 다시 해 주세요.',
  unchanged: () => '이미 이 내용이라서 바꾸지 않았습니다.',
  regenerated: (changes) =>
    changes.length === 0
      ? '다시 만들었습니다. 이벤트 내용은 그대로이고 포스터 디자인이나 캡션 구성만 달라졌습니다.'
      : `이벤트를 다시 읽어 만들었습니다. 바뀐 내용: ${changes.map((part) => PARTS[part]).join(', ')}`,
  stillTheSame: () => '이벤트를 다시 읽었지만 바뀐 내용이 없습니다.',
  captionKept: (button) =>
    `직접 고친 캡션은 그대로 두었습니다. 새로 만든 캡션을 쓰려면 ‘${button}’ 버튼을 눌러 주세요.`,
  captionReset: () => '자동으로 만든 캡션으로 되돌렸습니다. 되돌리기 전 캡션:',
  caption: {
    modalTitle: (event) => `캡션 수정 · ${event}`,
    label: '캡션',
    description: (limit) => `인스타그램에는 ${format(limit)}자까지 올릴 수 있습니다.`,
    refused: (count) =>
      `${count === 1 ? '고칠 곳이 있어' : `고칠 곳이 ${count}개 있어`} 캡션을 저장하지 않았습니다.`,
    signs: SIGNS,
    tooMany: (sign, count, limit) => {
      const unit = UNITS[sign];
      return `${format(count)}${unit}입니다. 인스타그램에는 ${format(limit)}${unit}까지 올릴 수 있으니 ${format(count - limit)}${unit}를 줄여 주세요.`;
    },
    empty: () => '캡션이 비어 있습니다. 한 글자 이상 적어 주세요.',
    typed: () => '입력한 내용:',
    typedAttached: (fileName) => `입력한 내용은 첨부한 \`${fileName}\`에 모두 있습니다.`,
    typedGone: () =>
      '입력한 내용을 다시 열지 못했습니다. 첨부한 파일을 열어 복사한 뒤 ‘캡션 수정’ 버튼을 눌러 주세요.',
  },
  downloaded: (pages) =>
    pages === 1
      ? '원본 화질 포스터와 캡션 파일입니다.'
      : `원본 화질 포스터 ${pages}장과 캡션 파일입니다.`,
  redrawn: () => '보관하던 이미지가 없어 저장된 정보로 다시 만들었습니다.',
  list: {
    heading: (count, more) => `게시물 ${format(count)}${more ? '개 이상' : '개'}`,
    none: () => '아직 만든 게시물이 없습니다. `/post`로 만들면 여기에 보입니다.',
    noneMatching: () => '조건에 맞는 게시물이 없습니다. 조건을 빼고 다시 찾아 주세요.',
    by: (person, when) => `${person} 님이 ${when}에 만듦`,
    link: '메시지로 가기',
    hint: (command) => `${command}에 이름이나 ID를 넣으면 포스터와 캡션을 다시 봅니다.`,
    tooManyForPages: () => '이 목록은 다음 쪽으로 넘길 수 없습니다. 조건을 더해 줄여 주세요.',
  },
  errors: {
    notFound: '게시물을 찾을 수 없습니다. 삭제되었을 수 있으니 `/posts list`에서 확인해 주세요.',
    notYours: (person) =>
      `이 게시물은 만든 사람(${person})이나 ‘이벤트 관리하기’ 또는 ‘메시지 관리하기’ 권한이 있는 사람만 고치거나 삭제할 수 있습니다.`,
    fixed: (state) => `‘${state}’ 상태인 게시물은 고치거나 삭제할 수 없습니다.`,
    quotaReached: (limit, day, when) =>
      `오늘 만들 수 있는 게시물 ${limit}개를 모두 만들었습니다. ${day} 0시(${when})부터 다시 만들 수 있습니다.\n-# 이미 만든 게시물의 테마, 크기, 캡션은 횟수와 관계없이 바꿀 수 있습니다.`,
    withPremium: (limit, buyable) =>
      `프리미엄 서버에서는 한 사람이 하루에 ${limit}개까지 만들 수 있습니다. ${
        buyable
          ? '프리미엄은 아래 버튼에서 구독할 수 있습니다.'
          : '프리미엄은 봇 운영자에게 문의해 주세요.'
      }`,
    unavailable: (reference) =>
      `지금은 게시물을 불러오거나 저장할 수 없어 아무것도 바꾸지 않았습니다. 잠시 후 다시 시도하고, 계속되면 봇 운영자에게 번호 \`${reference}\`를 알려 주세요.`,
  },
  deletion: {
    ask: (post) =>
      `정말 삭제할까요? ${post}\n-# 포스터와 캡션이 모두 지워지고 되돌릴 수 없습니다. 채널에 올라온 메시지는 남지만 버튼은 더 쓸 수 없습니다.`,
    done: (post) => `삭제했습니다: ${post}`,
    kept: () => '삭제하지 않고 그대로 두었습니다.',
  },
};

function format(count: number): string {
  return count.toLocaleString('ko-KR');
}
