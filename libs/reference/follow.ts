import type { Bus } from '#bus'
import { type MessageOf, parseMessage, type Topic } from '#contracts'

/** Reads a compacted topic to its present end, and goes on: each message, checked, with its key. Resolves at the end. */
export const followTopic = <T extends Topic>(
  bus: Bus,
  topic: T,
  each: (message: MessageOf<T>, key: string) => void,
): Promise<() => Promise<void>> =>
  bus.follow(topic.name, (record) => {
    each((record.trusted ? record.message : parseMessage(topic, record.message)) as MessageOf<T>, record.key)
  })
