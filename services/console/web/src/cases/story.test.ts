import { describe, expect, it } from 'vitest'
import type { Money, Receipt } from './api.ts'
import { storyOf } from './story.ts'

const at = (time: string) => `2026-11-${time}:00.000Z`
const joke = { id: 'joke', name_zh: '每日笑话', name_en: 'Daily Jokes' }
const ring = { id: 'ring', name_zh: '彩铃', name_en: 'Ring tones' }
const receipt: Receipt = {
  id: 'r1',
  number: 1,
  content: {
    serviceId: 'joke',
    asked: '每日笑话5元/月，同意请回复是',
    requestedAt: Date.parse(at('20T07:30')),
    askedAt: Date.parse(at('20T08:00')),
    answer: '是',
    answeredAt: Date.parse(at('20T08:01')),
    channel: 'sms',
    by: 'partner',
    tariffFen: 500,
    origin: { channel: 'web' },
  },
}
const charge = { amount_fen: 500, granted: false, refund_fen: 0, moves: [] }
const money: Money = {
  standings: [
    { service: joke, since: at('20T08:01'), until: at('25T09:00'), receipt: 'r1' },
    { service: ring, since: at('01T00:00') },
  ],
  charges: [
    {
      ...charge,
      id: 'c1',
      service: joke,
      at: at('24T04:00'),
      receipt: 'r1',
      moves: [
        { kind: 'dispute', amount_fen: 500, month: '2026-11', at: at('24T05:00'), from: 'disputed', to: 'subscribers' },
        {
          kind: 'compensation',
          amount_fen: 500,
          month: '2026-11',
          at: at('24T07:00'),
          from: 'partner',
          to: 'subscribers',
        },
      ],
      dispute: {
        at: at('24T05:00'),
        channel: 'sms',
        refunded: true,
        status: 'proven',
        taken_at: at('24T05:30'),
        taken_by_name: '王芳',
        handed: [{ at: at('24T05:45'), by_name: '王芳', to_name: '李娜', reason: '休假' }],
        decided_at: at('24T07:00'),
      },
    },
    { ...charge, id: 'c2', service: ring, at: at('24T04:30'), rule: 'no.consent', judged_at: at('24T04:31') },
  ],
  waiting: [],
  reminders: [{ at: at('23T12:00'), kind: 'before', items: [{ service: joke, amount_fen: 500, refund_fen: 0 }] }],
}
const complaint = {
  made_at: at('24T06:00'),
  text: '没有订购',
  channel: 'sms',
  steps: [{ at: at('24T06:30'), what: 'taken' as const, by_name: '王芳' }],
}
const kinds = (...told: Parameters<typeof storyOf>) => storyOf(...told).map(({ kind }) => kind)

describe('the story of a charge', () => {
  it('goes from the request to the yes to the money, and what became of it', () => {
    expect(kinds({ receipts: [receipt], money, complaint }, 'joke')).toEqual([
      'requested',
      'asked',
      'agreed',
      'told',
      'charged',
      'disputed',
      'moved',
      'taken',
      'handed',
      'complained',
      'step',
      'decided',
      'moved',
      'ended',
    ])
  })

  it('names the consent that a charge stands on', () => {
    const charged = storyOf({ receipts: [receipt], money }, 'joke').find(({ kind }) => kind === 'charged')
    expect(charged).toMatchObject({ charge: { id: 'c1' }, receipt: { number: 1 } })
  })

  it('says since when a subscription stood that no consent of ours began', () => {
    expect(kinds({ money }, 'ring')).toEqual(['began', 'charged', 'judged'])
  })

  it('is told as far as its parts are there', () => {
    expect(kinds({ receipts: [receipt] })).toEqual(['requested', 'asked', 'agreed'])
    expect(kinds({ complaint })).toEqual(['complained', 'step'])
    expect(kinds({})).toEqual([])
  })
})
