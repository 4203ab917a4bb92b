import { z } from 'zod'
import { time } from './parts.ts'
import { topic } from './topic.ts'

/** What is counted of the traffic; each is a number of something that happened. */
export const trafficFigures = [
  'mo',
  'mt',
  'prompts',
  'yes',
  'no',
  'silence',
  'unsubscribes',
  'charges',
  'wrong',
  'refunds',
  'complaints',
] as const
export type TrafficFigure = (typeof trafficFigures)[number]

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Buckets are kept together by the span that a state holds: minutes by the hour, hours by the day (UTC). */
export const trafficSteps = {
  minute: { ms: MINUTE, spanMs: HOUR },
  hour: { ms: HOUR, spanMs: 24 * HOUR },
} as const
export type TrafficStep = keyof typeof trafficSteps

/** The key of the state that holds the bucket of a moment. */
export const trafficKey = (step: TrafficStep, at: number): string =>
  `${step} ${new Date(at - (at % trafficSteps[step].spanMs)).toISOString().slice(0, 13)}`

/** What each process counted since it told last, so that no message is read again to be counted. */
export const traffic = topic({
  name: 'traffic',
  key: 'bucket',
  owner: 'every process',
  summary: 'How much happened in a process in some seconds: messages, prompts and their answers, charges, refunds.',
  keep: 3,
  messages: {
    'traffic.counted': z.object({
      step: z.enum(['minute', 'hour']),
      /** When it was counted, ms. */
      countedAt: time,
      counts: z.partialRecord(z.enum(trafficFigures), z.number().int().min(1)),
    }),
  },
})

/** Told again and again, so whoever reads from the end on knows all in a moment. */
export const processes = topic({
  name: 'processes',
  key: 'process',
  owner: 'every process',
  summary: 'How a process does: its version, lanes with what they have still to read, links with their windows.',
  keep: 1,
  messages: {
    'process.told': z.object({
      version: z.string().max(40),
      policy: z.string().max(40),
      /** The version of the released figures that it follows, 0: none was; absent of builds that do not know the desk’s. */
      released: z.number().int().min(0).optional(),
      startedAt: time,
      /** Whose lanes and whose routes it runs. */
      services: z.array(z.string().max(40)),
      edges: z.array(z.string().max(40)),
      troubles: z.array(z.string().max(300)).max(20),
      lanes: z
        .array(
          z.object({
            process: z.string().max(60),
            /** Lanes of it that this process runs. */
            lanes: z.number().int().min(0),
            /** Messages in the log that they have not handled yet. */
            lag: z.number().int().min(0),
          }),
        )
        .max(200),
      links: z
        .array(
          z.object({
            name: z.string().max(60),
            bind: z.string().max(20),
            bound: z.boolean(),
            window: z.number().int().min(0),
            /** Places of the window that are taken. */
            used: z.number().int().min(0),
          }),
        )
        .max(100),
    }),
    'process.ended': z.object({}),
  },
})
