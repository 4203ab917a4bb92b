import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SenderMarks } from './sender-marks.ts'

const [old, young] = ['the-agreed-secret-0001', 'the-agreed-secret-0002']
const NUMBER = '8613912345678'

describe('what stands for a number in an exchange', () => {
  it('is the same for whoever has the key, and another under another key', () => {
    const mark = new SenderMarks(old).make(NUMBER) as string
    expect(mark).toMatch(/^[0-9a-f]{8}:[0-9a-f]{64}$/)
    expect(new SenderMarks(old).make(NUMBER)).toBe(mark)
    expect(new SenderMarks(young).make(NUMBER)?.split(':')[1]).not.toBe(mark.split(':')[1])
    expect(mark).not.toContain(createHash('sha256').update(NUMBER).digest('hex'))
  })

  it('of a former key is believed while that stands behind the new one, and not longer', () => {
    const mark = new SenderMarks(old).make(NUMBER) as string
    const both = new SenderMarks(`${young},${old}`)
    expect([both.fault(mark), both.all(NUMBER).includes(mark), both.make(NUMBER) === mark]).toEqual([
      undefined,
      true,
      false,
    ])
    expect(new SenderMarks(young).fault(mark)).toContain('another key')
  })

  it('is nothing without a key, and a bare digest is refused', () => {
    expect(new SenderMarks('').make(NUMBER)).toBeUndefined()
    expect(new SenderMarks(old).fault(createHash('sha256').update(NUMBER).digest('hex'))).toContain('name the key')
  })
})
