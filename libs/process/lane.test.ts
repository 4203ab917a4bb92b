import { describe, expect, it } from 'vitest'
import type { InRecord, LaneReader, Pending } from '#bus'
import { MemoryBus, MemoryCluster, MemoryReader } from '#bus/memory'
import { Stamps } from '#evidence'
import { StampedStore } from '#store'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { until } from '../../test/until.ts'
import { Brake, Pace } from './brake.ts'
import { SteadyClock, systemClock } from './clock.ts'
import { Lane, type LaneOptions, PositionError } from './lane.ts'
import { merge as mergeAll } from './merge.ts'
import type { LaneWork } from './work.ts'

const record = (topic: string, offset: number, at: number): InRecord => ({
  topic,
  partition: 0,
  offset,
  key: 'k',
  message: { at },
  trusted: true,
  raw: () => '',
})
const pending = (topic: string, stamps: number[], more = false): Pending => ({
  topic,
  more,
  records: stamps.map((at, offset) => record(topic, offset, at)),
})
const names = (records: readonly InRecord[]) => records.map((each) => `${each.topic}${each.offset}`)
const merge = (from: readonly Pending[], max: number) =>
  mergeAll(from, { max, now: 100, graceMs: 0, positions: {} }).records

describe('merging the topics of a lane', () => {
  it('goes by the edge’s time, each topic in its own order', () => {
    expect(names(merge([pending('a', [1, 5, 6]), pending('b', [2, 3, 9])], 10))).toEqual([
      'a0',
      'b0',
      'b1',
      'a1',
      'a2',
      'b2',
    ])
  })

  it('lets nothing overtake a topic that has more than was read', () => {
    expect(names(merge([pending('a', [1, 2], true), pending('b', [3, 4])], 10))).toEqual(['a0', 'a1'])
  })

  it('takes nothing while a topic that has more has not been fetched', () => {
    expect(names(merge([pending('a', [1, 2]), pending('b', [], true)], 10))).toEqual([])
    expect(names(merge([pending('a', [1, 2]), pending('b', [])], 10))).toEqual(['a0', 'a1'])
  })

  it('keeps the order of a topic also where its stamps do not', () => {
    expect(names(merge([pending('a', [9, 1]), pending('b', [5])], 10))).toEqual(['b0', 'a0', 'a1'])
  })

  it('takes no more than a batch', () => {
    expect(merge([pending('a', [1, 2, 3, 4])], 3)).toHaveLength(3)
  })
})

describe('up to when all inputs have been read', () => {
  const standing = { max: 10, now: 100, graceMs: 3, positions: { a: 0, b: 0 } }
  const look = { time: 90, ends: { a: 2, b: 0 } }

  it('is told by the next record of each topic, less what may be out of order', () => {
    const both = [pending('a', [10, 30], true), pending('b', [20, 40], true)]
    expect(mergeAll(both, standing).readUpTo).toEqual([7, 17, 27])
  })

  it('is not known of a topic that stands at its end, unless somebody looked there', () => {
    const one = [pending('a', [10, 30]), pending('b', [])]
    expect(mergeAll(one, standing).readUpTo).toEqual([-Infinity, -Infinity])
    expect(mergeAll(one, { ...standing, look }).readUpTo).toEqual([7, 27])
    expect(mergeAll(one, { ...standing, look: { time: 20, ends: look.ends } }).readUpTo).toEqual([7, 20])
    expect(mergeAll(one, { ...standing, look: { time: 90, ends: { a: 2, b: 1 } } }).readUpTo[1]).toBe(-Infinity)
  })

  it('is never later than the lane’s own time, and a stamp from the future tells nothing', () => {
    const late = [pending('a', [101]), pending('b', [102], true)]
    expect(mergeAll(late, { ...standing, look: { time: 1000, ends: { a: 0, b: 0 } } }).readUpTo).toEqual([97, 97])
    const future = [pending('a', [10]), pending('b', [5000], true)]
    expect(mergeAll(future, standing).readUpTo).toEqual([-Infinity, -Infinity])
  })
})

