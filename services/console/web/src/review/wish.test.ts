import { describe, expect, it } from 'vitest'
import { localOf } from '../shell/zone.ts'
import type { WholeCase } from './api.ts'
import { type Typed, usualOf, wishOf } from './wish.ts'

const of = {
  subject: { partnerId: 'sp-huayu', serviceId: 'joke' },
  opened_at: '2026-11-20T04:00:00Z',
  findings: [{ at: Date.parse('2026-11-19T04:00:00Z'), signals: [] }],
} as unknown as WholeCase
const now = Date.parse('2026-11-26T08:00:30Z')
const zone = 'Asia/Shanghai'
const typed = (more: Typed = {}): Typed => ({
  ...usualOf(of, zone),
  reasonZh: ' 未经确认扣费 ',
  reasonEn: 'No consent',
  ...more,
})

describe('a verdict as it is typed', () => {
  it('of no signal begins with all charges of the service since a month before the first finding until the verdict holds, twice back', () => {
    expect(wishOf(typed(), of, zone)).toEqual({
      outcome: 'proven',
      points: 20,
      sanctions: [{ what: 'warning', serviceId: 'joke' }],
      refund: { services: ['joke'], from: '2026-10-18T04:00:00.000Z', times: 2 },
      publish: true,
      reason_zh: '未经确认扣费',
      reason_en: 'No consent',
      note: '',
    })
  })

  it.each([
    [
      'of the rules that they name',
      [
        ['charges.after.cancel', 30],
        ['complaints', 40],
        ['stop.no.consent', 12],
      ],
      ['no.consent', 'after.cancel'],
    ],
    [
      'of each rule of one that is of several',
      [
        ['charges.purchase', 9],
        ['answers.fast', 2.1],
      ],
      ['purchase.used', 'purchase.over'],
    ],
    [
      'whatever was found, where answers that no person gave say most',
      [
        ['answers.fast', 30],
        ['charges.no.consent', 12],
      ],
      undefined,
    ],
    [
      'whatever was found, though some broke rules as well: those went back when they were judged',
      [
        ['charges.after.cancel', 40],
        ['answers.fast', 40],
        ['complaints', 12],
      ],
      undefined,
    ],
    [
      'whatever was found, where nothing speaks of charges',
      [
        ['complaints', 30],
        ['cancel.quick', 12],
      ],
      undefined,
    ],
  ] as const)('names the charges of the pattern by its signals: those %s', (_, named, judged) => {
    const signals = named.map(([name, evidence]) => ({ name, evidence, figure: 0.4, baseline: 0.01 }))
    const found = { ...of, findings: [{ ...of.findings[0], signals }] } as unknown as WholeCase
    const wish = wishOf({ ...usualOf(found, zone), reasonZh: 'x', reasonEn: 'x' }, found, zone)
    expect(wish).toMatchObject({ refund: { from: '2026-10-18T04:00:00.000Z', ...(judged ? { judged } : {}) } })
    if (!judged) expect(wish).not.toHaveProperty('refund.judged')
  })

  it('names those of the days on which it was so, where the rules found them right: from the day on which it turned', () => {
    const drawn = { name: 'answers.fast', figure: 0.5, baseline: 0.02, evidence: 30, peers: { rate: 0.02, shape: 2 } }
    const looked = {
      at: Date.parse('2026-11-19T17:00:00Z'),
      ...{ kind: 'service', name: 'joke' },
      signals: [{ ...drawn, cases: [1, 0, 0, 1, 0, 9, 12, 0, 11], of: [40, 50, 45, 50, 40, 20, 22, 0, 20] }],
    }
    const found = { ...of, findings: [{ ...of.findings[0], signals: [drawn], looked }] } as unknown as WholeCase
    // Four days before the last one that was looked at, from midnight on.
    expect(usualOf(found, zone)).toMatchObject({ which: 'all', from: '2026-11-16T00:00' })
    const usual = { ...looked, signals: [{ ...drawn, cases: [0, 0, 0], of: [40, 50, 45] }] }
    const quiet = { ...found, findings: [{ ...found.findings[0], looked: usual }] } as unknown as WholeCase
    expect(usualOf(quiet, zone).from).toBe(usualOf(of, zone).from)
  })

  it('all charges are one choice, those of other rules another; of no rule there are none', () => {
    expect(wishOf(typed({ which: 'judged', judged: ['above.tariff'] }), of, zone)).toMatchObject({
      refund: { judged: ['above.tariff'] },
    })
    expect(wishOf(typed({ which: 'all', judged: ['above.tariff'] }), of, zone)).not.toHaveProperty('refund.judged')
    expect(wishOf(typed({ which: 'judged', judged: [] }), of, zone)).toBeUndefined()
  })

  it('says nothing of points and refunds for who is cleared', () => {
    expect(wishOf(typed({ outcome: 'cleared' }), of, zone)).toEqual({
      outcome: 'cleared',
      reason_zh: '未经确认扣费',
      reason_en: 'No consent',
      note: '',
    })
  })

  it('ends what ends by itself on a day, and terminates the partner and not a service', () => {
    const { sanctions } = wishOf(
      typed({ sanctions: ['suspend', 'terminate', 'warning'], ends: '2027-01-01' }),
      of,
      zone,
    ) as {
      sanctions: object[]
    }
    expect(sanctions).toEqual([
      { what: 'suspend', serviceId: 'joke', until: Date.parse('2026-12-31T16:00:00Z') },
      { what: 'terminate' },
      { what: 'warning', serviceId: 'joke' },
    ])
  })

  it('narrows by kind, amount in yuan and hours; half an hour range is none, times that end before they begin are no wish', () => {
    const narrow = typed({ kind: 'once', least: '0.5', hourFrom: '23', hourUntil: '5' })
    expect(wishOf(narrow, of, zone)).toMatchObject({
      refund: { kind: 'once', min_fen: 50, hours: { from: 23, until: 5 } },
    })
    expect(wishOf(typed({ hourFrom: '7', hourUntil: '24' }), of, zone)).not.toHaveProperty('refund.hours')
    expect(wishOf(typed({ from: localOf(now, zone), until: localOf(now - 60_000, zone) }), of, zone)).toBeUndefined()
    expect(wishOf(typed({ until: localOf(now, zone) }), of, zone)).toMatchObject({
      refund: { until: '2026-11-26T08:00:00.000Z' },
    })
  })
})
