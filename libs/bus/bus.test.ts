import { expect, it } from 'vitest'
import { hasServers, openEmbedded, openKafka, removeFolder, temporaryFolder, uniqueName } from '../../test/servers.ts'
import { busContract } from './contract.ts'
import { MemoryBus, MemoryCluster } from './memory/index.ts'
import type { LaneReader } from './port.ts'

busContract('memory', async () => ({ bus: new MemoryBus(new MemoryCluster(3)), close: async () => {} }))

busContract('embedded (SQLite)', async () => {
  const folder = temporaryFolder()
  const { bus } = openEmbedded(folder, 3)
  return {
    bus,
    close: async () => {
      await bus.close()
      removeFolder(folder)
    },
  }
})

if (hasServers) {
  busContract('Kafka', async () => {
    const bus = await openKafka(uniqueName(), 3)
    return { bus, close: () => bus.close() }
  })

  it('refuses Kafka topics that exist with another number of partitions', async () => {
    const prefix = uniqueName()
    const three = await openKafka(prefix, 3)
    await three.ensureTopics([{ name: 'letters', keep: 1 }])
    const five = await openKafka(prefix, 5)
    await expect(five.ensureTopics([{ name: 'letters', keep: 1 }])).rejects.toThrow('PARTITIONS=3')
    await Promise.all([three.close(), five.close()])
  })

  it('knows a Kafka topic that was deleted and made again from the one that positions belong to', async () => {
    const bus = await openKafka(uniqueName(), 3)
    const identities = async () => {
      const granted = Promise.withResolvers<LaneReader>()
      const membership = await bus.join(uniqueName(), ['letters'], {
        granted: (lane, reader) => lane === 0 && granted.resolve(reader),
        revoked: async () => {},
      })
      const identity = await (await granted.promise).identity()
      await membership.leave()
      return identity['letters']
    }
    await bus.ensureTopics([{ name: 'letters', keep: 1 }])
    const first = await identities()
    expect(await identities()).toBe(first)
    await bus.admin.deleteTopics({ topics: [`${bus.options.prefix}letters`] })
    await expect.poll(() => bus.ensureTopics([{ name: 'letters', keep: 1 }]).then(identities)).not.toBe(first)
    await bus.close()
  })
}
