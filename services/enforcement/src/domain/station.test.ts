import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Play } from '#process/kit'
import { clustersOf, stations } from './station.ts'
import { CELLS, plantedStations, sighting } from './station-fixtures.ts'

const MINUTE = 60_000
const NOON = Date.parse('2026-11-26T04:00:00Z')
const rule = defaultPolicy.enforcement
const NEXT_WEEK = NOON + 7 * 24 * 60 * MINUTE

describe('sightings at one place', () => {
  it('by three people within an hour are one suspected station, that says what it pretended to be', () => {
    const found = clustersOf(
      [sighting(20, 'lin'), sighting(0, 'wang', { sender: '10086' }), sighting(45, 'zhao')],
      rule,
      NEXT_WEEK,
    )
    expect(found).toMatchObject([{ from: NOON, until: NOON + 45 * MINUTE, reporters: 3, senders: ['95588', '10086'] }])
  })

  it.each([
    ['by one person who reports three times', [sighting(0, 'lin'), sighting(5, 'lin'), sighting(9, 'lin')]],
    ['that are hours apart', [sighting(0, 'lin'), sighting(100, 'wang'), sighting(220, 'zhao')]],
    ['by two', [sighting(0, 'lin'), sighting(5, 'wang')]],
  ])('%s are none', (_, sightings) => {
    expect(clustersOf(sightings, rule, NEXT_WEEK)).toEqual([])
  })

  it('are two when it comes by again in the evening', () => {
    const people = ['lin', 'wang', 'zhao']
    const sightings = [0, 600].flatMap((start) => people.map((each, n) => sighting(start + n * 5, each)))
    expect(clustersOf(sightings, rule, NEXT_WEEK)).toHaveLength(2)
  })

  it('by three people are none where three are usual; eight are one there, too', () => {
    const usual = Array.from({ length: 60 }, (_, n) => sighting(n * 150, `usual-${n}`))
    const pass = (people: number) => Array.from({ length: people }, (_, n) => sighting(5000 + n * 5, `victim-${n}`))
    expect(clustersOf([...usual, ...pass(3)], rule, NEXT_WEEK)).toEqual([])
    expect(clustersOf(pass(3), rule, NEXT_WEEK)).toHaveLength(1)
    expect(clustersOf([...usual, ...pass(8)], rule, NEXT_WEEK)).toMatchObject([{ reporters: 8 }])
  })

  it('of one text by five people are one where five of many texts are none, and it names those reports alone', () => {
    const usual = Array.from({ length: 60 }, (_, n) => sighting(n * 150, `usual-${n}`))
    const pass = (text?: string) =>
      Array.from({ length: 5 }, (_, n) => sighting(5001 + n * 9, `victim-${n}`, text ? { text } : {}))
    const between = sighting(5020, 'passer-by')
    expect(clustersOf([...usual, ...pass(), between], rule, NEXT_WEEK)).toEqual([])
    const [found, ...more] = clustersOf([...usual, ...pass('one'), between], rule, NEXT_WEEK)
    expect([found?.reporters, found?.reports.includes(between.number), more.length]).toEqual([5, false, 0])
    // A text that is common there is no station's.
    const common = usual.map((each, n) => (n % 2 === 0 ? { ...each, text: 'one' } : each))
    expect(clustersOf([...common, ...pass('one'), between], rule, NEXT_WEEK)).toEqual([])
  })
})

it('a report that is sorted again counts once, one that was taken back not at all, and after the days nothing stays', () => {
  const play = new Play(stations, {
    key: '朝阳区',
    refs: { policy: defaultPolicy, policyVersion: 'test' },
    start: NOON,
  })
  const say = (reporter: string) =>
    play.say('station.sighted', { ...sighting(0, reporter), place: { district: '朝阳区', cell: '460-00-1' } })
  for (const each of ['lin', 'lin', 'wang', 'zhao']) say(each)
  expect(play.state?.clusters).toMatchObject([{ reporters: 3, reports: { length: 3 } }])
  play.say('station.left', { number: sighting(0, 'zhao').number, reporter: 'zhao', place: { district: '朝阳区' } })
  expect([play.state?.clusters, play.state?.sightings.length]).toEqual([[], 2])
  play.wait(91 * 24 * 60 * MINUTE)
  expect(play.state).toBeUndefined()
})

it('finds stations that were planted, and no more that are none than policy allows, however many reports there are', () => {
  const city = { ...rule, districts: CELLS }
  const weeks = (noise: number, victims: number) => {
    const all = Array.from({ length: 8 }, (_, n) => plantedStations(n + 1, noise, city, victims))
    const sum = (of: (each: (typeof all)[number]) => number) => all.reduce((total, each) => total + of(each), 0)
    return {
      found: sum(({ found }) => found) / sum(({ planted }) => planted),
      falseOnes: sum((each) => each.falseOnes),
    }
  }
  // One a month: two in eight weeks, and what chance makes of it.
  for (const [noise, victims] of [
    [800, 5],
    [8000, 5],
    [20_000, 8],
  ] as const) {
    const { found, falseOnes } = weeks(noise, victims)
    expect(found).toBeGreaterThanOrEqual(0.95)
    expect(falseOnes).toBeLessThanOrEqual(6)
  }
})
