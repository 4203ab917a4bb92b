import { describe, expect, it } from 'vitest'
import type { OutRecord } from '#bus'
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

const entry = (id: string, role: string, interests: readonly string[] = []) => ({
  ...{ id, name: id, role, interests, disabled: false, signedOutBefore: 0 },
})

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
  // Nor approved, where such a process has come meanwhile.
  const { deps } = given(rows, { processes: { olderThanDesk: () => ['old-1'] } })
  const approved = deps.previews.get('policy.release')?.({ preview: { ...shown, effects: {} } } as never)
  await expect(approved).rejects.toMatchObject({ code: 'not-ready' })
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

describe('of the desk', () => {
  const two = [entry('wu.di', 'reviewer'), entry('li.xue', 'reviewer')]
  const draft = (changes: object) => ({ body: { title: '门槛', revision: 1, changes, writers: ['wu.di'] } })

  /** What is proposed, by somebody of these. */
  async function proposal(
    wish: { readonly changes: object } | { readonly to: number },
    rows: Record<string, Record<string, Row>>,
    more: object = {},
    people: readonly object[] = two,
  ) {
    const published: OutRecord[] = []
    const { routes } = given(
      {
        ...rows,
        ...('changes' in wish ? { 'policy-drafts': { 'd-1': draft(wish.changes) } } : {}),
        proposals: { 'pr-x': { body: {} } },
      },
      {
        staff: { list: () => people, get: (id: string) => people.find((each) => (each as { id: string }).id === id) },
        catalogue: { asOne: (id: string) => [id] },
        config: { DEMO: 'off' },
        bus: { partitions: 4, publish: async (records: readonly OutRecord[]) => void published.push(...records) },
        ...more,
      },
    )
    const path = 'to' in wish ? '/v1/policy/rollback' : '/v1/policy/drafts/:id/release'
    const body = { why: '太多', ...('to' in wish ? wish : { revision: 1 }) }
    const caller = { personId: 'wu.di', keyId: 'wu.di', kind: 'operator' }
    const reply = { code: () => ({ send: (sent: unknown) => sent }) }
    const answer = await routes.get(path)?.({ id: 'x', params: { id: 'd-1' }, body, caller }, reply)
    const made = published.at(-1)?.message.data as { records: { data: { figures: object; partners: string[] } }[] }
    return { answer, ...made.records[0]?.data }
  }
  const released = (figures: object, number = 1) => ({
    policies: { monitor: { body: { number, name: `m${number}-x`, figures } } },
    'policy-versions': { [versionKey(number)]: { body: { number, over: number - 1, figures, partners: [] } } },
  })

  it('are stored those that a release ever changed; back to the file stores none', async () => {
    const first = await proposal({ changes: { campaigns: { reporters: 7, days: 10 } } }, {})
    expect(first.figures).toEqual({ campaigns: { reporters: 7 } })
    const held = released({ campaigns: { reporters: 7 } })
    const second = await proposal({ changes: { enforcement: { falseAlarmsPerMonth: 2 } } }, held)
    expect(second.figures).toEqual({ campaigns: { reporters: 7 }, enforcement: { falseAlarmsPerMonth: 2 } })
    expect((await proposal({ to: 0 }, held)).figures).toEqual({})
  })

  it('nothing goes back to figures that cannot hold beside the file of today', async () => {
    const rows = released({ campaigns: { days: 20, reporters: 7 } })
    const state = { number: 2, name: 'm2-x', figures: { campaigns: { days: 10 } } }
    const file = { ...policy, campaigns: { ...policy.campaigns, endDays: 15 } }
    const back = proposal(
      { to: 1 },
      { ...rows, policies: { monitor: { body: state } } },
      { policy: new LivePolicy({ policy: file, version: 'short' }) },
    )
    await expect(back).rejects.toMatchObject({ code: 'policy.invalid', more: { wrong: [{ name: 'campaigns.days' }] } })
  })

  it('touch the partners whose campaigns they put before people: nobody with an interest in one proposes them', async () => {
    const look = async () => ({ looked: 1, all: true, held: 0, after: 1, newly: 1, noLonger: 0, partners: ['sp-one'] })
    const effects = new Map([['campaigns', { figures: ['campaigns.reporters'], look }]])
    const changes = { campaigns: { reporters: 3 } }
    expect((await proposal({ changes }, {}, { effects })).partners).toEqual(['sp-one'])
    const own = [entry('wu.di', 'reviewer', ['sp-one']), entry('li.xue', 'reviewer')]
    await expect(proposal({ changes }, {}, { effects }, own)).rejects.toMatchObject({ code: 'proposal.refused' })
  })

  it('that let one person block more are released by nobody alone where others block', async () => {
    const status = async (aloneMessages: number, role: string) => {
      const people = [entry('wu.di', 'reviewer'), entry('li.xue', role)]
      const { answer } = await proposal({ changes: { enforcement: { aloneMessages } } }, {}, {}, people)
      return (answer as { status: string }).status
    }
    expect(await status(20_000, 'operations')).toBe('open')
    expect(await status(20_000, 'auditor')).toBe('applied')
    expect(await status(5000, 'operations')).toBe('applied')
  })
})