const idle: LaneWork = {
  process: 'p',
  inputs: ['t'],
  records: async () => ({ states: [], emit: [] }),
  committed() {},
}

describe('a stored position that does not fit the log', () => {
  async function laneAt(position: number, log: string) {
    const cluster = new MemoryCluster(1)
    cluster.log.ensure([{ name: 't', keep: 1 }])
    const database = new MemoryDatabase()
    Object.assign(database.lane('p/0'), { seq: 3, positions: { t: position }, log: { t: log } })
    const reader: LaneReader = new MemoryReader(cluster.log, 'm', ['t'], 0)
    return new Lane({ process: 'p', lane: 0 }, idle, reader, {
      bus: new MemoryBus(cluster),
      store: new MemoryStore(database),
      clock: systemClock,
      session: 's',
    })
  }

  it('beyond its end stops the lane with a name, and nothing is skipped', async () => {
    const lane = await laneAt(7, 'memory-1')
    await expect(lane.run(new AbortController().signal)).rejects.toMatchObject({
      code: 'lane.position-outside-log',
      message: expect.stringContaining('stands at 7 of t, which holds 0 to 0'),
    })
  })

  it('of another log stops the lane with both names', async () => {
    const lane = await laneAt(0, 'memory-of-last-year')
    const failure = await lane.run(new AbortController().signal).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(PositionError)
    expect((failure as PositionError).message).toContain('memory-of-last-year')
  })
})

describe('pages of a baseline', () => {
  /** A lane of pages that take 20 ms, a clock that only these and polls move, and how many of its polls are full. */
  const pagesOf = async (batches: number, most: number, more: Partial<LaneOptions> = {}) => {
    const clock = { at: 1000, now: () => clock.at, sleep: async () => undefined }
    const stop = new AbortController()
    const pages: { at: number; size: number }[] = []
    const work: LaneWork = {
      ...idle,
      isBehind: () => true,
      async bringUp(size) {
        pages.push({ at: clock.at, size })
        clock.at += 20
        if (pages.length === most) stop.abort()
        return { states: [], emit: [] }
      },
    }
    let left = batches
    const reader: LaneReader = {
      identity: async () => ({ t: 'log' }),
      ranges: async () => ({ t: { start: 0, end: 80 } }),
      seek() {},
      wake() {},
      advance() {},
      async poll(_, waitMs) {
        const full = left-- > 0
        clock.at += full ? 10 : Math.min(10, waitMs)
        return [pending('t', full ? [1, 2] : [1])]
      },
    }
    const lane = new Lane({ process: 'p', lane: 0 }, work, reader, {
      bus: new MemoryBus(new MemoryCluster(1)),
      store: new MemoryStore(new MemoryDatabase()),
      ...{ clock, session: 's', batch: 2, ...more },
    })
    await lane.run(stop.signal)
    return pages
  }

  it('have a fifth of the time, and get smaller where they take long', async () => {
    expect(await pagesOf(0, 5)).toEqual([64, 32, 16, 16, 16].map((size, n) => ({ at: 1000 + 100 * n, size })))
  })

  it('have a fiftieth while messages fill each batch: a lane that is never done comes to its end all the same', async () => {
    expect(await pagesOf(1000, 4)).toEqual([64, 32, 16, 16].map((size, n) => ({ at: 1000 + 1000 * n, size })))
  })

  it('rest after the page of any lane of the same member, and have one at a time', async () => {
    const clock = { at: 1000, now: () => clock.at }
    const pace = new Pace(clock)
    const [one, other] = [new Brake(clock, pace), new Brake(clock, pace)]
    const under = Promise.withResolvers<void>()
    const page = one.page(
      async () => {
        clock.at += 5
      },
      // The disk takes long, which is no work: as much of it counts as of the page.
      async () => {
        await under.promise
        clock.at += 500
      },
    )
    expect([one.isOn(false), other.isOn(false)]).toEqual([true, true])
    under.resolve()
    await page
    expect([other.patience(1000), other.isOn(false)]).toEqual([40, true])
    clock.at += 40
    expect([other.isOn(false), other.isOn(true)]).toEqual([false, true])
    // One that never ends, of a lane that was abandoned, keeps nobody from theirs.
    void one.page(
      async () => undefined,
      () => new Promise(() => {}),
    )
    expect(other.isOn(false)).toBe(true)
    clock.at += 30_000
    expect(other.isOn(false)).toBe(false)
  })
})

