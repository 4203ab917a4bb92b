import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Play } from '#process/kit'
import { seeded } from '../../../../libs/process/simulation/world.ts'
import { clustersOf, stations } from './station.ts'

const MINUTE = 60_000
const NOON = Date.parse('2026-11-26T04:00:00Z')
const rule = { stationMinutes: 30, stationReporters: 3 }
const seen = (minute: number, reporter: string, sender = '95588') => ({
  number: String(100_000_000 + minute * 100 + reporter.length),
  reporter,
  sender,
  receivedAt: NOON + minute * MINUTE,
})

describe('sightings at one place', () => {
  it('by three people within an hour are one suspected station, that says what it pretended to be', () => {
    const found = clustersOf([seen(20, 'lin'), seen(0, 'wang', '10086'), seen(45, 'zhao')], rule)
    expect(found).toMatchObject([{ from: NOON, until: NOON + 45 * MINUTE, reporters: 3, senders: ['95588', '10086'] }])
  })

  it.each([
    ['by one person who reports three times', [seen(0, 'lin'), seen(5, 'lin'), seen(9, 'lin')]],
    ['that are hours apart', [seen(0, 'lin'), seen(100, 'wang'), seen(220, 'zhao')]],
    ['by two', [seen(0, 'lin'), seen(5, 'wang')]],
  ])('%s are none', (_, sightings) => {
    expect(clustersOf(sightings, rule)).toEqual([])
  })

  it('are two when it comes by again in the evening', () => {
    const people = ['lin', 'wang', 'zhao']
    const sightings = [0, 600].flatMap((start) => people.map((each, n) => seen(start + n * 5, each)))
    expect(clustersOf(sightings, rule)).toHaveLength(2)
  })
})

it('a report that is sorted again counts once, and after the days nothing stays', () => {
  const play = new Play(stations, { key: '朝阳区', refs: { policy: defaultPolicy }, start: NOON })
  const say = (reporter: string) =>
    play.say('station.sighted', { ...seen(0, reporter), place: { district: '朝阳区', cell: '460-00-1' } })
  for (const each of ['lin', 'lin', 'wang', 'zhao']) say(each)
  expect(play.state?.clusters).toMatchObject([{ reporters: 3, reports: { length: 3 } }])
  play.wait(91 * 24 * 60 * MINUTE)
  expect(play.state).toBeUndefined()
})

/* Stations that drive through cells for an hour, among single messages that seem not to be carried, everywhere. */
it('finds stations that were planted, and few that are none', () => {
  const random = seeded(5)
  const cells = 200
  const days = 7
  const byCell = new Map<number, ReturnType<typeof seen>[]>()
  const put = (cell: number, minute: number, reporter: string) =>
    byCell.set(cell, [...(byCell.get(cell) ?? []), seen(minute, reporter)])
  for (let n = 0; n < 800; n++) put(Math.floor(random() * cells), Math.floor(random() * days * 1440), `noise-${n}`)
  const planted = Array.from({ length: 40 }, (_, n) => ({
    cell: n * 5,
    start: Math.floor(random() * (days * 1440 - 60)),
  }))
  for (const { cell, start } of planted)
    for (let n = 0; n < 5; n++) put(cell, start + Math.floor(random() * 50), `victim-${cell}-${n}`)
  const found = [...byCell].flatMap(([cell, all]) => clustersOf(all, rule).map((each) => ({ cell, ...each })))
  const hits = planted.filter(({ cell, start }) =>
    found.some(
      (each) => each.cell === cell && each.from <= NOON + (start + 50) * MINUTE && each.until >= NOON + start * MINUTE,
    ),
  )
  const falseOnes = found.filter(
    ({ reports }) => reports.length < 3 || !planted.some(({ cell }) => found.some((each) => each.cell === cell)),
  )
  expect(hits.length / planted.length).toBeGreaterThanOrEqual(0.9)
  expect(found.length - hits.length + falseOnes.length).toBeLessThanOrEqual(2)
})
