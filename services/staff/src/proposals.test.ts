import { expect, it } from 'vitest'
import type { Deps } from '#service'
import { proposalRoutes } from './proposals.ts'

type Handler = (request: object) => Promise<unknown>

const entry = (id: string) => ({
  ...{ id, name: id, role: 'operations', interests: [], disabled: false, signedOutBefore: 0 },
})
const proposal = {
  ...{ kind: 'settlement.close', needs: ['settle', 'settlement'], title: 'x', partners: [], preview: { net: 1 } },
  ...{ records: [], pages: 0, status: 'open', madeAt: 0, digest: 'd', policyVersion: 'x', alone: false },
  by: { id: 'li', human: 'li', role: 'operations', interests: [] },
}

it('nothing is approved by a process that cannot look at it again: what was shown may be another by now', async () => {
  const routes = new Map<string, Handler>()
  const published: unknown[] = []
  const put = (path: string, _options: object, handler: Handler) => routes.set(path, handler)
  const people = [entry('li'), entry('sun')]
  const deps = {
    http: { get: put, post: put },
    store: { load: async () => new Map([['p1', { body: proposal }]]) },
    staff: { list: () => people, get: (id: string) => people.find((each) => each.id === id) },
    policy: { version: 'x' },
    previews: new Map(),
    clock: { now: () => 1 },
    bus: { partitions: 4, publish: async (records: readonly unknown[]) => void published.push(...records) },
  } as unknown as Deps
  proposalRoutes(deps)
  const request = { id: 'r', params: { id: 'p1' }, caller: { personId: 'sun', keyId: 'sun' } }
  await expect(routes.get('/v1/proposals/:id/approve')?.(request)).rejects.toMatchObject({
    code: 'not-ready',
    detail: expect.stringContaining('settlement.close'),
  })
  expect(published).toEqual([])
})
