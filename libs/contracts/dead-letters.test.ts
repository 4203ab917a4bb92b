import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { letterOf } from './dead-letters.ts'

const LARGEST = 1_048_588
const letter = (value: string, key = 'k') =>
  letterOf({ process: 'subscriber', topic: 'sms.mo', partition: 1, offset: 7, key, reason: 'no', value }, LARGEST)

describe('a dead letter', () => {
  it('keeps a value whole, be it the longest SMS', () => {
    const value = JSON.stringify({ data: { text: '退'.repeat(70_000) } })
    expect(letter(value)).toMatchObject({ value, key: 'k' })
    expect(letter(value).cut).toBeUndefined()
  })

  it.each([
    ['a large one', '费'.repeat(200_000)],
    ['one that grows when it is written as JSON', '\u0001"'.repeat(60_000)],
    ['half a character at the cut', `${'x'.repeat(16_383)}${'😊'.repeat(100_000)}`],
  ])('keeps the beginning of %s, with its length and digest', (_, value) => {
    const { value: kept, cut } = letter(value)
    expect(value.startsWith(kept.slice(0, -1))).toBe(true)
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(LARGEST / 8)
    expect(cut).toEqual({
      octets: Buffer.byteLength(value),
      sha256: createHash('sha256').update(value).digest('hex'),
    })
  })

  it('is not made large by a key or a reason', () => {
    const made = letter('{}', 'k'.repeat(500_000))
    expect(made.key).toHaveLength(300)
    expect(made.cut?.octets).toBe(2)
    expect(letterOf({ ...letter('{}'), reason: 'no '.repeat(9999) }, LARGEST).reason).toHaveLength(1000)
  })
})