describe('a takeover that fails', () => {
  it.each(['identity', 'ranges', 'start'] as const)(
    'gives the lane up, so that this process knows of its rows no more than others: %s',
    async (what) => {
      const id = { process: 'p', lane: 0 }
      const cluster = new MemoryCluster(1)
      cluster.log.ensure([{ name: 't', keep: 1 }])
      const reader: LaneReader = new MemoryReader(cluster.log, 'm', ['t'], 0)
      const fails = async () => {
        throw new Error('the log is away')
      }
      if (what !== 'start') reader[what] = fails
      const store = new StampedStore(
        new MemoryStore(new MemoryDatabase()),
        new Stamps(['a secret'], 'states'),
        { absent: ['p'], held: [] },
        () => 0,
        { changed: () => {} },
      )
      const work = what === 'start' ? { ...idle, start: fails } : idle
      const bus = new MemoryBus(cluster)
      const lane = new Lane(id, work, reader, { bus, store, clock: systemClock, session: 's' })
      await expect(lane.run(new AbortController().signal)).rejects.toThrow('the log is away')
      expect(store.hasLaneOf('p', 'a')).toBe(false)
    },
  )
})

describe('a lane with nothing to do', () => {
  /** A log in which nothing ever comes: a poll ends when it is woken, and not before. */
  const silent = () => {
    const waits: number[] = []
    let wake = () => {}
    const reader: LaneReader = {
      identity: async () => ({ t: 'log' }),
      ranges: async () => ({ t: { start: 0, end: 0 } }),
      seek() {},
      advance() {},
      wake: () => wake(),
      poll: (_, waitMs) => {
        waits.push(waitMs)
        return new Promise((resolve) => {
          wake = () => resolve([])
        })
      },
    }
    return { reader, waits }
  }
  const laneOf = (reader: LaneReader, stallMs = 30_000) =>
    new Lane({ process: 'p', lane: 0 }, idle, reader, {
      bus: new MemoryBus(new MemoryCluster(1)),
      store: new MemoryStore(new MemoryDatabase()),
      clock: systemClock,
      session: 's',
      stallMs,
    })

  it('rests until it is told to stop', async () => {
    const { reader, waits } = silent()
    const stop = new AbortController()
    const running = laneOf(reader).run(stop.signal)
    await until('it rests', () => waits.length === 1)
    stop.abort()
    await running
    expect(waits).toHaveLength(1)
  })

  it('looks again sooner than anybody takes it to stand still', async () => {
    const { reader, waits } = silent()
    const stop = new AbortController()
    const running = laneOf(reader, 2000).run(stop.signal)
    await until('it rests', () => waits.length === 1)
    stop.abort()
    await running
    expect(waits[0]).toBeLessThan(2000)
  })
})

describe('a clock that jumps', () => {
  it('forward is followed; back, time goes on at half speed and never turns back', () => {
    let [wall, monotonic] = [1000, 0]
    const clock = new SteadyClock(
      () => wall,
      () => monotonic,
    )
    const pass = (ms: number, jump = 0) => {
      wall += ms + jump
      monotonic += ms
      return clock.now()
    }
    expect([pass(100), pass(100, 3_600_000), pass(100, -60_000), pass(1000), pass(200_000)]).toEqual([
      1100, 3_601_200, 3_601_250, 3_601_750, 3_742_300,
    ])
  })
})
