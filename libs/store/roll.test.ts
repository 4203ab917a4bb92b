import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { MemoryStore } from './memory/index.ts'
import { Changed, Fenced, type Loading, laneName } from './port.ts'
import { account, active, cancelled, comesOut, edits, lived, session, world } from './roll-fixtures.ts'
import type { Watch } from './stamping.ts'

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

  it('that is written again and again is told of nobody, however long a read takes, and once it rests it is', async () => {
    const on = world()
    const slow = new MemoryStore(on.database)
    const store = on.opened(undefined, slow)
    const lane = await store.takeOver(account, 's')
    let [seq, writes] = [0, 0]
    await on.write(store, account, lane, ++seq, { hot: { n: seq } })
    slow.load = async (process, keys) => {
      const read = await MemoryStore.prototype.load.call(slow, process, keys)
      if (writes-- > 0) await on.write(store, account, lane, ++seq, { hot: { n: seq } })
      return read
    }
    writes = 9
    expect((await store.load('account', ['hot'])).get('hot')?.body).toEqual({ n: 10 })
    expect(on.told).toEqual([])
    on.put('account', 'hot', undefined)
    expect((await store.load('account', ['hot'])).get('hot')).toMatchObject({ changed: true })
    expect(on.told).toEqual(['account hot'])
  })

  it('that is written while it is read stands for every process before whoever asks hears of it, but for its lane', async () => {
    const on = world()
    const slow = new MemoryStore(on.database)
    const store = on.opened(undefined, slow)
    const lane = await store.takeOver(account, 's')
    const asked: boolean[] = []
    slow.load = async (process, keys, how: Loading = {}) => {
      asked.push(how.asCommitted === true)
      const read = await MemoryStore.prototype.load.call(slow, process, keys)
      if (asked.length === 1) await on.write(store, account, lane, seq, { hot: { n: seq } })
      return read
    }
    let seq = 1
    expect((await store.load('account', ['hot'])).get('hot')?.body).toEqual({ n: 1 })
    expect(asked).toEqual([false, true, false])
    asked.length = 0
    seq = 2
    expect((await store.load('account', ['hot'], { asCommitted: true })).get('hot')?.body).toEqual({ n: 2 })
    expect(asked).toEqual([true, true])
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
