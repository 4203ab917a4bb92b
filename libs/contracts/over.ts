import { z } from 'zod'
import { time } from './parts.ts'
import { topic } from './topic.ts'

const lane = { process: z.string().max(60), lane: z.number().int().min(0) }
const row = { process: z.string().max(60), key: z.string().max(300) }

/**
 * Rows of the store that no process may believe any more, whatever stands there: whoever writes the database can put back
 * what a row once was, and only its lane’s owner sees that by itself (decision 71).
 */
export const recordsOver = topic({
  name: 'records.over',
  key: 'record',
  owner: 'every process',
  summary: 'Sessions that were ended, numbers that went to somebody else, and what was found changed in the store.',
  keep: 3,
  messages: {
    'record.over': z.object({
      ...row,
      /** Until it is over by itself, or is told again, ms. */
      until: time,
      /** Of a number: what says that it is in an earlier tenure than this. */
      tenure: z.number().int().min(1).optional(),
      /** The owner of its lane found it changed: it may be right again. */
      found: z.literal(true).optional(),
    }),
    /** What was found changed is as its owner left it. */
    'record.right': z.object(row),
    /** The owner of a lane found that its rows are other ones, and nobody can say which: none is believed until then, ms. */
    'lane.over': z.object({ ...lane, until: time }),
    'lane.right': z.object(lane),
  },
})

/** Whoever has the lanes of rows by which something was granted elsewhere looks at them at once (decision 71). */
export const recordsRead = topic({
  name: 'records.read',
  key: 'record',
  owner: 'every process',
  summary: 'Rows by which a process granted something that has not their lane, some at a time.',
  keep: 1,
  messages: {
    'records.read': z.object({ process: row.process, keys: z.array(row.key).min(1).max(500) }),
  },
})

/** A lane tells all processes: a row must not be believed any more, until it would be over by itself (ms). */
export const rowOver = (process: string, key: string, until: number, more: { readonly tenure?: number } = {}) => ({
  topic: recordsOver.name,
  key,
  type: 'record.over',
  data: { process, key, until, ...more },
})
