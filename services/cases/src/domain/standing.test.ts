import { describe, expect, it } from 'vitest'
import { catalogueTopic, parseMessage, partnerStandings } from '#contracts'
import { defaultPolicy as policy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { ownRestraintsOf, pointsOf, restraintsOf, standings } from './standing.ts'

const DAY = 86_400_000
const refs = { policy }
const partner = () => new Play(standings, { key: 'mellow', refs, start: Date.parse('2026-11-22T10:30:00Z') })
const given = (points: number, sanctions: readonly object[] = [], number = '10000001', two = false) => ({
  partnerId: 'mellow',
  case: number,
  points,
  sanctions,
  ...(two ? { two: true } : {}),
})

/** What everybody who decides about the partner is told that it is kept from. */
const restraints = (emitted: readonly Emit[]) =>
  emitted
    .filter(({ type }) => type === 'partner.restrained')
    .map(({ data }) =>
      (data as { restraints: { what: string; serviceId?: string }[] }).restraints.map(({ what, serviceId }) =>
        serviceId ? `${what} ${serviceId}` : what,
      ),
    )

describe('the ladder (docs/rules.md, "Partners")', () => {
  it('takes points from the 100 of a year, which come back with the next', () => {
    const play = partner()
    expect(play.say('penalty.given', given(20))).toMatchObject([
      { type: 'standing.changed', data: { points: 80, version: 1 } },
    ])
    expect(play.wait(60 * DAY)).toMatchObject([{ type: 'standing.changed', data: { points: 100, version: 2 } }])
  })

  it('at no points the partner is out, for two years', () => {
    const play = partner()
    play.say('penalty.given', given(60))
    const told = play.say('penalty.given', given(80, [], '10000002', true))
    expect(restraints(told)).toEqual([['ended', 'orders', 'charges', 'settlement']])
    expect(restraints(play.wait(365 * DAY))).toEqual([])
    expect(restraints(play.wait(366 * DAY))).toEqual([[]])
  })

  it('two verdicts of one person each that meet lose no points, go below none, and put nobody out: two people are asked', () => {
    const play = partner()
    play.say('penalty.given', given(60))
    expect(play.say('penalty.given', given(20, [], '10000002'))).toMatchObject([{ data: { points: 20 } }])
    const told = play.say('penalty.given', given(20, [], '10000003'))
    expect(told[0]).toMatchObject({ type: 'standing.changed', data: { points: 0 } })
    expect(restraints(told)).toEqual([['orders']])
    expect(told.at(-1)).toMatchObject({ topic: 'case.subjects', type: 'case.wanted', key: 'mellow' })
    // A third takes what is not there; nobody is asked twice.
    const more = play.say('penalty.given', given(20, [], '10000004'))
    expect(more.filter(({ type }) => type === 'case.wanted')).toEqual([])
    expect(play.state && pointsOf(play.state, play.now, refs)).toBe(0)
    // One is taken back: what is left is what the others took.
    play.say('penalty.undone', given(0, [], '10000001'))
    expect(play.state && pointsOf(play.state, play.now, refs)).toBe(40)
    play.say('penalty.given', given(60, [], '10000001'))
    expect(restraints(play.say('penalty.given', given(0, [{ what: 'terminate' }], '10000005', true)))).toEqual([
      ['orders', 'ended', 'charges', 'settlement'],
    ])
  })

  it('points of a year are of that year, by the operator’s clock: the last minute and the first are not added up', () => {
    const play = new Play(standings, { key: 'mellow', refs, start: Date.parse('2026-12-31T15:59:00Z') })
    play.say('penalty.given', given(80, [], '10000001', true))
    expect(play.wait(60_000)).toMatchObject([{ type: 'standing.changed', data: { points: 100 } }])
    expect(restraints(play.say('penalty.given', given(80, [], '10000002', true)))).toEqual([])
    expect(play.state && pointsOf(play.state, play.now, refs)).toBe(20)
  })

  it('of more than it keeps, those without effect go: points, sanctions and bans stay', () => {
    const play = partner()
    play.say('penalty.given', given(80))
    play.say('penalty.given', given(5, [{ what: 'freeze-settlement' }], '10000002'))
    for (let n = 0; n < 300; n++) play.say('penalty.given', given(0, [{ what: 'warning' }], String(20_000_000 + n)))
    expect(play.state?.penalties).toHaveLength(200)
    expect(play.state?.penalties.slice(0, 3).map((each) => each.case)).toEqual(['10000001', '10000002', '20000102'])
    expect(play.state && pointsOf(play.state, play.now, refs)).toBe(15)
    // A ban is worked out from all of its year, also two years after.
    play.say('penalty.given', given(20, [], '10000003', true))
    play.wait(500 * DAY)
    for (let n = 0; n < 300; n++) play.say('penalty.given', given(0, [{ what: 'warning' }], String(30_000_000 + n)))
    expect(play.state && restraintsOf(play.state, play.now, refs).map(({ what }) => what)).toContain('ended')
  })

  it('an appeal that is granted gives points back, and takes the ban away', () => {
    const play = partner()
    play.say('penalty.given', given(0, [{ what: 'terminate' }]))
    expect(restraints(play.say('penalty.undone', given(0)))).toEqual([[]])
    expect(play.state && pointsOf(play.state, play.now, refs)).toBe(100)
  })

  it('the same verdict, delivered twice, takes its points once', () => {
    const play = partner()
    play.say('penalty.given', given(20))
    expect(play.say('penalty.given', given(20))).toEqual([])
  })
})

describe('what the partner itself reads', () => {
  it('names a case once it is decided: until then only what the partner is kept from', () => {
    const play = partner()
    play.say('freeze.set', { partnerId: 'mellow', case: '10000001', serviceId: 'joke' })
    play.say('penalty.given', given(5, [{ what: 'freeze-settlement' }], '10000002'))
    const { state, now } = play
    expect(state && ownRestraintsOf(state, now, refs)).toEqual([
      { what: 'charges', serviceId: 'joke' },
      { what: 'orders', serviceId: 'joke' },
      { what: 'settlement', serviceId: 'joke' },
      { what: 'settlement', case: '10000002' },
    ])
  })
})

describe('sanctions', () => {
  it('end when their time is over', () => {
    const play = partner()
    const until = play.now + 30 * DAY
    expect(
      restraints(play.say('penalty.given', given(5, [{ what: 'freeze-orders', serviceId: 'joke', until }]))),
    ).toEqual([['orders joke']])
    expect(restraints(play.wait(29 * DAY))).toEqual([])
    expect(restraints(play.wait(DAY))).toEqual([[]])
  })

  it('of two cases hold each by itself', () => {
    const play = partner()
    play.say('penalty.given', given(5, [{ what: 'suspend' }]))
    play.say('penalty.given', given(5, [{ what: 'freeze-orders' }], '10000002'))
    expect(restraints(play.say('penalty.undone', given(0)))).toEqual([['orders']])
  })
})

describe('a freeze that stops first', () => {
  const freeze = { partnerId: 'mellow', case: '10000001' }
  it('holds until it is lifted, or its verdict takes its place', () => {
    const play = partner()
    expect(restraints(play.say('freeze.set', freeze))).toEqual([['charges', 'orders', 'settlement']])
    expect(restraints(play.wait(90 * DAY))).toEqual([])
    expect(restraints(play.say('penalty.given', given(5, [{ what: 'warning' }])))).toEqual([[]])
    // Delivered late, it does not freeze again what was decided.
    expect(play.say('freeze.set', freeze)).toEqual([])
  })

  it('holds for a hundred services, each by itself: what is told of it can be read', () => {
    const play = partner()
    const emitted = Array.from({ length: 100 }, (_, index) =>
      play.say('freeze.set', { ...freeze, case: String(10_000_000 + index), serviceId: `s${index}` }),
    ).flat()
    for (const { topic, type, data } of emitted)
      parseMessage(topic === 'catalogue' ? catalogueTopic : partnerStandings, {
        id: 'm',
        type,
        v: 1,
        at: play.now,
        corr: 'm',
        data,
      })
    expect(restraints(emitted).at(-1)).toHaveLength(300)
  })

  it('of one service leaves the others alone', () => {
    const play = partner()
    expect(restraints(play.say('freeze.set', { ...freeze, serviceId: 'joke' }))).toEqual([
      ['charges joke', 'orders joke', 'settlement joke'],
    ])
    expect(restraints(play.say('freeze.lifted', freeze))).toEqual([[]])
  })
})
