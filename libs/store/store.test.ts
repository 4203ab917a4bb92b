import { hasServers, openEmbedded, openMongo, removeFolder, temporaryFolder, uniqueName } from '../../test/servers.ts'
import { storeContract } from './contract.ts'
import { JournaledStore, MemoryDatabase, MemoryStore } from './memory/index.ts'

storeContract('memory', async () => ({ store: new MemoryStore(new MemoryDatabase()), close: async () => {} }))

storeContract('memory with a journal', async () => ({
  store: new JournaledStore(new MemoryDatabase()),
  close: async () => {},
}))

storeContract('embedded (SQLite)', async () => {
  const folder = temporaryFolder()
  const { bus, store } = openEmbedded(folder, 3)
  await bus.ensureTopics([{ name: 'letters', keep: 1 }])
  return {
    store,
    close: async () => {
      await store.close()
      removeFolder(folder)
    },
  }
})

if (hasServers)
  storeContract('MongoDB', async () => {
    const store = await openMongo(uniqueName())
    return { store, close: () => store.close() }
  })
