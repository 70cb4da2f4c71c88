const STYLE = `
:root{color-scheme:light dark;font-family:system-ui,'Apple SD Gothic Neo','Malgun Gothic',sans-serif}
body{margin:0 auto;max-width:960px;padding:24px 16px;line-height:1.5;word-break:keep-all}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:20px;padding:0;list-style:none}
.post img{width:100%;border-radius:8px;display:block}
.post p{white-space:pre-wrap;overflow-wrap:anywhere;margin:8px 0}
.quiet{opacity:.7;font-size:14px}
label{display:block;margin:8px 0}
button{font:inherit;padding:8px 20px;margin:16px 8px 0 0;cursor:pointer}`;

/** A page of the stand-in. `body` is HTML. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style><body>${body}</body></html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
