import { describe, expect, it } from 'vitest'
import { type Bus, BusError, type LaneHandler, type OutRecord } from '#bus'
import { partitionOf } from '#contracts'
import type { LaneId, Store } from '#store'
import { until } from '../../test/until.ts'
import { Inbox } from '../bus/kafka/reader.ts'
import { type DecideWork, systemClock } from './index.ts'
import { heard, member, noted, pairs, publish, seen } from './member-fixtures.ts'

/** A pause of the watchdog’s, unlike any other. */
const WATCH_MS = 60_001
const PING_MS = 2000

describe.each(pairs)('a member, %s', (name, open) => {
  it('gets a lane going again whose handler never settles', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard])
    let hung = 0
    const made = await member(bus, store, { stallMs: 1500 }, 's', (work) => {
      const records = work.records.bind(work)
      work.records = (batch) => (hung++ === 0 ? new Promise(() => {}) : records(batch))
      return work
    })
    await publish(bus, noted, 1)
    await until('the handler hangs', () => hung === 1)
    await until('the message is handled all the same', async () => (await seen(store)).length === 1)
    await until('all is well again', () => made.troubles().length === 0)
    expect(await seen(store)).toEqual([1])
  })

  it('stops only the lane that fails for an unknown reason, loses nothing, and goes on when it can', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard])
    let broken = true
    const made = await member(bus, store, {}, 's', (work) => {
      const records = work.records.bind(work)
      work.records = (batch) => {
        if (broken && batch.records.some((each) => each.key === 'k')) throw new TypeError('something nobody foresaw')
        return records(batch)
      }
      return work
    })
    const other = ['a', 'b', 'c', 'd'].find((key) => partitionOf(key, 3) !== partitionOf('k', 3)) as string
    await publish(bus, noted, 1)
    await publish(bus, noted, 2, other)
    await until('the lane is in trouble, by name, without content', () =>
      made.troubles().some((each) => /lane counter\/\d: TypeError$/.test(each)),
    )
    await until('the other lane works', async () => (await store.load('counter', [other])).size === 1)
    broken = false
    await until('nothing was lost', async () => (await seen(store)).length === 1)
    await until('all is well again', () => made.troubles().length === 0)
  })

  it('makes one page of its lanes’ baselines at a time', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard])
    const pages = { made: 0, under: 0, most: 0 }
    await member(bus, store, {}, 's', (work) => {
      const bringUp = async () => {
        pages.most = Math.max(pages.most, ++pages.under)
        await until('two are under way', () => pages.under > 1, 20).catch(() => undefined)
        pages.under--
        pages.made++
        return undefined
      }
      return Object.assign(work, { isBehind: () => true, bringUp })
    })
    await until('some were made', () => pages.made > 5)
    expect(pages.most).toBe(1)
  })

  it('whose store was away goes on as soon as it is back, however often its lanes have failed', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard])
    let isAway = false
    let failures = 0
    const fails = async () => {
      failures++
      throw new Error('no store')
    }
    const reached: Store = new Proxy(store, {
      get(target, name) {
        if (isAway && /^(takeOver|load|commit|ping)$/.test(String(name))) return fails
        const found: unknown = Reflect.get(target, name, target)
        return typeof found === 'function' ? found.bind(target) : found
      },
    })
    // given a clock on which pauses are short, whatever is asked for
    const pauses: number[] = []
    const clock = {
      now: () => systemClock.now(),
      sleep(ms: number, signal?: AbortSignal) {
        if (ms !== WATCH_MS) pauses.push(ms)
        return systemClock.sleep(Math.min(ms, ms === PING_MS ? ms : 5), signal)
      },
    }
    const made = await member(bus, reached, { clock, stallMs: 4 * WATCH_MS })
    await publish(bus, noted, 1)
    await until('it works', async () => (await seen(store)).length === 1)
    // when the store is away for long
    isAway = true
    await publish(bus, noted, 2)
    await until('its lanes fail again and again', () => failures > 60)
    isAway = false
    // then nobody waits longer than a moment
    await until('it goes on', async () => (await seen(store)).length === 2)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(PING_MS)
    await until('all is well again', () => made.troubles().length === 0)
  })

  it('is up when all lanes that it was given at first run, and when it takes them over again unless that takes long', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard])
    let gate = Promise.withResolvers<void>()
    const slow: Store = new Proxy(store, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name, target)
        if (name !== 'takeOver') return typeof found === 'function' ? found.bind(target) : found
        return async (id: LaneId, session: string) => {
          if (id.lane > 0) await gate.promise
          return target.takeOver(id, session)
        }
      },
    })
    let ahead = 0
    const clock = { now: () => systemClock.now() + ahead, sleep: systemClock.sleep }
    const work: DecideWork[] = []
    const made = await member(bus, slow, { clock }, 's', (each) => {
      work.push(each)
      return each
    })
    await until('the first runs', () => made.troubles().includes('2 of 3 lanes are still to be taken over'))
    gate.resolve()
    await until('it is up', () => made.troubles().length === 0)
    // One of them is fenced, as when another member took it: all are let go of, given back and taken over again.
    gate = Promise.withResolvers()
    const [begun, own] = [work.length, partitionOf('k', 3)]
    await store.takeOver({ process: 'counter', lane: own }, 'another')
    await publish(bus, noted, 1)
    await until('they are being taken over again', () => work.length === begun + 3)
    expect(made.troubles().filter((each) => each.includes('taken over'))).toEqual([])
    ahead = 5001
    await until('it is said', () => made.troubles().includes('2 of 3 lanes are still to be taken over'))
    gate.resolve()
    await until('it is up again', () => made.troubles().length === 0)
    await until('it works', async () => (await seen(store)).length === 1)
  })

  it.runIf(name !== 'memory')(
    'reads on from the stored position when what was fetched could not be taken',
    async () => {
      const { bus, store } = await open()
      await bus.ensureTopics([noted, heard])
      await member(bus, store)
      await publish(bus, noted, 1)
      await until('it works', async () => (await seen(store)).length === 1)
      const take = Inbox.prototype.take
      let died = false
      Inbox.prototype.take = function broken() {
        died = true
        Inbox.prototype.take = take
        throw new TypeError('nobody foresaw this')
      }
      await publish(bus, noted, 2)
      await until('it has failed', () => died)
      await until('it works again', async () => (await seen(store)).length === 2)
      expect(await seen(store)).toEqual([1, 2])
    },
  )

  it('stops only the lane whose publication the log refuses, by name', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard])
    const own = `counter/${partitionOf('k', 3)}`
    let refusing = true
    const picky: Bus = Object.create(bus, {
      join: { value: bus.join.bind(bus) },
      publish: {
        value: async (records: readonly OutRecord[]) => {
          if (refusing && records.some(({ source }) => source?.lane === own))
            throw new BusError('bus.refused', 'the log refused a record of 7 octets for heard (INVALID_RECORD)')
          await bus.publish(records)
        },
      },
    })
    const made = await member(picky, store)
    const other = ['a', 'b', 'c', 'd'].find((key) => partitionOf(key, 3) !== partitionOf('k', 3)) as string
    await publish(bus, noted, -2)
    await until('its lane is in trouble', () =>
      made.troubles().includes(`lane ${own}: the log refused a record of 7 octets for heard (INVALID_RECORD)`),
    )
    await publish(bus, noted, 1, other)
    await until('another works', async () => (await store.load('counter', [other])).size === 1)
    refusing = false
    await until('nothing was lost', async () => (await seen(store)).length === 2)
    expect(await seen(store)).toEqual([-2, 99])
    await until('all is well again', () => made.troubles().length === 0)
  })

  it('and another that believe both that they own every lane handle each message once between them', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard])
    // The second reads by a group of its own, so that no group ever takes a lane from either.
    const ghost: Bus = Object.create(bus, {
      join: {
        value: (group: string, topics: readonly string[], handler: LaneHandler) =>
          bus.join(`${group}-ghost`, topics, handler),
      },
    })
    await member(bus, store, {}, 'first')
    await member(ghost, store, {}, 'second')
    for (let n = 0; n < 40; n++) {
      await publish(bus, n % 2 ? noted : heard, n)
      await systemClock.sleep(20)
    }
    await until('all are handled', async () => (await seen(store)).length >= 40)
    const all = await seen(store)
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n))
  })

  it('hands its lanes over when it leaves, while messages come, and each is handled once', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard])
    const first = await member(bus, store, {}, 'first')
    for (let n = 0; n < 30; n++) await publish(bus, n % 2 ? noted : heard, n)
    // The memory bus names its members itself; a second bus on the same log would be another cluster.
    if (name !== 'memory') await member(bus, store, {}, 'second')
    for (let n = 30; n < 60; n++) await publish(bus, n % 2 ? noted : heard, n)
    if (name !== 'memory') await first.stop()
    for (let n = 60; n < 90; n++) await publish(bus, n % 2 ? noted : heard, n)
    await until('all are handled', async () => (await seen(store)).length >= 90)
    const all = await seen(store)
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, n) => n))
    for (const odd of [0, 1])
      expect(all.filter((n) => n % 2 === odd)).toEqual(all.filter((n) => n % 2 === odd).toSorted((a, b) => a - b))
  })
})
