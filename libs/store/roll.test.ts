import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Stamps } from '#evidence'
import { MemoryDatabase, MemoryStore } from './memory/index.ts'
import { Changed, Fenced, type LaneDocument, type LaneId, laneName } from './port.ts'
import { StampedStore } from './stamped.ts'
import type { Watch } from './stamping.ts'

const account: LaneId = { process: 'account', lane: 0 }
const session: LaneId = { process: 'web-sessions', lane: 0 }
const money: LaneId = { process: 'settlement', lane: 0 }
const stamping = { absent: ['web-sessions'], held: ['account', 'settlement'], behind: ['account'] }

/** A database, gateways on it, and whoever has its shell. */
function world() {
  const database = new MemoryDatabase()
  const told: string[] = []
  const opened = (patienceMs?: number, on = new MemoryStore(database), watch: Partial<Watch> = {}) =>
    new StampedStore(
      on,
      new Stamps(['a secret'], 'states'),
      stamping,
      () => 0,
      { changed: (...what) => told.push(what.join(' ')), ...watch },
      patienceMs,
    )
  /** Rows of a lane are found one by one, each when it is let go on. */
  const slowly = () => {
    const slow = new MemoryStore(database)
    const waiting: (() => void)[] = []
    let isOpen = false
    slow.tails = async (id, page) => {
      if (!isOpen) await new Promise<void>((resolve) => waiting.push(resolve))
      return MemoryStore.prototype.tails.call(slow, id, page)
    }
    const goOn = () => {
      isOpen = true
      for (const each of waiting) each()
    }
    return { slow, goOn }
  }
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
  return { database, told, opened, slowly, write, row, put }
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

  it('that its owner found put back is believed by no process, until it is right again', async () => {
    const over = new Set<string>()
    const name = (...what: string[]) => what.join(' ')
    const watch: Partial<Watch> = {
      over: (...what) => void over.add(name(...what)),
      right: (...what) => void over.delete(name(...what)),
      isOver: (process, key) => over.has(name(process, key)),
    }
    const { opened, write, row, put } = world()
    const owner = opened(undefined, undefined, watch)
    const entrance = opened(undefined, undefined, watch)
    const lane = await owner.takeOver(account, 's')
    await write(owner, account, lane, 1, { zhang: active })
    const former = row('account', 'zhang')
    await write(owner, account, lane, 2, { zhang: cancelled })
    const last = row('account', 'zhang')
    put('account', 'zhang', former)
    const end = new AbortController()
    await owner.patrol(async (ms) => void (ms >= 5000 && end.abort()), end.signal)
    expect((await entrance.load('account', ['zhang'])).get('zhang')).toMatchObject({ changed: true })
    put('account', 'zhang', last)
    await owner.load('account', ['zhang'])
    expect((await entrance.load('account', ['zhang'])).get('zhang')?.body).toEqual(cancelled)
  })

  it.each([
    ['by its owner, who has it no more in memory', false],
    ['whose owner was started again', true],
  ])('that was put back is told to others each minute, also once its lane stands: %s', async (_how, isNew) => {
    vi.useFakeTimers({ toFake: ['performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const told: string[] = []
    const watch: Partial<Watch> = {
      over: (...what) => told.push(`over ${what.join(' ')}`),
      right: (...what) => told.push(`right ${what.join(' ')}`),
      laneOver: ({ process, lane }) => told.push(`over ${process}/${lane}`),
      laneRight: ({ process, lane }) => told.push(`right ${process}/${lane}`),
    }
    const on = world()
    const first = on.opened(undefined, undefined, watch)
    const lane = await first.takeOver(account, 's')
    await on.write(first, account, lane, 1, { zhang: active, li: active })
    const former = on.row('account', 'zhang')
    await on.write(first, account, lane, 2, { zhang: cancelled })
    const last = on.row('account', 'zhang')
    on.put('account', 'zhang', former)
    await first.load('account', ['zhang'])
    const owner = isNew ? on.opened(undefined, undefined, watch) : first
    const round = async () => {
      const end = new AbortController()
      await owner.patrol(async (ms) => void (ms >= 5000 && end.abort()), end.signal)
    }
    const what = isNew ? 'account/0' : 'account zhang'
    // The lane is taken over again and again, and stands each time.
    for (let minute = 0; minute < 5; minute++) {
      told.length = 0
      await expect(owner.takeOver(account, 's')).rejects.toThrow(Changed)
      vi.advanceTimersByTime(60_000)
      await round()
      expect(told).toContain(`over ${what}`)
      expect(told.filter((each) => each.startsWith('right'))).toEqual([])
    }
    told.length = 0
    on.put('account', 'zhang', last)
    await owner.takeOver(account, 's')
    await round()
    expect(told).toEqual([`right ${what}`])
  })

  it('of a lane that its former owner told of is told to be right by whoever finds it whole', async () => {
    const over = new Set<string>()
    const told: string[] = []
    const watch = (who: string): Partial<Watch> => ({
      laneOver: (id) => void over.add(laneName(id)),
      laneRight: (id) => {
        told.push(who)
        over.delete(laneName(id))
      },
      isLaneOver: (id) => over.has(laneName(id)),
      isOver: (process, _key, _body, lane) => over.has(laneName({ process, lane })),
    })
    const { opened, write, row, put } = world()
    const first = opened()
    await write(first, account, await first.takeOver(account, 's'), 1, { zhang: active })
    const zhang = row('account', 'zhang')
    put('account', 'zhang', undefined)
    await expect(opened(undefined, undefined, watch('second')).takeOver(account, 's')).rejects.toThrow(Changed)
    put('account', 'zhang', zhang)
    const entrance = opened(undefined, undefined, watch('entrance'))
    expect((await entrance.load('account', ['zhang'])).get('zhang')).toMatchObject({ changed: true })
    const third = opened(undefined, undefined, watch('third'))
    await third.takeOver(account, 's')
    expect((await entrance.load('account', ['zhang'])).get('zhang')?.body).toEqual(active)
    await third.takeOver(account, 's')
    expect(told).toEqual(['third'])
  })

  it('that was put back is not told to be right while the rows of its lane are being found', async () => {
    const on = world()
    const told: string[] = []
    const { slow, goOn } = on.slowly()
    const owner = on.opened(1, slow, { right: (...what) => told.push(what.join(' ')) })
    goOn()
    const lane = await owner.takeOver(account, 's')
    await on.write(owner, account, lane, 1, { zhang: active })
    const former = on.row('account', 'zhang')
    await on.write(owner, account, lane, 2, { zhang: cancelled })
    on.put('account', 'zhang', former)
    await owner.load('account', ['zhang'])
    const again = on.slowly()
    slow.tails = again.slow.tails
    await owner.takeOver(account, 's')
    await owner.load('account', ['zhang'])
    expect([owner.isFinding(account), told, owner.changedRecords()]).toEqual([true, [], 1])
    again.goOn()
    await expect(comesOut(owner, account)).rejects.toThrow(Changed)
  })

  it('of a lane that a process gave up is no better known there than elsewhere', async () => {
    const isOver = { now: false }
    const { opened, write, row, put } = world()
    const former = opened(undefined, undefined, { isOver: () => isOver.now })
    const lane = await former.takeOver(session, 's')
    await write(former, session, lane, 1, { cookie: { msisdn: '8613500137001' } })
    const open = row('web-sessions', 'cookie')
    former.release(session, lane.epoch)
    const next = opened()
    await write(next, session, await next.takeOver(session, 's'), 2, { cookie: undefined })
    isOver.now = true
    put('web-sessions', 'cookie', open)
    expect((await former.load('web-sessions', ['cookie'])).get('cookie')?.body).toBeUndefined()
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

/** What is found out of a lane, sooner or later. */
const comesOut = async (store: StampedStore, id: LaneId) => {
  for (let n = 0; n < 200; n++) {
    store.checkRows(id)
    await new Promise(setImmediate)
  }
}

describe('a lane whose rows are not all found yet', () => {
  /** Taken over by another member that finds its rows when it is let go on. */
  async function taken(edit: (on: Lived) => void = () => {}) {
    const on = await lived()
    edit(on)
    const { slow, goOn } = on.slowly()
    const next = on.opened(1, slow)
    const lane = await next.takeOver(account, 's')
    return { ...on, next, lane, goOn }
  }

  it('is worked on: what is written and read meanwhile counts once, and as it was found', async () => {
    const { next, lane, goOn, write, opened, told } = await taken()
    expect((await next.load('account', ['li', 'nobody'])).get('li')?.body).toEqual(active)
    await write(next, account, lane, 3, { zhang: active, wang: active })
    await write(next, account, lane, 4, { zhang: undefined, li: cancelled })
    goOn()
    await comesOut(next, account)
    await write(next, account, lane, 5, { wang: cancelled })
    const found = await next.load('account', ['zhang', 'li', 'wang'])
    expect([...found].map(([key, { body }]) => [key, body])).toEqual([
      ['li', cancelled],
      ['wang', cancelled],
    ])
    await opened().takeOver(account, 's')
    expect(told).toEqual([])
  })

  it.each(edits.slice(0, 2))('stands as soon as it comes out that a row %s', async (_how, edit) => {
    const { next, lane, goOn, write } = await taken(edit)
    await write(next, account, lane, 3, { li: cancelled })
    expect((await next.load('account', ['li'])).get('li')?.body).toEqual(cancelled)
    goOn()
    await expect(comesOut(next, account)).rejects.toThrow(Changed)
    expect((await next.load('account', ['li'])).get('li')).toMatchObject({ changed: true })
    await expect(next.takeOver(account, 's')).rejects.toThrow(Changed)
  })

  it('stands although the row that was taken away is written again meanwhile', async () => {
    const { next, lane, goOn, write } = await taken(edits[0]?.[1])
    await write(next, account, lane, 3, { zhang: active })
    goOn()
    await expect(comesOut(next, account)).rejects.toThrow(Changed)
  })

  it.each([true, false])(
    'is taken over by the next when its owner is killed; a row was taken away: %s',
    async (gone) => {
      const { next, lane, write, opened } = await taken(gone ? edits[0]?.[1] : undefined)
      await write(next, account, lane, 3, { li: cancelled, wang: active })
      const third = opened()
      if (gone) await expect(third.takeOver(account, 's')).rejects.toThrow(Changed)
      else await third.takeOver(account, 's')
    },
  )

  it('is asked for nothing while it is found: nothing of what pays or lets in is believed before all of it was', async () => {
    const { opened, slowly, write, row, put, told } = world()
    const store = opened()
    const lane = await store.takeOver(money, 's')
    await write(store, money, lane, 1, { june: { fen: 900 } })
    const before = row('settlement', 'june')
    await write(store, money, lane, 2, { june: { fen: 0 } })
    put('settlement', 'june', before)
    const { slow, goOn } = slowly()
    const next = opened(1, slow)
    const taken = next.takeOver(money, 's')
    const state = { isTaken: false }
    taken.then(
      () => {
        state.isTaken = true
      },
      () => undefined,
    )
    await expect.poll(() => next.isFinding(money)).toBe(true)
    expect((await next.load('settlement', ['june'])).get('june')).toMatchObject({ changed: true })
    expect(await next.find('settlement', { limit: 9 })).toEqual([])
    expect([state, told]).toEqual([{ isTaken: false }, []])
    goOn()
    await expect(taken).rejects.toThrow(Changed)
    expect(next.isFinding(money)).toBe(false)
  })

  it('is read by others of the process as soon as all was found', async () => {
    const { opened, slowly, write } = world()
    const store = opened()
    await write(store, money, await store.takeOver(money, 's'), 1, { june: { fen: 900 } })
    const { slow, goOn } = slowly()
    const next = opened(60_000, slow)
    const taken = next.takeOver(money, 's')
    await expect.poll(() => next.isFinding(money)).toBe(true)
    const read = next.load('settlement', ['june'])
    goOn()
    expect((await read).get('june')?.body).toEqual({ fen: 900 })
    await taken
  })
})

describe('a lane of a build of 26 November, which said what it has in another way', () => {
  const stamps = new Stamps(['a secret'], 'states')
  /** As that build said it: an HMAC over number and sum. */
  async function livedThen() {
    const on = await lived()
    const entries = ['zhang', 'li'].map((key) => {
      const { stamp } = JSON.parse(on.row('account', key)?.body ?? '')
      return Buffer.from(stamps.ofText(`row\n${key}\n${stamp}`), 'base64url').readUIntBE(0, 6)
    })
    const sum = entries.reduce((all, each) => (all + each) % 2 ** 48, 0)
    on.database.lane('account/0').roll = stamps.ofText(['rows', 'account/0', 2, sum].join('\n'))
    return on
  }

  it('is taken over, and goes on as all', async () => {
    const on = await livedThen()
    const next = on.opened()
    const lane = await next.takeOver(account, 's')
    await on.write(next, account, lane, 3, { wang: active })
    await on.opened().takeOver(account, 's')
    expect((await next.load('account', ['zhang'])).get('zhang')?.body).toEqual(cancelled)
    expect(on.told).toEqual([])
  })

  it.each(edits.slice(0, 2))('stands when a row %s', async (_how, edit) => {
    const on = await livedThen()
    edit(on)
    await expect(on.opened(1).takeOver(account, 's')).rejects.toThrow(Changed)
  })
})
