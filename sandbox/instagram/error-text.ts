export type Language = 'en' | 'ko' | 'th' | 'es';

interface ErrorText {
  readonly message: string;
  readonly title: string;
  readonly advice: string;
}

// One text for all errors but in English: a client that tells errors apart by their words is found out.
const TEXTS: Readonly<Record<Exclude<Language, 'en'>, ErrorText>> = {
  ko: {
    message: '요청을 처리할 수 없습니다.',
    title: '문제가 발생했습니다',
    advice: '잠시 후 다시 시도하거나 도움말을 확인하세요.',
  },
  th: {
    message: 'ไม่สามารถดำเนินการตามคำขอได้',
    title: 'เกิดข้อผิดพลาด',
    advice: 'โปรดลองอีกครั้งในภายหลัง',
  },
  es: {
    message: 'No se pudo completar la solicitud.',
    title: 'Se produjo un error',
    advice: 'Inténtalo de nuevo más tarde.',
  },
};

/** The words of an error as its reader's language has them. */
export function errorText(reason: string, language: Language): ErrorText {
  return language === 'en'
    ? { message: reason, title: 'Something went wrong', advice: reason }
    : TEXTS[language];
}
