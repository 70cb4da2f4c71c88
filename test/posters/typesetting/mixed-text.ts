import fc from 'fast-check';

const words = fc.constantFrom(
  ...'서울 언더그라운드 라운 한글 ABC AVATAR Jgy fi To. ¡Olé! (B1) “밤” #47 22:00 D-7 & · … 東京 ラヴァーズ 「夜」 夜行动物'.split(
    ' ',
  ),
  ...'ديسكو محمد לילה ب! (علي) 2부 DJ밤 한A글B ดีเจมะลิ Ночь Ωμέγα Nguyễn 🔥 👩🏽‍🎤 🇰🇷 1️⃣ ❤️ ♥ ✦'.split(
    ' ',
  ),
);

/** Up to five words in any mixture of scripts. */
export const mixedText = fc
  .array(words, { minLength: 1, maxLength: 5 })
  .map((all) => all.join(' '));
