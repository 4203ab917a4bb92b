import { fileURLToPath } from 'node:url'
import type { Logger } from './log.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
const MOST_FRAMES = 8

/**
 * Where an error came from: its name, its code, and the frames of its stack, paths from the project on. Never its
 * message, which may hold what a subscriber wrote.
 */
export function originOf(error: unknown): { name: string; code?: string; frames: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] }
  const { code } = error as { code?: unknown }
  const frames = (error.stack ?? '').split('\n').flatMap((line) => {
    const [, where = '', place = ''] = /^\s+at (?:(.*) \()?(?:file:\/\/)?(\/[^()]*:\d+:\d+)\)?$/.exec(line) ?? []
    if (!place.startsWith(project)) return []
    return [`${where ? `${where.replace(/[^\w.#<> [\]-]/g, '?')} ` : ''}${place.slice(project.length)}`]
  })
  const own = frames.filter((each) => !each.includes('node_modules/'))
  return {
    name: /^\w{1,60}$/.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? { code } : {}),
    frames: (own.length > 0 ? own : frames).slice(0, MOST_FRAMES),
  }
}

/**
 * What nobody caught. A promise that failed unheard ends nothing but what waited for it: an ERROR, and all lanes go on. An
 * exception out of an event or a timer leaves what it interrupted half done: an ERROR, and the process ends at once, as by
 * a kill, which loses and doubles nothing; whatever keeps it running starts it anew.
 */
export function lastResort(log: Pick<Logger, 'error'>): void {
  process.on('unhandledRejection', (reason) => {
    log.error(
      { origin: originOf(reason) },
      'a promise failed and nobody heard it; going on. Report this with its origin',
    )
  })
  process.on('uncaughtException', (error) => {
    log.error(
      { origin: originOf(error) },
      'an exception that nobody caught; ending, to be started anew. Report this with its origin',
    )
    process.exit(1)
  })
}
