import { type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

/**
 * The program's log: JSON lines on standard error, so that standard output stays for what a command answers.
 * Subsystems take a child named after themselves. The redaction is a second line of defence: secrets are not
 * handed to the logger in the first place.
 */
export function createLogger(level: LogLevel): Logger {
  return pino(
    {
      name: 'rite-bot',
      level,
      redact: {
        paths: [
          'token',
          '*.token',
          'authorization',
          '*.authorization',
          'organizerId',
          '*.organizerId',
        ],
        censor: '[redacted]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
