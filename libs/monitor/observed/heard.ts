import { monitorObservations } from '#contracts'
import { isErased, isTime, type Observation, observe } from './observe.ts'

/**
 * What a message is to a monitor: observations; figures that were released, whatever they are; that subscribers were erased from
 * an archive, which changes nothing any more; `unknown`: of a topic or type that is not counted; `unreadable`: without the
 * fields that it is counted by, or of a time that is none.
 */
export type Heard = readonly Observation[] | { readonly set: unknown } | 'erased' | 'unknown' | 'unreadable'

export function heardIn(topic: string, key: string, message: { type: string; at: number; data: unknown }): Heard {
  if (topic === monitorObservations.name && message.type === 'policy.set') return { set: message.data }
  if (isErased(topic, message)) return 'erased'
  return isTime(message.at) ? observe(topic, key, message) : 'unreadable'
}
