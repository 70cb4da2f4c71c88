import type { ComingBack, SetOut } from '../posts/accounts/linking-outcomes.ts';
import type { Page } from './page.ts';

export interface StatusPage extends Page {
  readonly status: number;
}

type PageOutcome = ComingBack | Exclude<SetOut, { readonly outcome: 'redirect' }>;

const AGAIN = 'Discord에서 /connect instagram을 다시 입력해 새 링크를 받아 주세요.';
const NOTHING_KEPT = '연결된 것도 저장된 것도 없습니다.';
const AGAIN_ENGLISH = 'Nothing was connected. For a new link type /connect instagram in Discord.';

/** What a person's browser shows at the end of a sign-in, however it ended. */
export function signInPage(end: PageOutcome): StatusPage {
  switch (end.outcome) {
    case 'connected':
      return connectedPage(end);
    case 'denied':
      return refusal(
        'Instagram 연결을 취소했습니다',
        'You did not allow the connection on Instagram.',
        [
          `Instagram에서 허용하지 않아 연결하지 않았습니다. ${NOTHING_KEPT}`,
          `마음이 바뀌면 ${AGAIN}`,
        ],
      );
    case 'no_publish_permission':
      return refusal('게시 권한이 빠져 있습니다', 'The permission to publish was left out.', [
        `프로필과 콘텐츠 게시 권한이 있어야 예약한 게시물을 올릴 수 있습니다. ${NOTHING_KEPT}`,
        `${AGAIN} Instagram 화면에서는 모든 항목을 켜 둔 채 허용해 주세요.`,
      ]);
    case 'personal_account':
      return refusal(
        '개인 계정은 연결할 수 없습니다',
        'This is a personal account; Instagram allows publishing for business and creator accounts only. Switch it in Instagram’s settings first.',
        [
          `@${end.username} 계정은 개인 계정입니다. Instagram은 비즈니스 계정이나 크리에이터 계정에만 자동 게시를 허용합니다. ${NOTHING_KEPT}`,
          'Instagram 앱의 설정에서 "계정 유형 및 도구"를 열고 "프로페셔널 계정으로 전환"을 누르면 무료로 바꿀 수 있습니다.',
          `바꾼 뒤에 ${AGAIN}`,
        ],
      );
    case 'expired':
      return refusal(
        '링크가 만료되었습니다',
        'This link has expired: it works for 10 minutes.',
        [`링크는 10분 동안만 쓸 수 있습니다. ${NOTHING_KEPT}`, AGAIN],
        410,
      );
    case 'used':
      return refusal(
        '쓸 수 없는 링크입니다',
        'This link was used already or is not right.',
        ['이미 사용했거나 올바르지 않은 링크입니다. 링크는 한 번만 쓸 수 있습니다.', AGAIN],
        410,
      );
    case 'another_browser':
      return refusal(
        '다른 브라우저에서 시작한 연결입니다',
        'This sign-in was begun in another browser, or cookies are blocked.',
        [
          `안전을 위해 링크를 연 브라우저에서만 연결을 마칠 수 있습니다. ${NOTHING_KEPT}`,
          '링크를 받은 사람이 같은 브라우저에서 링크를 다시 열어 주세요. 쿠키를 막아 두었다면 이 사이트에서는 허용해 주세요.',
        ],
      );
    case 'forged':
      return refusal(
        '확인할 수 없는 요청입니다',
        'This request is not one that this bot has made.',
        [`이 봇이 보낸 요청이 아니거나 주소가 바뀌었습니다. ${NOTHING_KEPT}`, AGAIN],
      );
    case 'refused':
      return refusal(
        'Instagram이 연결을 받아들이지 않았습니다',
        'Instagram did not accept the connection.',
        [
          `${NOTHING_KEPT} ${AGAIN}`,
          `계속 같은 화면이 나오면 봇 운영자에게 이 코드를 알려 주세요: ${end.code}`,
        ],
      );
    case 'unavailable':
      return refusal(
        'Instagram이 응답하지 않습니다',
        'Instagram does not answer; please try again in a few minutes.',
        [`${NOTHING_KEPT} 몇 분 뒤에 ${AGAIN}`, `코드: ${end.code}`],
        503,
      );
    case 'no_key':
    case 'no_app':
    case 'no_public_url':
      return refusal(
        '지금은 연결할 수 없습니다',
        'This bot is not set up for it yet; please tell whoever runs it.',
        ['봇 설정이 끝나지 않았습니다. 봇 운영자에게 알려 주세요.', `코드: ${end.outcome}`],
        503,
      );
  }
}

/** What Meta has to be able to show a person who wanted their data deleted. */
export function deletionPage(
  deletion: { readonly code: string; readonly at: number; readonly removed: number } | undefined,
): StatusPage {
  if (!deletion) {
    return {
      status: 404,
      title: '삭제 요청을 찾을 수 없습니다',
      paragraphs: ['주소의 확인 번호가 맞는지 살펴봐 주세요.'],
      english:
        'There is no deletion request with this confirmation code. Please check the address.',
    };
  }
  const { code, at, removed } = deletion;
  const when = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Asia/Seoul');
  const minute = `${when.toPlainDate()} ${when.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  return {
    status: 200,
    title: 'Instagram 데이터를 삭제했습니다',
    paragraphs: [
      `요청받은 시각: ${minute} (한국 시간)`,
      removed === 0
        ? '보관하고 있던 Instagram 연결이 없어 더 지울 것이 없었습니다.'
        : `Instagram 연결 ${removed}개와 그 계정 정보, 접근 토큰을 지웠습니다.`,
      'Instagram에 이미 올라간 게시물은 이 봇이 지울 수 없습니다. Instagram에서 직접 지워 주세요.',
      `확인 번호: ${code}`,
    ],
    english:
      removed === 0
        ? `Request of ${minute} (Seoul): we kept no Instagram connection of this account, so there was nothing to delete. Confirmation code: ${code}`
        : `Request of ${minute} (Seoul): ${removed} Instagram connection(s) with account details and access tokens were deleted. Posts on Instagram itself stay until you delete them there. Confirmation code: ${code}`,
  };
}

function connectedPage({
  account,
  replaced,
  insights,
  resumed,
}: Extract<ComingBack, { readonly outcome: 'connected' }>): StatusPage {
  return {
    status: 200,
    title: 'Instagram을 연결했습니다',
    paragraphs: [
      `@${account.username} 계정을 Discord 서버와 연결했습니다. 이 창을 닫고 Discord로 돌아가 주세요.`,
      ...(replaced === undefined
        ? []
        : [
            `전에 연결되어 있던 @${replaced} 계정을 대신합니다. 그 계정으로 예약한 게시물은 올리기 전에 다시 확인을 받습니다.`,
          ]),
      ...(insights
        ? []
        : [
            '통계 권한이 빠져 있어 도달과 좋아요 같은 수치는 보여 드릴 수 없습니다. 게시에는 문제가 없습니다.',
          ]),
      ...(resumed === 0 ? [] : [`연결을 기다리던 게시물 ${resumed}개를 이어서 진행합니다.`]),
    ],
    english: `@${account.username} is connected. You can close this page and go back to Discord.${insights ? '' : ' Figures cannot be shown: that permission was not given.'}`,
  };
}

function refusal(
  title: string,
  english: string,
  paragraphs: readonly string[],
  status = 400,
): StatusPage {
  return { status, title, paragraphs, english: `${english} ${AGAIN_ENGLISH}` };
}
