import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyFor, SenderMarks } from './sender-marks.ts'

const [old, young] = ['our-own-secret-000001', 'our-own-secret-000002']
const NUMBER = '8613912345678'
const marksOf = (peer: string, secrets = [old], given = '') => new SenderMarks(peer, { secrets, given })

describe('what stands for a number in an exchange', () => {
  it('is made with the key that the peer was given, and can be made again by whoever has it', () => {
    const mark = marksOf('op-b').make(NUMBER) as string
    const key = createHmac('sha256', old).update('quadzero report exchange op-b').digest('hex')
    expect(keyFor(old, 'op-b')).toBe(key)
    expect(mark).toMatch(/^[0-9a-f]{8}:[0-9a-f]{64}$/)
    expect(mark.split(':')[1]).toBe(createHmac('sha256', key).update(NUMBER).digest('hex'))
    expect(mark).not.toContain(createHash('sha256').update(NUMBER).digest('hex'))
  })

  it('is another for each peer: no peer’s key reads or makes those of another', () => {
    const [b, c] = [marksOf('op-b'), marksOf('op-c')]
    const mark = b.make(NUMBER) as string
    expect(c.all(NUMBER)).not.toContain(mark)
    expect(c.make(NUMBER)?.split(':')).not.toEqual(expect.arrayContaining([mark.split(':')[1]]))
    expect(c.fault(mark)).toContain('shared with op-c')
    expect(b.fault(mark)).toBeUndefined()
  })

  it('is believed of a peer that marks with a key of its own, when it gave it to us, and of nobody else', () => {
    // op-b runs Quadzero as well, and made this for us.
    const theirs = keyFor('the secret of op-b', 'op-a')
    const mark = new SenderMarks('op-a', { secrets: ['the secret of op-b'], given: '' }).make(NUMBER) as string
    const given = `op-c=${'x'.repeat(16)},op-b=${theirs}`
    expect(marksOf('op-b', [old], given).all(NUMBER)).toContain(mark)
    expect(marksOf('op-b', [old], given).make(NUMBER)).not.toBe(mark)
    expect(marksOf('op-b').fault(mark)).toContain('EXCHANGE_PEERS')
    expect(marksOf('op-c', [old], given).fault(mark)).toContain('shared with op-c')
    expect(marksOf('op-b', [], given).make(NUMBER)).toBeUndefined()
  })

  it('of a former secret is believed while that stands behind the new one, and not longer', () => {
    const mark = marksOf('op-b', [old]).make(NUMBER) as string
    const both = marksOf('op-b', [young, old])
    expect([both.fault(mark), both.all(NUMBER).includes(mark), both.make(NUMBER) === mark]).toEqual([
      undefined,
      true,
      false,
    ])
    expect(marksOf('op-b', [young]).fault(mark)).toContain('another key')
  })

  it('is nothing without a secret, and a bare digest is refused', () => {
    expect(marksOf('op-b', []).make(NUMBER)).toBeUndefined()
    expect(marksOf('op-b').fault(createHash('sha256').update(NUMBER).digest('hex'))).toContain('name the key')
  })
})
