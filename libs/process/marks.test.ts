import { describe, expect, it } from 'vitest'
import type { InRecord } from '#bus'
import { MarkBook } from './marks.ts'

const MINUTE = 60_000
const NOON = 1_750_000_000_000

const from = (
  lane: string,
  seq: number,
  { at = NOON, topic = 'sms.mo', index = 0, incarnation = '' } = {},
): InRecord => ({
  topic,
  partition: 0,
  offset: 0,
  key: 'k',
  message: { at },
  trusted: false,
  raw: () => '',
  source: { lane, incarnation, seq, index },
})

describe('marks', () => {
  it('drop what a lane or an edge published twice, topic by topic', () => {
    const book = new MarkBook({})
    const taken = [
      from('p/1', 7),
      from('p/1', 7, { index: 1 }),
      from('p/1', 7),
      from('p/1', 6, { index: 9 }),
      from('p/1', 7, { topic: 'sms.replies' }),
      from('p/1', 1, { incarnation: 'restored' }),
      from('edge/a', 1),
      from('edge/b', 1),
      from('edge/a', 1),
      from('edge/a', 2),
    ].map((each) => book.take(each))
    expect(taken).toEqual([true, true, false, false, true, true, true, true, false, true])
  })

  it('of a process that ended go when another starts, ten minutes of messages later, and are known until then', () => {
    const book = new MarkBook({})
    book.take(from('edge/old', 5))
    book.take(from('edge/steady', 1))
    book.take(from('p/1', 1))
    book.take(from('edge/steady', 2, { at: NOON + 9 * MINUTE }))
    book.take(from('edge/new', 1, { at: NOON + 9 * MINUTE }))
    expect(new MarkBook(book.toJSON()).take(from('edge/old', 5))).toBe(false)
    book.take(from('edge/newer', 1, { at: NOON + 11 * MINUTE }))
    expect(Object.keys(book.toJSON())).toEqual([
      'sms.mo<edge/steady',
      'sms.mo<p/1',
      'sms.mo<edge/new',
      'sms.mo<edge/newer',
    ])
  })

  it('stay few however many processes start, the latest of them', () => {
    const book = new MarkBook({})
    for (let i = 0; i < 2000; i++) book.take(from(`edge/${i}`, 1, { at: NOON + i }))
    expect(Object.keys(book.toJSON())).toHaveLength(300)
    expect(book.take(from('edge/1999', 1))).toBe(false)
    expect(book.take(from('edge/1701', 1))).toBe(false)
  })
})
