import { expect, it } from 'vitest'
import { Problem } from '#http'
import { digestOfFigures, digestOfTuned, LivePolicy, defaultPolicy as policy, tunedOf } from '#policy'
import type { Deps } from '#service'
import { versionKey } from '../domain/releases.ts'
import { releaseRoutes } from './release.ts'
import { replayOf } from './replays.ts'

const NOW = Date.parse('2026-11-26T12:00:00+08:00')
const HOUR = 3_600_000

type Row = { readonly body: unknown; readonly changed?: true }
type Handler = (request: object, reply: object) => Promise<unknown>

/** Releases where this is stored. */
function given(rows: Record<string, Record<string, Row>>, more: object = {}) {
  const routes = new Map<string, Handler>()
  const deps = {
    http: { post: (path: string, _options: object, handler: Handler) => routes.set(path, handler) },
    previews: new Map(),
    policy: new LivePolicy({ policy, version: 'default' }),
    effects: new Map(),
    processes: { olderThanDesk: () => [] },
    clock: { now: () => NOW },
    store: {
      find: async () => [],
      load: async (process: string, keys: readonly string[]) =>
        new Map(keys.flatMap((key) => (rows[process]?.[key] ? [[key, rows[process][key]]] : []))),
    },
    ...more,
  } as unknown as Deps
  releaseRoutes(deps)
  return { deps, routes }
}

const shown = { over: 0, held: digestOfTuned(tunedOf(policy)), draft: 'd-1', revision: 1, replay: 'r-1' }
/** What would be released now, beside what was shown, where the replay was asked for so long ago. */
async function seenAgain(replay: Row | undefined) {
  const { deps } = given({
    'policy-drafts': { 'd-1': { body: { revision: 1, changes: {} } } },
    'policy-replays': replay ? { 'r-1': replay } : {},
  })
  return deps.previews.get('policy.release')?.({ preview: shown } as never)
}

it('a replay of the last day is what the second person approves by; one that has become older makes it stale', async () => {
  expect(await seenAgain({ body: { at: NOW - 24 * HOUR } })).toEqual(shown)
  expect(await seenAgain({ body: { at: NOW - 24 * HOUR - 1 } })).not.toEqual(shown)
  expect(await seenAgain(undefined)).not.toEqual(shown)
})

it('by a replay that was changed in the database nothing is proposed, and nothing approved', async () => {
  const changed = { body: undefined, changed: true } as const
  await expect(seenAgain(changed)).rejects.toMatchObject({ code: 'not-ready' })
  const { deps } = given({ 'policy-replays': { 'r-1': changed } })
  await expect(replayOf(deps, 'r-1')).rejects.toMatchObject({ code: 'not-ready' })
  await expect(replayOf(deps, 'r-2')).rejects.toMatchObject({ code: 'not-found' })
})

it('nor does anything go back over a version that was changed there: whom it touched nobody knows', async () => {
  const figures = { ...policy.monitor, falseFlags: 0.01 }
  const { routes } = given({
    policies: { monitor: { body: { number: 1, name: '误报', figures } } },
    'policy-versions': { [versionKey(1)]: { body: undefined, changed: true } },
  })
  const back = routes.get('/v1/policy/rollback')?.({ id: 'x', body: { to: 0, why: '回到原样' } }, {})
  await expect(back).rejects.toBeInstanceOf(Problem)
})

it('nor are figures of the desk released where a process would not know them, or over such as this build does not know', async () => {
  const rows = { 'policy-drafts': { 'd-1': { body: { revision: 1, changes: { campaigns: { reporters: 7 } } } } } }
  const refused = async (given: { routes: Map<string, Handler> }) => {
    const body = { revision: 1, why: '太多' }
    const proposed = given.routes.get('/v1/policy/drafts/:id/release')?.({ id: 'x', params: { id: 'd-1' }, body }, {})
    return (await proposed?.catch((error: unknown) => error)) as Problem
  }
  const older = await refused(given(rows, { processes: { olderThanDesk: () => ['old-1'] } }))
  expect([older.code, older.detail]).toEqual(['not-ready', expect.stringContaining('old-1')])
  const held = { number: 1, name: 'm1-x', figures: { campaigns: { ofNextYear: 1 } } }
  const newer = await refused(given({ ...rows, policies: { monitor: { body: held } } }))
  expect([newer.code, newer.detail]).toEqual(['not-ready', expect.stringContaining('campaigns.ofNextYear')])
})

it('nor is a draft released by whose figures a partner is cleared that is the same legal person as one of a writer’s', async () => {
  const figures = { ...policy.monitor, falseFlags: 0.01 }
  const names = { newly: [], noLonger: ['sp-one'], stopped: [], goesOn: [] }
  const tried = {
    ...{ draft: 'd-1', revision: 1, over: 0, digest: digestOfFigures(figures), held: policy.monitor, at: NOW },
    found: { names },
  }
  const { routes } = given(
    {
      'policy-drafts': { 'd-1': { body: { revision: 1, changes: { falseFlags: 0.01 }, writers: ['wu.di'] } } },
      'policy-replays': { 'r-1': { body: tried } },
    },
    {
      staff: { list: () => [{ id: 'wu.di', interests: ['sp-other'] }], get: () => undefined },
      catalogue: { asOne: (id: string) => (id === 'sp-one' ? ['sp-one', 'sp-other'] : [id]) },
    },
  )
  const body = { revision: 1, replay: 'r-1', why: '误报' }
  const proposed = routes.get('/v1/policy/drafts/:id/release')?.({ id: 'x', params: { id: 'd-1' }, body }, {})
  await expect(proposed).rejects.toMatchObject({ code: 'proposal.refused', more: { why: 'interest' } })
})
