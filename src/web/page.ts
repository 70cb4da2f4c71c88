import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A page of text for a person in a browser. Everything in it is escaped. */
export interface Page {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** The same in short, for those who do not read Korean. */
  readonly english: string;
}

// Nothing is fetched and nothing runs: the whole page is one answer, readable without this, too.
const STYLE = [
  ':root{color-scheme:light dark}',
  'body{margin:0;padding:3rem 1.25rem;font:1.0625rem/1.7 system-ui,sans-serif;background:#fff;color:#1b1b1f;word-break:keep-all;overflow-wrap:anywhere}',
  'main{max-width:34rem;margin:0 auto}',
  'h1{font-size:1.5rem;line-height:1.35;margin:0 0 1rem}',
  'p{margin:0 0 1rem}',
  '.en{border-top:1px solid #c9c9d1;padding-top:1rem;color:#55555f}',
  '@media(prefers-color-scheme:dark){body{background:#131316;color:#ececf1}.en{border-color:#3a3a42;color:#a9a9b5}}',
].join('');

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers with a page in Korean, with a line of English below. */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  return reply
    .code(status)
    .header('content-security-policy', POLICY)
    .type('text/html; charset=utf-8')
    .send(htmlOf(page));
}

function htmlOf({ title, paragraphs, english }: Page): string {
  return [
    '<!doctype html>',
    '<html lang="ko">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)} · Rite Bot</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
    `<p class="en" lang="en">${escaped(english)}</p>`,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
