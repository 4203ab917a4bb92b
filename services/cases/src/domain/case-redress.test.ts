import { describe, expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import type { Emit } from '#process'
import type { Play } from '#process/kit'
import { cases } from './case.ts'
import { type CaseRefs, type CaseState, statusOf } from './case-state.ts'
import { DAY, give, number, of, open, refs, told, verdict } from './fixtures.ts'

describe('the refund of all victims of a verdict', () => {
  const name = (play: Play<CaseState, CaseRefs>, charges: number) =>
    play.say('victims.named', { number, charges, done: true })
  const walks = (emitted: readonly Emit[]) => of(emitted, 'victim.walks').filter(({ type }) => type === 'walk.page')

  it('names what was told late: after a day and ever more seldom, and when what was held has been judged', () => {
    const { play } = open()
    const suspended = { what: 'suspend', until: play.now + 60 * DAY }
    give(play, { sanctions: [suspended] })
    name(play, 0)
    const rounds: number[] = []
    for (let day = 1; day <= 200; day++)
      if (walks(play.wait(DAY)).length > 0) {
        rounds.push(day)
        name(play, 0)
      }
    expect(rounds).toEqual([1, 3, 10, 30, 61, 90, policy.charging.lateDays + 1])
    expect(play.state).toMatchObject({ redress: { rounds: 7 }, closedAt: expect.any(Number) })
  })

  it('names what is charged after it, where its rule goes on, until nothing of that can be told any more', () => {
    const { play } = open()
    const until = play.now + 30 * DAY
    give(play, { refund: { ...verdict.refund, rule: { ...verdict.refund.rule, until } } })
    name(play, 0)
    let last = 0
    for (let day = 1; day <= 400; day++)
      if (walks(play.wait(DAY)).length > 0) {
        last = day
        name(play, 0)
      }
    expect(last).toBe(30 + policy.charging.lateDays + 1)
  })

  it('names what was charged while it waited for a second person, and under what was granted before it holds, where no end is said', () => {
    const { play } = open()
    const rule = { ...verdict.refund.rule, until: play.now }
    const end = (refund: object) => {
      const { play } = open()
      play.wait(3 * DAY)
      const emitted = give(play, { refund: { rule, times: 2, ...refund } })
      type Named = { readonly rule: { readonly until: number } }
      const [walk, letter] = [walks(emitted), of(emitted, 'case.letters')].map(([each]) => each?.data)
      const named = (walk as Named).rule.until
      expect((letter as { refund: Named }).refund.rule.until).toBe(named)
      expect(play.state?.decided?.verdict.refund?.rule.until).toBe(named)
      return named - play.now
    }
    expect(end({ goesOn: true })).toBe(policy.charging.grantMinutes * 60_000)
    expect(end({})).toBe(-3 * DAY)
  })

  it('does not name more before what was named is answered, nor once an appeal was granted', () => {
    const { play } = open()
    give(play)
    name(play, 1)
    expect(walks(play.wait(3 * DAY))).toEqual([])
    const answer = { number, refundFen: 1000, beforeFen: 0, first: true, former: false, gone: false }
    expect(walks(play.say('victim.redressed', answer))).toMatchObject([{ data: { round: 1, page: 0 } }])
    name(play, 0)
    play.say('appeal.made', { number, partnerId: 'mellow', text: '并非退订后扣费。' })
    play.say('appeal.decided', { number, by: 'sun.wei', granted: true, reason: '话单证明属实' })
    expect(walks(play.wait(60 * DAY))).toEqual([])
  })

  it('names no more once it came to what one person may refund: two people are asked about the rest, once', () => {
    const { play } = open()
    give(play)
    const held = { number, charges: 0, done: true, held: true }
    const asked = of(play.say('victims.named', held), 'case.subjects')
    expect(asked).toMatchObject([
      { type: 'case.wanted', data: { pattern: 'mellow refunds', finding: { id: `refunds ${number}`, by: '0000' } } },
    ])
    expect(play.state?.redress).toMatchObject({ held: true, walked: true })
    expect(of(play.say('victims.named', held), 'case.subjects')).toEqual([])
    expect(walks(play.wait(120 * DAY))).toEqual([])
  })

  it('counts each victim, and tells the public the number when the last charge is answered', () => {
    const { play } = open()
    give(play)
    const redressed = (more: object) =>
      play.say('victim.redressed', {
        number,
        refundFen: 1000,
        beforeFen: 0,
        first: true,
        former: false,
        gone: false,
        ...more,
      })
    play.say('victims.named', { number, charges: 2, done: false })
    expect(of(redressed({}), 'chain.heads')).toEqual([])
    // The answers overtook the last page.
    expect(told(redressed({ first: false }))).toEqual([])
    play.say('victims.named', { number, charges: 1, done: true })
    expect(play.state && statusOf(play.state)).toBe('refunding')
    const last = redressed({ refundFen: 0, first: false, beforeFen: 1000 })
    expect(told(last)).toEqual(['refunded'])
    // What they came to is evidence once they are made, and until then not told.
    expect(of(last, 'chain.heads')).toHaveLength(1)
    expect(of(last, 'notice.commands')).toMatchObject([
      { data: { refunds: { subscribers: 1, fen: 3000, done: true } } },
    ])
  })
})

describe('who bears what went back, once an appeal is granted', () => {
  const answer = { number, refundFen: 1000, beforeFen: 0, first: true, former: false, gone: false }
  const appealed = (granted: boolean) => {
    const { play } = open()
    give(play)
    play.say('victims.named', { number, charges: 1, done: true })
    play.say('appeal.made', { number, partnerId: 'mellow', text: '并非退订后扣费。' })
    const emitted = play.say('appeal.decided', { number, by: 'sun.wei', granted, reason: '话单证明属实' })
    return { play, emitted, walks: () => of(emitted, 'victim.walks').filter(({ type }) => type === 'acquit.page') }
  }

  it('the operator: its charges are put to their accounts once more, when the last of them has been answered', () => {
    const { play, walks } = appealed(true)
    expect(walks()).toEqual([])
    const last = of(play.say('victim.redressed', answer), 'victim.walks')
    expect(last).toMatchObject([{ type: 'acquit.page', data: { rule: { partnerId: 'mellow' }, page: 0 } }])
    play.say('victims.acquitted', { number, charges: 2, done: true })
    const before = play.state?.version?.number
    expect(of(play.say('victim.borne', { number, fen: 1000, gone: false }), 'chain.heads')).toEqual([])
    // What it came to is evidence once all are answered.
    expect(of(play.say('victim.borne', { number, fen: 0, gone: true }), 'chain.heads')).toHaveLength(1)
    expect(play.state?.borne).toEqual({ named: 2, walked: true, answered: 2, fen: 1000, gone: 1 })
    expect(play.state?.version?.number).toBe((before ?? 0) + 1)
    expect(of(play.wait(DAY), 'victim.walks')).toEqual([])
  })

  it('the operator also where an earlier build granted it: once, when this one takes its lane over', () => {
    const { play } = appealed(true)
    play.say('victim.redressed', answer)
    const { borne: _, ...granted } = play.state as CaseState
    const catchUp = (state: CaseState) =>
      cases.catchUp?.decide(state, { now: play.now, key: number, cause: 'baseline', refs })
    const done = catchUp(granted)
    expect(of(done?.emit ?? [], 'victim.walks')).toMatchObject([{ type: 'acquit.page', data: { number, page: 0 } }])
    expect(catchUp(done?.state as CaseState)).toBeUndefined()
    // What was never granted, or of which refunds are still under way, is none of it.
    expect(catchUp(appealed(false).play.state as CaseState)).toBeUndefined()
    expect(catchUp(appealed(true).play.state as CaseState)).toBeUndefined()
  })

  it('the partner, where it is rejected', () => {
    const { play } = appealed(false)
    expect(of(play.say('victim.redressed', answer), 'victim.walks')).toEqual([])
    expect(play.state?.borne).toBeUndefined()
  })
})
