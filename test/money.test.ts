import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChargeKind } from '#contracts'
import { judge } from '../services/charging/src/domain/judge.ts'
import { flawOf, recount } from '../services/charging/src/domain/recount.ts'
import { DAY, type Judged } from '../services/charging/src/domain/state.ts'
import { play, type Story, service, story } from './money-story.ts'
import {
  catalogue,
  freeOf,
  isBought,
  kindOf,
  periodOf,
  policy,
  refs,
  stood,
  stoodSince,
  type World,
} from './money-world.ts'

/** Postings of a charge as `kind`, and what of them the subscriber got, fen. */
function postings(world: World, chargeId: string): { kinds: string[]; back: number; charged: number } {
  const made = world.emitted.flatMap(({ type, data }) => {
    const posting = data as { chargeId: string; kind: string; credit: string; debit: string; amountFen: number }
    return type === 'posting.made' && posting.chargeId === chargeId ? [posting] : []
  })
  const sum = (side: 'credit' | 'debit') =>
    made.reduce((total, each) => total + (each[side] === 'subscribers' ? each.amountFen : 0), 0)
  return { kinds: made.map((each) => each.kind), back: sum('credit'), charged: sum('debit') }
}

/** Was it allowed for this very charge, and is the owner still the one of then? */
const underGrant = (world: World, { id, serviceId, amountFen, at }: Judged): boolean =>
  world.granted.some(
    (each) =>
      each.id === id &&
      each.serviceId === serviceId &&
      each.fen === amountFen &&
      each.tenure === 1 + world.assigned.filter((moved) => moved <= at).length,
  )

/** Purchases, by their receipts, that other charges are for. */
const takenByOthers = (world: World, { id }: Judged): Set<string> =>
  new Set(
    (world.account()?.charges ?? []).flatMap(({ id: other, rule, cycle }) =>
      other !== id && rule === undefined && cycle !== undefined ? [cycle] : [],
    ),
  )

/** Of two purchases one is charged and the other cancelled; then a second charge comes, of before the second purchase. */
const boughtTwice: Story = {
  begun: [],
  acts: [
    { do: 'block', port: '10663456', text: 'DQ' },
    { do: 'reply', text: '是' },
    { do: 'charge', id: 0, service: 'joke', above: 0, back: 0, twice: false },
    { do: 'dispute', charge: 0 },
    { do: 'charge', id: 2, service: 'song', above: 0, back: 0, twice: false },
    { do: 'overtaken', id: 1, service: 'song', decided: undefined },
    { do: 'ask', service: 'song', by: 'partner' },
    { do: 'reply', text: '是' },
    { do: 'text', text: '全部退订' },
    { do: 'overtaken', id: 0, service: 'joke', decided: undefined },
  ],
  order: 0,
}

