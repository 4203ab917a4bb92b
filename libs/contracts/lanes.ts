import { z } from 'zod'
import { topic } from './topic.ts'

/** Kept in the log, so that a store which went back behind it is noticed. */
export const laneProgress = topic({
  name: 'lanes.progress',
  key: 'lane',
  owner: 'every process',
  summary: 'How far a lane had committed, told now and then: a store that is behind it was restored from a backup.',
  keep: 'compact',
  messages: { 'lane.advanced': z.object({ incarnation: z.string().max(60), seq: z.number().int().min(0) }) },
})

/** Written now and then by each process to each broker, which answers when it took it. Nobody reads it. */
export const clockProbes = topic({
  name: 'clock.probes',
  key: 'process',
  owner: 'every process',
  summary: 'Asks a broker for its time: a process whose clock differs takes no work.',
  keep: 1,
  stampedByLog: true,
  messages: { 'clock.asked': z.object({}) },
})
