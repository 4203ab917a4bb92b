import { expect, it } from 'vitest'
import { defaultPolicy, LivePolicy, versionPolicy } from '#policy'
import type { Deps } from '#service'
import { HOUR, member, play } from '../domain/campaigns/fixtures.ts'
import { campaignRoutes } from './routes.ts'

const NOW = Date.parse('2026-11-27T12:00:00+08:00')

it('the list masks the number of whoever reported the text that it shows, and looks nobody else up', async () => {
  const played = play()
  for (const n of [0, 1, 2])
    played.say('report.joined', member(n, { at: NOW - HOUR, variant: `s${n}.1`, text: `13800138000的机主${n}` }))
  const routes = new Map<string, (request: object) => Promise<unknown>>()
  const loaded: string[] = []
  const deps = {
    http: {
      get: (path: string, _: object, handler: () => Promise<unknown>) => routes.set(path, handler),
      post: () => {},
    },
    policy: new LivePolicy(versionPolicy(defaultPolicy)),
    clock: { now: () => NOW },
    previews: new Map(),
    staff: { get: () => undefined },
    log: { info: () => {} },
    store: {
      find: async () => [{ key: 'cabc1234def567', body: played.state, cursor: '1' }],
      load: async (_: string, keys: readonly string[]) => {
        loaded.push(...keys)
        return new Map(keys.map((key) => [key, { body: { msisdn: '8613800138000' } }]))
      },
    },
  } as unknown as Deps
  campaignRoutes(deps)
  const query = { status: 'growing', after: '', order: 'asc', limit: 50 }
  const list = await routes.get('/v1/campaigns')?.({ query, caller: { keyId: 'wang' } })
  expect(list).toMatchObject({ items: [{ text: '•••••••••••的机主0', reports: 3 }] })
  expect(loaded).toEqual(['s0'])
})
