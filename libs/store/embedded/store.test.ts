import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LaneHandler } from '#bus'
import { openEmbedded, removeFolder, temporaryFolder } from '../../../test/servers.ts'
import type { LaneId } from '../port.ts'

let folder: string
let open: ReturnType<typeof openEmbedded>
const quiet: LaneHandler = { granted() {}, revoked: async () => {} }
beforeEach(async () => {
  folder = temporaryFolder()
  open = openEmbedded(folder, 1)
  await open.bus.ensureTopics([{ name: 'letters', keep: 1 }])
  const message = { id: 'm', type: 'noted', v: 1, at: 1, corr: 'm', data: {} }
  await open.bus.publish([{ topic: 'letters', partition: 0, key: 'k', message }])
})
afterEach(() => {
  open.database.close()
  removeFolder(folder)
})

/** The lane commits that it has read the letter. */
async function read(id: LaneId): Promise<void> {
  const { epoch } = await open.store.takeOver(id, 's')
  const turn = { log: {}, positions: { letters: 1 }, marks: {}, states: [], emit: [], published: 0 }
  await open.store.commit({ id, epoch, seq: 1, ...turn })
}

it('what a lane never committed has not been read, though another has read it', async () => {
  await open.bus.join('quick', ['letters'], quiet)
  await open.bus.join('slow', ['letters'], quiet)
  await read({ process: 'quick', lane: 0 })
  expect(open.store.floor('letters', 0)).toBe(0)
  await open.store.takeOver({ process: 'slow', lane: 0 }, 's')
  expect(open.store.floor('letters', 0)).toBe(0)
  await read({ process: 'slow', lane: 0 })
  expect(open.store.floor('letters', 0)).toBe(1)
})

it('a process that does not run now keeps what it has not read; one that reads the topic no more does not', async () => {
  await open.bus.join('quick', ['letters'], quiet)
  await open.bus.join('away', ['letters'], quiet)
  await read({ process: 'quick', lane: 0 })
  open.database.close()
  open = openEmbedded(folder, 1)
  await open.bus.ensureTopics([{ name: 'letters', keep: 1 }])
  expect(open.store.floor('letters', 0)).toBe(0)
  await open.bus.join('away', [], quiet)
  expect(open.store.floor('letters', 0)).toBe(1)
})
