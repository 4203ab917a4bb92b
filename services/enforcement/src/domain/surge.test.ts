import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { DecideWork, type ProcessDefinition, type Turn } from '#process'
import { Play } from '#process/kit'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { seeded } from '../../../../libs/process/simulation/world.ts'
import { chanceOf, lnGamma } from './chance.ts'
import { alarmsIn, judgeHour, limitOf, risenHours, type SurgeRefs, type SurgeState, surges } from './surge.ts'
import { drawn, honestWeeks, levelOf, SURGE_START } from './surge-fixtures.ts'

const HOUR = 3_600_000
const WEEK = 168
const refs = (series = 1, falseAlarmsPerMonth = 1): SurgeRefs => ({
  policy: { enforcement: { ...defaultPolicy.enforcement, falseAlarmsPerMonth } },
  policyVersion: 'test',
  series: () => series,
})

describe('the chance of a count', () => {
  it('is that of a binomial where nothing varies more than by chance', () => {
    expect(Math.exp(lnGamma(5))).toBeCloseTo(24, 6)
    // All of 3, where this hour had one part in three: (1/3)^3.
    expect(chanceOf(3, 0, 2, 1)).toBeCloseTo(1 / 27, 3)
    expect([chanceOf(0, 10, 8, 1), chanceOf(5, 40, 8, 1) > 0.4]).toEqual([1, true])
  })

  it('is larger where counts vary more', () => {
    expect(chanceOf(60, 160, 8, 4)).toBeGreaterThan(chanceOf(60, 160, 8, 1) * 1000)
  })
})

describe('complaints about a port that has 20 an hour by day', () => {
  const where = { kind: 'port', id: '10661234' } as const
  const fed = () => {
    const random = seeded(7)
    const play = new Play(surges, { key: 'complaints port 10661234', refs: refs(1000), start: SURGE_START })
    const raised: unknown[] = []
    const hour = (count: number) => {
      const at = play.now
      const told = [
        ...(count > 0 ? play.say('surge.counted', { what: 'complaints', where, hour: at, count }) : []),
        ...play.wait(HOUR),
      ]
      raised.push(...told.filter(({ topic }) => topic === 'surge.alarms').map(({ type, data }) => [type, data]))
    }
    for (let n = 0; n < 9 * WEEK; n++) hour(drawn(random, levelOf(n, 20), 1.3))
    return { play, raised, hour }
  }

  it('raise no alarm in nine honest weeks, one when they are three times as many, and it ends', () => {
    const { raised, hour, play } = fed()
    expect(raised).toEqual([])
    for (let n = 0; n < 12; n++) hour(Math.round(levelOf(n, 20)))
    for (let n = 12; n < 15; n++) hour(Math.round(3 * levelOf(n, 20)))
    expect(raised).toEqual([['surge.raised', expect.objectContaining({ what: 'complaints', where })]])
    const [[, alarm]] = raised as [[string, { count: number; usual: number; against: number[]; chance: number }]]
    expect(alarm.count).toBeGreaterThan(2 * alarm.usual)
    expect([alarm.against.length, alarm.chance < 1e-6]).toEqual([8, true])
    expect(play.state?.alarm?.endedAt).toBeUndefined()
    for (let n = 15; n < 18; n++) hour(Math.round(levelOf(n, 20)))
    expect(raised.map((each) => (each as string[])[0])).toEqual(['surge.raised', 'surge.ended'])
    // Looked at again by what is kept: the same alarm, at the same hour; none by a figure under which it would have been none.
    const hours = risenHours(play.state as SurgeState, play.now)
    const [rose] = raised as [[string, { hour: number; policy: string }]]
    expect(rose[1].policy).toBe('test')
    const again = (limit: number) => alarmsIn(hours, limit)
    expect(again(limitOf(refs(1000)))).toEqual([rose[1].hour])
    const chances = hours.map(({ chance }) => chance).sort((a, b) => a - b)
    expect(again((chances[0] as number) / 2)).toEqual([])
    expect(again(0.005).length).toBeGreaterThan(1)
  })

  it('count no more once they were taken back: a surge of those raises nothing, and one that was raised is over', () => {
    const { raised, hour, play } = fed()
    const count = (at: number, by: number) =>
      play.say('surge.counted', { what: 'complaints', where, hour: at, count: by })
    for (let n = 0; n < 12; n++) hour(Math.round(levelOf(n, 20)))
    const noon = play.now
    count(noon, 30)
    count(noon, -25)
    expect(count(noon, 40)).toEqual([])
    count(noon, -99)
    hour(40)
    expect(raised).toEqual([])
    const next = play.now
    hour(150)
    expect(raised).toHaveLength(1)
    // The hour after it is judged without what was taken back of it.
    count(play.now, 150)
    count(play.now, -130)
    count(next, -130)
    hour(20)
    expect(raised.map((each) => (each as string[])[0])).toEqual(['surge.raised', 'surge.ended'])
  })

  it('that are taken back in a week that nothing is known of make no week, and no series that would know of it', () => {
    const play = new Play(surges, { key: 'k', refs: refs(), start: SURGE_START })
    const count = (at: number, by: number) =>
      play.say('surge.counted', { what: 'complaints', where, hour: at, count: by })
    count(play.now - 9 * WEEK * HOUR, -1)
    expect(play.state).toBeUndefined()
    count(play.now, 5)
    count(play.now - WEEK * HOUR, -1)
    expect(play.state?.weeks).toHaveLength(1)
    count(play.now, -5)
    expect(play.state?.weeks).toMatchObject([{ counts: expect.arrayContaining([0]) }])
  })

  it('of an hour that has not begun are refused, and of years ago are no beginning: neither blinds it, nor makes an alarm', () => {
    const play = new Play(surges, { key: 'k', refs: refs(), start: SURGE_START })
    const said = (hour: number) => ({ what: 'complaints', where, hour, count: 3 })
    expect(play.sayBad('surge.counted', said(Date.parse('9999-12-31T23:00:00Z')))).toBe('hour: it has not begun yet')
    play.say('surge.counted', said(Date.parse('1970-01-01T00:00:00Z')))
    expect(play.state).toBeUndefined()
    play.say('surge.counted', said(play.now))
    play.say('surge.counted', said(Date.parse('2001-01-01T00:00:00Z')))
    expect(play.sayBad('surge.counted', said(play.now + 2 * HOUR))).toBe('hour: it has not begun yet')
    expect(play.state).toMatchObject({ since: play.now, weeks: [{ week: Math.floor(play.now / HOUR / WEEK) }] })
  })

  it('of a place that falls silent are forgotten after ten weeks, by a lane that goes on', async () => {
    const hour = SURGE_START
    const store = new MemoryStore(new MemoryDatabase())
    const id = { process: 'surges', lane: 0 }
    const options = { refs: () => refs(), partitions: 1, largest: 1e6, cacheSize: 9, now: () => hour }
    const lane = new DecideWork(surges as unknown as ProcessDefinition, 0, store, options)
    const { epoch } = await store.takeOver(id)
    const commit = async ({ states }: Turn, seq: number) => {
      const none = { log: {}, positions: {}, marks: {}, published: 0, emit: [] }
      await store.commit({ id, epoch, seq, states, ...none })
      lane.committed()
    }
    const data = { what: 'complaints', where, hour, count: 3 }
    const message = { id: 'm', type: 'surge.counted', v: 1, at: hour, corr: 'm', data }
    const key = 'complaints port 10661234'
    const record = { topic: 'surge.counts', partition: 0, offset: 0, key, message, trusted: true, raw: () => '' }
    await commit(await lane.records({ records: [record], readUpTo: [hour] }), 1)
    await commit(await lane.wake(hour + 11 * WEEK * HOUR), 2)
    expect((await store.load('surges', [key])).size).toBe(0)
  })

  it('say nothing before three weeks are known', () => {
    const play = new Play(surges, { key: 'k', refs: refs(), start: SURGE_START })
    for (let n = 0; n < WEEK; n++) {
      play.say('surge.counted', { what: 'complaints', where, hour: play.now, count: 2 })
      play.wait(HOUR)
    }
    expect(play.say('surge.counted', { what: 'complaints', where, hour: play.now, count: 500 })).toEqual([])
  })
})

