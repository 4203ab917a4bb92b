import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { sumOf } from '../judged/known.ts'
import { Monitor } from '../monitor.ts'
import { hash32 } from '../observed/hash.ts'
import { Packed } from '../snapshot.ts'
import {
  cancelled,
  charge,
  consent,
  DAY,
  HOME,
  HOUR,
  houseOf,
  type Line,
  outcome,
  PRIZE,
  person,
  request,
  START,
  spread,
  subscribed,
  wished,
} from '../told-fixtures.ts'

function told(monitor: Monitor, lines: readonly Line[]): Monitor {
  for (const { topic, key, message } of lines) monitor.read(topic, key, message)
  return monitor
}
const monitorOf = (lines: readonly Line[]) =>
  told(new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone, { standings: true }), lines)

const nameOf = (page: string) => `comics page ${hash32(page).toString(36)}`
/** What was found of those who came by each page until the last day was over, and how many of them are active. */
function found(monitor: Monitor): Map<string, string[]> {
  const [standing] = monitor.standings()
  const ways = (standing?.units ?? []).filter(({ kind }) => kind === 'way')
  const told = ways.map(
    ({ name, signals }) => [name, signals.filter((each) => each.evidence > 0).map((each) => each.name)] as const,
  )
  return new Map(told)
}

describe('the people who came by one page', () => {
  it('are told apart from all others of a service: what a page that deceives does shows among its own', () => {
    const monitor = monitorOf(houseOf(2))
    monitor.end()
    const of = found(monitor)
    expect(of.get(nameOf(PRIZE))).toContain('cancel.charged')
    expect(of.get(nameOf(HOME))).not.toContain('cancel.charged')
  })

  it('are flagged with their service: no app is named, and the page by no word', () => {
    const monitor = monitorOf(houseOf(3, { days: 40 }))
    monitor.end()
    const [flag] = monitor.raised().map((each) => each.flag)
    expect(flag).toMatchObject({ partner: 'huayu', service: 'comics', way: `page ${hash32(PRIZE).toString(36)}` })
    expect(flag?.signals[0]?.name).toBe('cancel.charged')
    expect(flag).not.toHaveProperty('app')
    expect(JSON.stringify(flag)).not.toContain('prize')
  })

  it('are nobody apart as long as they are like the others', () => {
    const monitor = monitorOf(houseOf(0))
    monitor.end()
    expect(found(monitor)).toEqual(new Map([[nameOf(HOME), []]]))
    expect(monitor.raised()).toEqual([])
  })

  it('stand beside their service at the end of the day, and count once among its users', () => {
    const monitor = monitorOf(houseOf(2))
    const { units = [], users = 0 } = monitor.standings()[0] ?? {}
    expect(units.map(({ kind }) => kind).sort()).toEqual(['service', 'way', 'way'])
    expect(users).toBe(units.find(({ kind }) => kind === 'service')?.users)
  })
})

it('of all services of a partner together nobody is counted once more for the way by which they came', () => {
  const ofOther = (line: Line): Line => {
    const data = { ...(line.message.data as object), serviceId: 'novels' }
    return { ...line, message: { ...line.message, data } }
  }
  const own = houseOf(2)
  // The same people agree to the other service as well, by the same pages.
  const monitor = monitorOf(
    own.flatMap((line) => (line.topic === 'confirmation.events' ? [line, ofOther(line)] : [line])),
  )
  monitor.end()
  const { units = [] } = monitor.standings()[0] ?? {}
  const came = (kind: string) =>
    units
      .filter((each) => each.kind === kind)
      .flatMap(({ signals }) => signals.find(({ name }) => name === 'cancel.cohort')?.of ?? [])
  expect(units.map(({ kind }) => kind).sort()).toEqual(['service', 'service', 'together', 'way', 'way', 'way', 'way'])
  expect(sumOf(Float64Array.from(came('together')))).toBe(sumOf(Float64Array.from(came('service'))))
  expect(sumOf(Float64Array.from(came('together')))).toBeGreaterThan(0)
})

