import { describe, expect, it } from 'vitest'
import { Stamps } from '#evidence'
import { MemoryDatabase, MemoryStore } from './memory/index.ts'
import { Changed, Fenced, type LaneDocument, type LaneId } from './port.ts'
import { StampedStore } from './stamped.ts'

const account: LaneId = { process: 'account', lane: 0 }
const session: LaneId = { process: 'web-sessions', lane: 0 }
const stamping = { absent: ['web-sessions'], held: ['account'] }

/** A database, gateways on it, and whoever has its shell. */
function world() {
  const database = new MemoryDatabase()
  const told: string[] = []
  const opened = () =>
    new StampedStore(
      new MemoryStore(database),
      new Stamps(['a secret'], 'states'),
      stamping,
      () => 0,
      (...what) => told.push(what.join(' ')),
    )
  const write = async (
    on: StampedStore,
    id: LaneId,
    lane: LaneDocument,
    seq: number,
    bodies: Record<string, object | undefined>,
    wakeAt?: number,
  ) => {
    const known = database.process(id.process)
    const states = Object.entries(bodies).map(([key, body]) => ({
      ...{ key, body, wakeAt, tags: undefined, sort: '' },
      fresh: !known.has(key),
    }))
    const { epoch } = lane
    await on.commit({ id, epoch, seq, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
  }
  const row = (process: string, key: string) => database.process(process).get(key)
  const put = (process: string, key: string, was: ReturnType<typeof row>) => {
    if (was) database.process(process).set(key, was)
    else database.process(process).delete(key)
  }
  return { told, opened, write, row, put }
}
const active = { standings: ['ring-month'] }
const cancelled = { standings: [] }

/** Of one account: it was active, then cancelled; another is beside it. */
async function lived() {
  const all = world()
  const store = all.opened()
  const lane = await store.takeOver(account, 's')
  await all.write(store, account, lane, 1, { zhang: active, li: active })
  const former = all.row('account', 'zhang')
  await all.write(store, account, lane, 2, { zhang: cancelled })
  return { ...all, store, lane, former }
}
type Lived = Awaited<ReturnType<typeof lived>>

const edits: [string, (on: Lived) => void][] = [
  ['is taken away', ({ put }) => put('account', 'zhang', undefined)],
  ['is put back to what it was', ({ put, former }) => put('account', 'zhang', former)],
  [
    'is woken at another time',
    ({ put, row }) => put('account', 'zhang', { ...row('account', 'zhang'), wakeAt: 9 } as never),
  ],
]

describe('a row of a lane', () => {
  it.each(edits)('that %s is decided from by nobody who has the lane, and its name is told', async (_how, edit) => {
    const on = await lived()
    edit(on)
    expect((await on.store.load('account', ['zhang', 'li'])).get('zhang')).toMatchObject({ changed: true })
    expect((await on.store.load('account', ['li'])).get('li')).toEqual({ body: active, wakeAt: undefined })
    expect((await on.store.find('account', { limit: 9 })).map((each) => each.key)).toEqual(['li'])
    expect(on.told).toEqual(['account zhang'])
    expect(on.store.changedRecords()).toBe(1)
  })

  it.each(edits.slice(0, 2))(
    'that %s keeps another member from taking the lane over, until it is as it was',
    async (_how, edit) => {
      const on = await lived()
      const whole = on.row('account', 'zhang')
      edit(on)
      const next = on.opened()
      await expect(next.takeOver(account, 's')).rejects.toThrow(Changed)
      // Which it is nobody can say, so nothing of the lane is believed there.
      expect((await next.load('account', ['li', 'zhang'])).get('li')).toMatchObject({ changed: true })
      on.put('account', 'zhang', whole)
      const lane = await next.takeOver(account, 's')
      await on.write(next, account, lane, 3, { zhang: active })
      expect((await next.load('account', ['zhang'])).get('zhang')?.body).toEqual(active)
    },
  )

  it('that is put in where its lane had removed it lets nobody in: a session that was signed out of', async () => {
    const { opened, write, row, put, told } = world()
    const store = opened()
    const lane = await store.takeOver(session, 's')
    await write(store, session, lane, 1, { cookie: { msisdn: '8613500137001' } })
    const open = row('web-sessions', 'cookie')
    await write(store, session, lane, 2, { cookie: undefined })
    expect((await store.load('web-sessions', ['cookie'])).has('cookie')).toBe(false)
    put('web-sessions', 'cookie', open)
    expect((await store.load('web-sessions', ['cookie'])).get('cookie')?.body).toBeUndefined()
    expect(told).toEqual(['web-sessions cookie'])
    await expect(opened().takeOver(session, 's')).rejects.toThrow(Changed)
  })

  it('that nobody asks for is found on patrol, and forgotten when it is as it was', async () => {
    const on = await lived()
    const whole = on.row('account', 'zhang')
    on.put('account', 'zhang', undefined)
    const end = new AbortController()
    let rests = 0
    const rest = async (ms: number) => {
      if (ms < 5000) return
      rests++
      if (rests === 1) expect(on.told).toEqual(['account zhang'])
      on.put('account', 'zhang', whole)
      if (rests === 2) end.abort()
    }
    await on.store.patrol(rest, end.signal)
    expect(on.store.changedRecords()).toBe(0)
  })

  it('that another member wrote since it took the lane over is believed by who had it before', async () => {
    const on = await lived()
    const next = on.opened()
    await on.write(next, account, await next.takeOver(account, 's'), 3, { zhang: active, wang: active })
    const found = await on.store.load('account', ['zhang', 'wang'])
    expect([found.get('zhang')?.body, found.get('wang')?.body]).toEqual([active, active])
    expect(on.told).toEqual([])
    await expect(on.write(on.store, account, on.lane, 3, { zhang: cancelled })).rejects.toThrow(Fenced)
  })

  it('is believed as it stands after that was said on purpose', async () => {
    const on = await lived()
    on.put('account', 'zhang', undefined)
    const next = on.opened()
    await next.renew({ lives: [], logLost: false })
    await expect(next.takeOver(account, 's')).rejects.toThrow(Changed)
    await next.renew({ lives: [], logLost: false, asItStands: true })
    await next.takeOver(account, 's')
    expect((await next.load('account', ['zhang'])).has('zhang')).toBe(false)
  })
})
