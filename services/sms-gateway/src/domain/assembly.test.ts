import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Play } from '#process/kit'
import { assembly } from './assembly.ts'

const MINUTE = 60_000
const given = { key: 'key-of-lin', refs: { assemblyMs: 10 * MINUTE, shortCodes: defaultPolicy.shortCodes } }
const segment = (part: number, text: string, more: object = {}) => ({
  from: '8613800138000',
  to: '10086999',
  text,
  reference: 7,
  total: 3,
  part,
  link: 'a',
  fingerprint: `f${part}`,
  ...more,
})
const play = () => new Play(assembly, given)
const textOf = (emitted: readonly { data: unknown }[]) => emitted.map((each) => (each.data as { text: string }).text)

describe('a long message', () => {
  it('is put together in order, whatever the order in which its segments come', () => {
    const at = play()
    expect(at.say('segment.received', segment(3, '三'))).toEqual([])
    expect(at.say('segment.received', segment(1, '一'))).toEqual([])
    expect(textOf(at.say('segment.received', segment(2, '二')))).toEqual(['一二三'])
  })

  it('takes a segment that comes twice once, also when the message is finished', () => {
    const at = play()
    for (const part of [1, 1, 2]) at.say('segment.received', segment(part, String(part)))
    expect(textOf(at.say('segment.received', segment(3, '3')))).toEqual(['123'])
    expect(at.say('segment.received', segment(2, '2'))).toEqual([])
    expect(at.wait(11 * MINUTE)).toEqual([])
    expect(at.state).toBeUndefined()
  })

  it('goes on without a segment that never comes, after ten minutes, and says so', () => {
    const at = play()
    at.say('segment.received', segment(1, '一'))
    expect(at.wait(9 * MINUTE)).toEqual([])
    at.say('segment.received', segment(3, '三'))
    const [late] = at.wait(MINUTE)
    expect(late).toMatchObject({ topic: 'sms.mo', type: 'mo.received', data: { text: '一三', incomplete: true } })
  })

  it('is kept apart from another with the same reference to another number or over another link', () => {
    const at = play()
    at.say('segment.received', segment(1, 'a', { total: 2 }))
    at.say('segment.received', segment(2, 'x', { total: 2, to: '10086' }))
    at.say('segment.received', segment(2, 'y', { total: 2, link: 'b' }))
    expect(textOf(at.say('segment.received', segment(2, 'b', { total: 2 })))).toEqual(['ab'])
  })

  it('may use its reference again after ten minutes', () => {
    const at = play()
    for (const part of [1, 2, 3]) at.say('segment.received', segment(part, 'x'))
    at.wait(10 * MINUTE)
    for (const part of [1, 2]) at.say('segment.received', segment(part, 'y'))
    expect(textOf(at.say('segment.received', segment(3, 'y')))).toEqual(['yyy'])
  })

  it('beyond twenty open ones the oldest goes on as it is: nothing is kept for ever, nothing is swallowed', () => {
    const at = play()
    for (let reference = 0; reference < 20; reference++)
      expect(at.say('segment.received', segment(1, `m${reference}`, { reference }))).toEqual([])
    expect(textOf(at.say('segment.received', segment(1, 'm20', { reference: 20 })))).toEqual(['m0'])
  })
})
