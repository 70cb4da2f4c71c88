import { z } from 'zod';

/** Values as the JSON text that both dialects keep; `parse` reads and checks, `encode` checks and writes. */
export function jsonColumn<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.codec(z.string(), schema, {
    decode: (text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.issues.push({ code: 'custom', input: text, message: 'is not JSON' });
        return z.NEVER;
      }
    },
    encode: (value) => JSON.stringify(value),
  });
}
