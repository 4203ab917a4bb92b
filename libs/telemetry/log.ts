import { type Logger, pino } from 'pino'

export type { Logger }

/**
 * Structured logs, one JSON line each, to stderr. Numbers and texts never stand in them: callers log identifiers only,
 * and what looks like a subscriber's number is struck out all the same.
 */
export function makeLogger(level: string, name: string): Logger {
  return pino(
    {
      level,
      name,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        err: (error: Error & { code?: unknown }) => ({ type: error.name, code: error.code, stack: frames(error) }),
      },
      hooks: {
        streamWrite: strike,
      },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}

/** Strikes out digits that could be a number of a person; times (13 digits beginning with 1 as a JSON number) stay. */
export const strike = (line: string): string =>
  line.replace(/(?<![\w.-])(?:\+|00)?(?:86)?1[3-9]\d{9}(?![\w-])/g, (found) =>
    found.length === 13 && !found.startsWith('86') && !found.startsWith('+') ? found : '[number]',
  )

/** Where it happened, without the message, which may quote what somebody sent. */
const frames = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .join('\n')
