import { expect, it } from 'vitest'
import type { Cluster } from './cluster.ts'
import { Offsets } from './offsets.ts'

it('a question that fails late does not end the connections that others were made since', async () => {
  // given connections over which topics have no leader, and later ones over which all is well
  const late = Promise.withResolvers<void>()
  let made = 0
  const connect = () => {
    const well = ++made > 1
    return {
      connect: async () => {},
      disconnect: async () => {},
      addMultipleTargetTopics: async () => {},
      findTopicPartitionMetadata: () => [{ partitionId: 0 }],
      async fetchTopicsOffset([{ topic }]: [{ topic: string }]) {
        if (!well && topic === 'late') await late.promise
        if (!well) throw new Error('not the leader')
        return [{ topic, partitions: [{ partition: 0, offset: '7' }] }]
      },
    } as unknown as Cluster
  }
  const offsets = new Offsets(connect, (name) => name)
  // when one fails after another has begun anew
  const slow = offsets.ranges(['late'])
  await expect(offsets.ranges(['soon'])).rejects.toThrow('not the leader')
  expect((await offsets.ranges(['soon'])).get('soon')?.get(0)?.end).toBe(7)
  late.resolve()
  await expect(slow).rejects.toThrow('not the leader')
  // then the new connections are kept
  expect((await offsets.ranges(['late'])).get('late')?.get(0)?.end).toBe(7)
  expect(made).toBe(2)
})
