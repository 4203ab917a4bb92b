import { z } from 'zod'
import { time } from './parts.ts'
import { topic } from './topic.ts'

/** What is watched for rising out of its pattern. */
export const surgeKind = z.enum(['reports', 'unsubscribes', 'complaints', 'charges'])
export type SurgeKind = z.infer<typeof surgeKind>

/** Where: everywhere, or at one port, partner or district. */
export const surgePlace = z.object({ kind: z.enum(['all', 'port', 'partner', 'district']), id: z.string().max(60) })
export type SurgePlace = z.infer<typeof surgePlace>

const series = { what: surgeKind, where: surgePlace }
const count = z.number().int().min(0)

/** The key of a series. */
export const seriesKey = (what: SurgeKind, { kind, id }: SurgePlace): string => `${what} ${kind} ${id}`

export const surgeCounts = topic({
  name: 'surge.counts',
  key: 'series',
  owner: 'enforcement',
  summary: 'How much of something happened in an hour, everywhere and at each port, partner and district.',
  keep: 7,
  messages: {
    'surge.counted': z.object({
      ...series,
      /** When the hour began, ms. */
      hour: time,
      /** Below nought: so many of what was counted before were taken back. */
      count: z.number().int(),
    }),
  },
})

export const surgeAlarms = topic({
  name: 'surge.alarms',
  key: 'series',
  owner: 'enforcement',
  summary: 'What rose out of its daily and weekly pattern, where, and against what; and that it is over.',
  keep: 200,
  messages: {
    'surge.raised': z.object({
      ...series,
      hour: time,
      count,
      /** What this hour of the week usually has. */
      usual: z.number().min(0),
      /** The same hour of the weeks before, newest first. */
      against: z.array(count).max(12),
      /** How often an honest week would show it by chance. */
      chance: z.number().min(0).max(1),
      /** Version of the policy by which it is one. */
      policy: z.string().max(60).optional(),
    }),
    'surge.ended': z.object({ ...series, hour: time, count }),
  },
})
