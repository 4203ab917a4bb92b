import { describe, expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import { Play } from '#process/kit'
import { chargeIndex, chargeSorter, isOfPattern, type KnownCharge, redressed } from './victims.ts'

const NOON = Date.parse('2026-11-22T12:00:00+08:00')
const of = { chargeId: 'c1', subscriber: 'lin', partnerId: 'mellow', serviceId: 'joke' }
const judged = { ...of, amountFen: 500, chargedAt: NOON, kind: 'month', refundFen: 0, granted: false, tenure: 1 }

/** One charge, told as the accounts tell it. */
function told(...events: readonly (readonly [type: string, data: object])[]): KnownCharge | undefined {
  const sorter = new Play(chargeSorter, { key: 'lin', refs: undefined, start: NOON })
  const index = new Play(chargeIndex, { key: 'c1', refs: { policy }, start: NOON })
  for (const [type, data] of events)
    for (const emit of sorter.say(type, data)) index.say(emit.type, emit.data as object)
  return index.state
}

describe('what a preview knows to have gone back of a charge is what did (docs/rules.md, "Partners")', () => {
  const opened = (instant: boolean) => ['dispute.opened', { ...of, amountFen: 500, instant, channel: 'sms' }] as const
  const decided = (proven: boolean) => ['dispute.decided', { ...of, proven, by: 'li.xue' }] as const
  const charge = ['charge.judged', judged] as const

  it.each([
    ['nothing, as it was right', [charge], 0, undefined],
    ['once, to who disputed it', [charge, opened(true)], 500, undefined],
    ['nothing yet, where a person decides first', [charge, opened(false)], 0, undefined],
    ['twice, where that was proven', [charge, opened(false), decided(true)], 1000, 'disputed'],
    ['once, where it was disproven: that stands', [charge, opened(true), decided(false)], 500, undefined],
    [
      'what it was judged to be at last',
      [charge, opened(true), ['charge.judged', { ...judged, rule: 'proven', refundFen: 1000 }] as const],
      1000,
      'proven',
    ],
  ] as const)('%s', (_, events, refundFen, rule) => {
    const known = told(...events)
    expect([known?.refundFen, known?.rule]).toEqual([refundFen, rule])
  })

  it('keeps which cases named it', () => {
    const index = new Play(chargeIndex, { key: 'c1', refs: { policy }, start: NOON })
    const { granted: _, ...data } = judged
    index.say('charge.known', data)
    index.say('charge.named', { chargeId: 'c1', case: '10002000' })
    index.say('charge.returned', { chargeId: 'c1', proven: false })
    index.say('charge.known', data)
    expect(index.state?.cases).toEqual(['10002000'])
  })
})

it('a pattern that names rules has the charges that were judged wrong by one of them, and none that was right', () => {
  const { granted: _, ...known } = { ...judged, kind: 'month' as const }
  const rule = { partnerId: 'mellow', from: NOON, until: NOON + 1, judged: ['after.cancel' as const] }
  const is = (more: Partial<KnownCharge>) => isOfPattern(rule, { ...known, ...more }, 'Asia/Shanghai')
  expect([is({ rule: 'after.cancel' }), is({ rule: 'above.tariff' }), is({})]).toEqual([true, false, false])
  expect(isOfPattern({ ...rule, judged: undefined }, known, 'Asia/Shanghai')).toBe(true)
})

it('a subscriber of whom all went back before the verdict counts as refunded, once', () => {
  const play = new Play(redressed, { key: 'lin', refs: undefined, start: NOON })
  const first = (chargeId: string, refundFen: number, beforeFen: number) => {
    const back = { ...of, chargeId, case: '10002000', refundFen, beforeFen, former: false, gone: false }
    return play.say('charge.redressed', back).map(({ data }) => (data as { first: boolean }).first)
  }
  expect([first('c0', 0, 0), first('c1', 0, 1000), first('c2', 1000, 0)]).toEqual([[false], [true], [false]])
})
