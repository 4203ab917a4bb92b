import { describe, expect, it } from 'vitest'
import { localOf } from '../shell/zone.ts'
import type { WholeCase } from './api.ts'
import { type Typed, usualOf, wishOf } from './wish.ts'

const of = {
  subject: { partnerId: 'sp-huayu', serviceId: 'joke' },
  opened_at: '2026-11-20T04:00:00Z',
  findings: [{ at: Date.parse('2026-11-19T04:00:00Z') }],
} as unknown as WholeCase
const now = Date.parse('2026-11-26T08:00:30Z')
const zone = 'Asia/Shanghai'
const typed = (more: Typed = {}): Typed => ({
  ...usualOf(of, now, zone),
  reasonZh: ' 未经确认扣费 ',
  reasonEn: 'No consent',
  ...more,
})

describe('a verdict as it is typed', () => {
  it('begins with all charges of the service since a month before the first finding, those of this minute as well, twice back', () => {
    expect(wishOf(typed(), of, zone)).toEqual({
      outcome: 'proven',
      points: 20,
      sanctions: [{ what: 'warning', serviceId: 'joke' }],
      refund: { services: ['joke'], from: '2026-10-18T04:00:00.000Z', until: '2026-11-26T08:01:00.000Z', times: 2 },
      publish: true,
      reason_zh: '未经确认扣费',
      reason_en: 'No consent',
      note: '',
    })
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
  })
})
