import { createCanvas } from '@napi-rs/canvas';
import { cleanLine } from '../events/text.ts';

// As these words are meant on a screen, not as the standard of paints defines them. Without 색, which is cut off.
const KOREAN: Readonly<Record<string, string>> = table({
  '#E60012': '빨강 빨간 붉은 적 레드 다홍',
  '#FF7A00': '주황 주홍 오렌지 귤',
  '#FFD500': '노랑 노란 황 옐로 옐로우',
  '#8FD400': '연두 라임',
  '#00A651': '초록 녹 그린 풀',
  '#00A8A0': '청록 틸',
  '#7FE5C8': '민트',
  '#54C0FF': '하늘 스카이블루 소라',
  '#1E5BFF': '파랑 파란 푸른 청 블루',
  '#14213D': '남 네이비 곤 감 군청',
  '#7B2CFF': '보라 바이올렛 퍼플',
  '#B9A0FF': '연보라 라벤더 라일락',
  '#A3195B': '자주 자줏빛',
  '#FF6FA5': '분홍 핑크 연분홍',
  '#FF2E88': '진분홍 핫핑크 꽃분홍',
  '#E946FF': '마젠타 자홍',
  '#00C8FF': '시안',
  '#FF7F6E': '코랄 산호',
  '#FFC9A3': '살구 피치 복숭아',
  '#7A1228': '와인 버건디 포도주',
  '#7A4A21': '갈 밤 브라운 고동',
  '#EADFC8': '베이지',
  '#FFF6DC': '크림 아이보리 상아 미',
  '#6B6B3A': '카키 국방 올리브',
  '#D4AF37': '금 황금 골드',
  '#C0C4CC': '은 실버',
  '#8A8F98': '회 쥐 그레이 재 잿빛',
  '#000000': '검정 검은 까만 깜장 흑 블랙 먹',
  '#FFFFFF': '하양 하얀 흰 백 화이트',
  '#FFFF00': '형광 형광노랑 형광노란 네온옐로',
  '#B6FF00': '형광연두 형광라임',
  '#39FF14': '형광초록 형광녹 네온그린',
  '#FF6B00': '형광주황 형광오렌지',
  '#FF10F0': '형광분홍 형광핑크 네온핑크',
  '#00F0FF': '형광하늘 형광파랑 형광파란 네온블루',
  '#BF00FF': '형광보라 네온퍼플',
  '#FF1F3D': '형광빨강 형광빨간',
});

/**
 * The colour that a person means, as `#RRGGBB`: `#1A2B3C`, `1a2b3c`, `#abc`, `rgb(26, 43, 60)`, `hsl(…)`, the names of
 * CSS, and Korean words with or without 색 (`빨강`, `형광 노란색`). Undefined for everything else, a colour one can see
 * through included: an accent is opaque.
 */
export function parseColor(text: string): string | undefined {
  // NFKC turns the full-width `＃１Ａ２Ｂ３Ｃ` of Korean and Japanese keyboards into ASCII.
  const word = cleanLine(cleanLine(text).normalize('NFKC')).toLowerCase();
  if (word.length > 40) return undefined;
  return hexColor(word) ?? koreanColor(word) ?? cssColor(word);
}

function hexColor(word: string): string | undefined {
  // Without its sign, three different letters are rather a word: "bad", "add".
  const [, digits] =
    /^(?:#|0x)?([0-9a-f]{6})$/.exec(word) ??
    /^#([0-9a-f]{3})$/.exec(word) ??
    /^((?=.*\d|(.)\2\2)[0-9a-f]{3})$/.exec(word) ??
    [];
  if (digits === undefined) return undefined;
  const six = digits.length === 6 ? digits : digits.replace(/./g, '$&$&');
  return `#${six.toUpperCase()}`;
}

function koreanColor(word: string): string | undefined {
  const bare = word.replaceAll(' ', '');
  const stem = bare.replace(/색$/, '');
  // 밤 alone is the night, 밤색 a brown.
  return stem === bare && stem.length < 2 ? undefined : (KOREAN[stem] ?? KOREAN[bare]);
}

/** The canvas knows the names and functions of CSS; what it does not know leaves the colour that was set before. */
function cssColor(word: string): string | undefined {
  if (!/^(?:[a-z]+|(?:rgb|hsl)\([\d\s.,%-]+(?:deg[\d\s.,%]+)?\))$/.test(word)) return undefined;
  const context = createCanvas(1, 1).getContext('2d');
  context.fillStyle = 'rgba(0, 0, 0, 0)';
  context.fillStyle = word;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha] = context.getImageData(0, 0, 1, 1).data;
  if (alpha !== 255) return undefined;
  const digits = [red, green, blue].map((level) => level.toString(16).padStart(2, '0'));
  return `#${digits.join('').toUpperCase()}`;
}

function table(rows: Readonly<Record<string, string>>): Record<string, string> {
  const words = Object.entries(rows).flatMap(([color, names]) =>
    names.split(' ').map((name): [string, string] => [name, color]),
  );
  // Without a prototype: "constructor" is not a colour.
  return Object.assign(Object.create(null), Object.fromEntries(words));
}