/* Honest weeks of many series, sparse and dense, that vary as chance does and much more: alarms are as rare as the policy says. */
it('false alarms of honest weeks are within the one figure of policy', () => {
  const random = seeded(11)
  const series = 40
  // So many a month that they can be counted at all.
  const perMonth = 40
  const limit = limitOf(refs(series, perMonth))
  let alarms = 0
  let hours = 0
  for (let n = 0; n < series; n++) {
    const mean = [0.05, 1, 6, 30, 200][n % 5] as number
    const spread = [1, 1.5, 3, 6][n % 4] as number
    const weeks: { week: number; counts: number[] }[] = []
    const first = Math.floor(SURGE_START / HOUR / WEEK)
    for (let week = 0; week < 11; week++) {
      const counts = Array.from({ length: WEEK }, (_, hour) => drawn(random, levelOf(hour, mean), spread))
      weeks.unshift({ week: first + week, counts })
      if (week < 9) continue
      for (let hour = 0; hour < WEEK; hour++) {
        const judged = judgeHour(
          { weeks: weeks.slice(0, 9), since: (first - 1) * WEEK * HOUR },
          ((first + week) * WEEK + hour) * HOUR,
        )
        hours++
        if (judged && judged.chance <= limit) alarms++
      }
    }
  }
  const months = hours / series / 720
  expect(alarms / months).toBeLessThanOrEqual(perMonth * 1.5)
  expect(alarms).toBeGreaterThan(0)
})

it('whole days that are busier or calmer than others raise no more than that, and what rises by itself is still seen', () => {
  const months = [1, 2].map((seed) => honestWeeks(seed, { series: 40, weeks: 6, days: 0.3 }).alarmsPerMonth)
  expect(months.reduce((sum, each) => sum + each) / months.length).toBeLessThanOrEqual(
    defaultPolicy.enforcement.falseAlarmsPerMonth,
  )
  const { found, surges: planted } = honestWeeks(3, { series: 40, weeks: 2, growth: 0.02 })
  expect(found / planted).toBeGreaterThan(0.8)
})
