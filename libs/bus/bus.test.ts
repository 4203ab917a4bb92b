import { expect, it } from 'vitest'
import { hasServers, openEmbedded, openKafka, removeFolder, temporaryFolder, uniqueName } from '../../test/servers.ts'
import { busContract } from './contract.ts'
import { MemoryBus, MemoryCluster } from './memory/index.ts'

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
}