/* A failing run prints its seed and path: fc.assert(..., { seed, path }) plays it again. */
describe('whatever is asked, answered, cancelled, undone, charged, repeated and restarted, in whatever order it arrives', () => {
  const runs = { numRuns: 500 }

  it('no charge is right without a consent that stood at its time, and none that had one goes back', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { world } = play(told)
        for (const charge of world.account()?.charges ?? []) {
          if (charge.kind === 'once') {
            const bought = isBought(world, charge.serviceId, charge.at)
            if (charge.rule === undefined) expect(bought || underGrant(world, charge)).toBe(true)
            if (charge.rule === 'no.consent') expect(bought).toBe(false)
            // What another charge is for pays for nothing more: of two purchases it is the one that was cancelled.
            if (charge.rule === 'after.cancel')
              expect(isBought(world, charge.serviceId, charge.at, takenByOthers(world, charge))).toBe(false)
            continue
          }
          const stands = stood(world, charge.serviceId, charge.at)
          if (charge.rule === undefined) expect(stands || underGrant(world, charge)).toBe(true)
          if (charge.rule === 'no.consent' || charge.rule === 'after.cancel' || charge.rule === 'free.period')
            expect(stands).toBe(false)
        }
      }),
      { ...runs, examples: [[boughtTwice]] },
    )
  })

  it('nobody pays for what a former owner of the number agreed to', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { world } = play(told)
        const moved = Math.max(0, ...world.assigned)
        for (const each of world.subscriber()?.subscriptions ?? []) expect(each.since).toBeGreaterThanOrEqual(moved)
        for (const each of world.subscriber()?.marketing ?? []) expect(each.since).toBeGreaterThanOrEqual(moved)
      }),
      runs,
    )
  })

  it('every charge is judged and booked once, goes back twice its amount at most, and none is lost', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { world, recorded } = play(told)
        for (const [id, { fen, at }] of recorded) {
          if (at < world.now - policy.charging.keepMonths * 31 * DAY) continue
          const { kinds, back, charged } = postings(world, id)
          expect([kinds.filter((each) => each === 'charge'), charged]).toEqual([['charge'], fen])
          const { rule, dispute } = world.account()?.charges.find((each) => each.id === id) ?? {}
          expect(back).toBe(rule ? 2 * fen : dispute?.instant ? fen : 0)
        }
        for (const each of world.account()?.charges ?? []) expect(flawOf(each)).toBeUndefined()
      }),
      runs,
    )
  })

  it('no month of a subscription, and no purchase, is paid twice', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { world } = play(told)
        const paid = (world.account()?.charges ?? []).filter((each) => each.rule === undefined)
        for (const serviceId of new Set(paid.map((each) => each.serviceId))) {
          const own = paid.filter((each) => each.serviceId === serviceId)
          const bought = world.purchases.filter((each) => each.serviceId === serviceId)
          if (kindOf(serviceId) === 'once') {
            expect(own.length).toBeLessThanOrEqual(bought.length)
            continue
          }
          // Where the consent had ended by then, it is the month that the grant was given for.
          const months = own.map(({ id, at }) => {
            const since = stoodSince(world, serviceId, at)
            return since === undefined
              ? world.granted.findLast((each) => each.id === id)?.cycle
              : `${since}.${periodOf(since, freeOf(serviceId), at)}`
          })
          expect(new Set(months).size).toBe(months.length)
        }
      }),
      runs,
    )
  })

  it('the ledger comes to what the charges come to', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { world } = play(told)
        const posted: Record<string, number> = {}
        for (const { type, data } of world.emitted) {
          if (type !== 'posting.made') continue
          const posting = data as Record<'partnerId' | 'month' | 'serviceId' | 'kind', string> & { amountFen: number }
          const name = [posting.partnerId, posting.month, posting.serviceId, posting.kind].join('|')
          posted[name] = (posted[name] ?? 0) + posting.amountFen
        }
        expect(posted).toEqual(recount([world.account() ?? { charges: [] }]))
      }),
      runs,
    )
  })

  it('the gate allows nothing that has no consent by then', () => {
    fc.assert(
      fc.property(story, service, (told, serviceId) => {
        const { world } = play(told)
        const { period: paid, tariffFen = 0 } = catalogue.service(serviceId, 1) ?? {}
        const period: ChargeKind = paid === 'once' ? 'once' : 'month'
        const question = { id: 'q', serviceId, amountFen: tariffFen, at: world.now, kind: period }
        const verdict = judge(world.account(), question, refs)
        if (!verdict.allow) return
        if (period === 'month') expect(stood(world, serviceId, world.now)).toBe(true)
        else expect(isBought(world, serviceId, world.now)).toBe(true)
      }),
      runs,
    )
  })

  it('and these runs are no empty ones: they confirm, charge, refund and allow', () => {
    const seen = new Set<string>()
    for (const told of fc.sample(story, { numRuns: 600, seed: 7 })) {
      const { world } = play(told)
      for (const { type } of world.truth) seen.add(type)
      for (const { rule, dispute, grant, tenure } of world.account()?.charges ?? []) {
        seen.add(rule ?? 'right')
        if (dispute) seen.add(`dispute ${dispute.status}`)
        if (grant) seen.add(grant.tenure === tenure ? (rule ?? 'right under a grant') : 'under a former owner’s grant')
      }
      for (const { type, data } of world.emitted) if (type === 'posting.made') seen.add((data as { kind: string }).kind)
    }
    for (const each of [
      'subscriptions.activated',
      'subscriptions.cancelled',
      'subscriptions.restored',
      'right',
      'no.consent',
      'after.cancel',
      'free.period',
      'above.tariff',
      'too.often',
      'right under a grant',
      'under a former owner’s grant',
      'dispute open',
      'dispute proven',
      'dispute disproven',
      'dispute-proven',
      'dispute-reversed',
    ])
      expect(seen).toContain(each)
  })
})
