import { expect, it, onTestFinished } from 'vitest'
import { openEmbedded, removeFolder, temporaryFolder } from '../test/servers.ts'
import { believed } from './believed.ts'

it('names twenty changed records in a minute, and says once that there are more', async () => {
  // Given an account that somebody wrote into the database beside the gateway
  const folder = temporaryFolder()
  const { store: plain } = openEmbedded(folder, 3)
  onTestFinished(async () => {
    await plain.close()
    removeFolder(folder)
  })
  const said: object[] = []
  const clock = { now: 0 }
  const store = believed(
    plain,
    (name) => `key of ${name}`,
    3,
    { error: (fields) => said.push(fields) },
    {},
    () => clock.now,
  )
  const forge = async (from: number, to: number) => {
    const id = { process: 'account', lane: 0 }
    const { epoch, seq } = await plain.takeOver(id, 'somebody else')
    const keys = Array.from({ length: to - from }, (_, n) => `subscriber-${from + n}`)
    const states = keys.map((key) => ({
      ...{ key, body: { tenure: 1, standings: [] }, wakeAt: undefined },
      ...{ tags: undefined, sort: '', fresh: true },
    }))
    await plain.commit({ id, epoch, seq: seq + 1, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
    return keys
  }
  // When thirty of them are read within a minute
  const found = await store.load('account', await forge(0, 30))
  // Then none is believed, twenty are named, and one line stands for the rest
  expect([...found.values()].every(({ changed }) => changed)).toBe(true)
  expect(said.slice(0, 2)).toEqual([
    { process: 'account', key: 'subscriber-0' },
    { process: 'account', key: 'subscriber-1' },
  ])
  expect(said.slice(20)).toEqual([{ process: 'account' }])
  expect(store.changedRecords()).toBe(30)
  // And a minute later those that are new are named again
  clock.now = 60_000
  await store.load('account', await forge(30, 31))
  expect(said.at(-1)).toEqual({ process: 'account', key: 'subscriber-30' })
})
