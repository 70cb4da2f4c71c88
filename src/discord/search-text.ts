// A syllable is still being composed while it is typed: on the way to `더그` the field holds `더` and `덕`. Only
// the sequence of keys grows steadily, so that is what is compared. Unicode gives the end of a syllable letters of
// its own and compound vowels one letter; these are the keys for them, in the order of the code points.
const FIRST_FINAL = 0x11a8;
const FINALS = keys(
  'ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ',
);
const FIRST_VOWEL = 0x1161;
const VOWELS = keys('ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ');

/** Text in the form in which `덕` is found in `언더그라운드`, and `amelie` in `Amélie`. */
export function searchText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u11A8-\u11C2]/g, (final) => FINALS[final.charCodeAt(0) - FIRST_FINAL] ?? final)
    .replace(/[\u1161-\u1175]/g, (vowel) => VOWELS[vowel.charCodeAt(0) - FIRST_VOWEL] ?? vowel)
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

function keys(letters: string): readonly string[] {
  return letters.split(' ').map((letter) => letter.normalize('NFKD'));
}