it('whom the partner asked, by no page, are told apart from those who asked for it themselves', () => {
  const lines: Line[] = []
  for (let i = 0; i < 800; i++) {
    const at = START + Math.floor(i / 20) * DAY + 8 * HOUR + (i % 20) * 12 * 60_000
    // One in ten is called; of these two in five leave when the first bill comes.
    const isCalled = i % 10 === 0
    lines.push(isCalled ? request(i, at - HOUR) : wished(i, at - HOUR), consent(i, at, spread(i)))
    lines.push(subscribed(i, at + 1000), charge(i, at + 3 * DAY))
    if (isCalled ? i % 50 < 20 : i % 31 === 0) lines.push(cancelled(i, at + 4 * DAY, at + 1000))
  }
  const monitor = monitorOf(lines.sort((a, b) => a.message.at - b.message.at))
  monitor.end()
  const of = found(monitor)
  expect(of.get('comics asked')).toContain('cancel.charged')
  expect(of.get('comics wished')).toEqual([])
})

it('what becomes of prompts that were sent before a page was counted apart is not told of it', () => {
  const origin = { page: PRIZE }
  const push = START + 9 * DAY + 9 * HOUR
  // Sixty are asked within the hour, one in six agrees, and nobody else answers.
  const lines = Array.from({ length: 60 }, (_, i) => {
    const at = push + i * 60_000
    const rest =
      i % 6 === 0 ? consent(900 + i, at + 30_000, 30_000, origin) : outcome(i, at + DAY, 'expired', undefined, origin)
    return [outcome(i, at, 'asked', undefined, origin), rest]
  })
  const monitor = monitorOf([...houseOf(0), ...lines.flat()].sort((a, b) => a.message.at - b.message.at))
  monitor.end()
  expect(found(monitor).get(nameOf(PRIZE))).toEqual([])
})

it('who fills every place with pages of a few people each hides no page by which more come', () => {
  const decoys = (i: number) => `https://huayu.example/${i % 6}`
  const lines: Line[] = []
  for (let i = 0; i < 600; i++) {
    const at = START + Math.floor(i / 20) * DAY + 8 * HOUR + (i % 20) * 12 * 60_000
    // Eight or nine by each of six, until the third day; from then on half of all by one, and the six go on.
    const page = i >= 50 && i % 2 === 0 ? PRIZE : i < 50 || i % 20 < 6 ? decoys(i) : `${HOME}/${i}`
    lines.push(consent(i, at, spread(i), { page }), subscribed(i, at + 1000))
  }
  const monitor = monitorOf(lines)
  monitor.end()
  const names = [...found(monitor).keys()]
  expect(names).toHaveLength(6)
  expect(names).toContain(nameOf(PRIZE))
})

it('a page that is another one for everybody makes no ways without end, and one that is left gives its place', () => {
  const everyone = monitorOf(houseOf(10, { pageOf: (i) => `${PRIZE}?id=${i}` }))
  everyone.end()
  expect([...found(everyone).keys()]).toEqual([nameOf(HOME)])
  const weekly = monitorOf(houseOf(10, { days: 60, pageOf: (i) => `${PRIZE}/${Math.floor(i / 100)}` }))
  weekly.end()
  const names = [...found(weekly).keys()]
  expect(names).toHaveLength(6)
  expect(names).toContain(nameOf(`${PRIZE}/11`))
})

it('goes on from a snapshot as if there had been none, and forgets who is erased', () => {
  const lines = houseOf(3, { days: 40 })
  const half = lines.length >> 1
  const whole = monitorOf(lines)
  const first = monitorOf(lines.slice(0, half))
  const snapshot = first.snapshot()
  const parts = Array.from({ length: snapshot.parts }, (_, index) => snapshot.part(index))
  const opening = Monitor.open(new Packed(parts, snapshot.heads), defaultPolicy.timeZone, { standings: true })
  let step = opening.next()
  while (!step.done) step = opening.next()
  const second = told(step.value, lines.slice(half))
  for (const each of [whole, second]) each.end()
  expect(found(second)).toEqual(found(whole))
  expect([...first.raised(), ...second.raised()]).toEqual(whole.raised())

  for (let i = 0; i < lines.length; i++) second.forget(hash32(person(i)))
  told(
    second,
    [44, 45, 46].map((day) => charge(90_000 + day, START + day * DAY + HOUR)),
  )
  const ways = second.standings()[0]?.units.filter(({ kind }) => kind === 'way') ?? []
  expect(ways.map(({ users }) => users)).toEqual([0, 0])
})
