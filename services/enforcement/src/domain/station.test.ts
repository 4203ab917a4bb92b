import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Play } from '#process/kit'
import { clustersOf, stations } from './station.ts'
import { plantedStations, sighting } from './station-fixtures.ts'

const MINUTE = 60_000
const NOON = Date.parse('2026-11-26T04:00:00Z')
const rule = { stationMinutes: 30, stationReporters: 3 }

describe('sightings at one place', () => {
  it('by three people within an hour are one suspected station, that says what it pretended to be', () => {
    const found = clustersOf([sighting(20, 'lin'), sighting(0, 'wang', '10086'), sighting(45, 'zhao')], rule)
    expect(found).toMatchObject([{ from: NOON, until: NOON + 45 * MINUTE, reporters: 3, senders: ['95588', '10086'] }])
  })

  it.each([
    ['by one person who reports three times', [sighting(0, 'lin'), sighting(5, 'lin'), sighting(9, 'lin')]],
    ['that are hours apart', [sighting(0, 'lin'), sighting(100, 'wang'), sighting(220, 'zhao')]],
    ['by two', [sighting(0, 'lin'), sighting(5, 'wang')]],
  ])('%s are none', (_, sightings) => {
    expect(clustersOf(sightings, rule)).toEqual([])
  })

  it('are two when it comes by again in the evening', () => {
    const people = ['lin', 'wang', 'zhao']
    const sightings = [0, 600].flatMap((start) => people.map((each, n) => sighting(start + n * 5, each)))
    expect(clustersOf(sightings, rule)).toHaveLength(2)
  })
})

it('a report that is sorted again counts once, and after the days nothing stays', () => {
  const play = new Play(stations, { key: '朝阳区', refs: { policy: defaultPolicy }, start: NOON })
  const say = (reporter: string) =>
    play.say('station.sighted', { ...sighting(0, reporter), place: { district: '朝阳区', cell: '460-00-1' } })
  for (const each of ['lin', 'lin', 'wang', 'zhao']) say(each)
  expect(play.state?.clusters).toMatchObject([{ reporters: 3, reports: { length: 3 } }])
  play.wait(91 * 24 * 60 * MINUTE)
  expect(play.state).toBeUndefined()
})

it('finds stations that were planted, and few that are none', () => {
  const { planted, found, falseOnes } = plantedStations(5, 800, rule)
  expect(found / planted).toBeGreaterThanOrEqual(0.9)
  expect(falseOnes).toBeLessThanOrEqual(2)
})
