import { escapeHtml, page } from './html.ts';
import type { SandboxAccount } from './sandbox-account.ts';

const SCOPE_NAMES: Readonly<Record<string, string>> = {
  instagram_business_basic: '프로필과 미디어 보기 (필수)',
  instagram_business_content_publish: '게시물 올리기',
  instagram_business_manage_comments: '댓글 관리하기',
  instagram_business_manage_messages: '메시지 관리하기',
  instagram_business_manage_insights: '인사이트 보기',
};

/** Asks whether to let the app in; its form leads to the same address. */
export function authorizePage(
  accounts: readonly SandboxAccount[],
  parameters: ReadonlyMap<string, string>,
  scopes: readonly string[],
): string {
  const kept = ['client_id', 'redirect_uri', 'response_type', 'scope', 'state']
    .filter((name) => parameters.has(name))
    .map((name) => {
      const value = escapeHtml(parameters.get(name) ?? '');
      return `<input type="hidden" name="${name}" value="${value}">`;
    });
  const choices = accounts.map(({ id, username, accountType }, index) => {
    const checked = index === 0 ? ' checked' : '';
    const label = `@${escapeHtml(username)} <span class="quiet">${escapeHtml(accountType)}</span>`;
    return `<label><input type="radio" name="account" value="${id}"${checked}> ${label}</label>`;
  });
  const grants = scopes.map((scope) => {
    const label = SCOPE_NAMES[scope] ?? scope;
    return `<label><input type="checkbox" name="grant" value="${scope}" checked> ${label}</label>`;
  });
  return page(
    '인스타그램 로그인',
    `<h1>앱에 계정을 연결할까요?</h1><form method="post" action="/oauth/authorize">${kept.join('')}
<h2>계정</h2>${choices.join('') || '<p>샌드박스에 계정이 없습니다.</p>'}
<h2>허용할 권한</h2>${grants.join('')}
<button name="decision" value="allow">허용</button><button name="decision" value="deny">거부</button></form>`,
  );
}

export function refusedPage(reason: string): string {
  return page('오류', `<h1>죄송합니다. 문제가 발생했습니다.</h1><p>${escapeHtml(reason)}</p>`);
}
