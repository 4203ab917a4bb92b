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
  fingerprint: `${part}${text}`,
  brought: { smsc: 'smsc', session: 's1' },
  ...more,
})
/** Over another session to the same SMSC, as after a lost link. */
const s2 = { brought: { smsc: 'smsc', session: 's2' } }
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
    expect(late).toMatchObject({ topic: 'sms.reports', type: 'mo.received', data: { text: '一三', incomplete: true } })
  })

  it('of twenty segments waits for the one that comes minutes later, and goes on without the one that comes after ten', () => {
    const twenty = (part: number) => segment(part, `${part}.`, { total: 20 })
    const all = Array.from({ length: 20 }, (_, n) => n + 1)
    const at = play()
    for (const part of all.toReversed()) if (part !== 13) at.say('segment.received', twenty(part))
    expect(at.wait(9 * MINUTE)).toEqual([])
    expect(textOf(at.say('segment.received', twenty(13)))).toEqual([all.map((part) => `${part}.`).join('')])
    const lost = play()
    for (const part of all) if (part !== 13) lost.say('segment.received', twenty(part))
    const [without] = lost.wait(10 * MINUTE)
    expect(without?.data).toMatchObject({ incomplete: true, text: expect.stringContaining('12.14.') })
    // It was said that a part is missing: the part alone is no message.
    expect(lost.say('segment.received', twenty(13))).toEqual([])
    expect(lost.wait(21 * MINUTE)).toEqual([])
    expect(lost.state).toBeUndefined()
  })

  it('is kept apart from another with the same reference to another number or of another SMSC', () => {
    const at = play()
    at.say('segment.received', segment(1, 'a', { total: 2 }))
    at.say('segment.received', segment(2, 'x', { total: 2, to: '10086' }))
    at.say('segment.received', segment(2, 'y', { total: 2, link: 'b', brought: { smsc: 'other', session: 's9' } }))
    expect(textOf(at.say('segment.received', segment(2, 'b', { total: 2 })))).toEqual(['ab'])
  })

  it('is put together from segments that came over sibling binds', () => {
    const at = play()
    at.say('segment.received', segment(1, '一', { total: 2 }))
    expect(textOf(at.say('segment.received', segment(2, '二', { total: 2, link: 'b', ...s2 })))).toEqual(['一二'])
  })

  it('beyond twenty open ones the oldest goes on as it is: nothing is kept for ever, nothing is swallowed', () => {
    const at = play()
    for (let reference = 0; reference < 20; reference++)
      expect(at.say('segment.received', segment(1, `m${reference}`, { reference }))).toEqual([])
    expect(textOf(at.say('segment.received', segment(1, 'm20', { reference: 20 })))).toEqual(['m0'])
  })
})

describe('a second long message with the same 8-bit reference', () => {
  /** Says them in turn; gives the messages that came of it. */
  const says = (at: ReturnType<typeof play>, ...segments: object[]) =>
    segments.flatMap((each) => textOf(at.say('segment.received', each)))
  const two = (part: number, text: string, more: object = {}) => segment(part, text, { total: 2, ...more })

  it('is handled too, a moment after the first', () => {
    const at = play()
    expect(says(at, two(1, '甲'), two(2, '乙'), two(1, '丙'), two(2, '丁'))).toEqual(['甲乙', '丙丁'])
    expect(at.wait(11 * MINUTE)).toEqual([])
  })

  it('is told from segments of the first that the network brings again, whole or in part', () => {
    for (const again of [s2, { brought: { smsc: 'smsc', session: 's1', answerInDoubt: true } }]) {
      const at = play()
      expect(says(at, two(1, '甲'), two(2, '乙'), two(1, '甲', again), two(2, '乙', again))).toEqual(['甲乙'])
      expect(says(at, two(2, '乙', again), two(1, '丙'), two(2, '丁'))).toEqual(['丙丁'])
      expect(at.wait(11 * MINUTE)).toEqual([])
    }
  })

  it('is meant when it says the same again over the same session', () => {
    expect(says(play(), two(1, '甲'), two(2, '乙'), two(1, '甲'), two(2, '乙'))).toEqual(['甲乙', '甲乙'])
  })

  it('may begin with the words of the first', () => {
    expect(says(play(), two(1, '您好'), two(2, '一'), two(1, '您好'), two(2, '二'))).toEqual(['您好一', '您好二'])
    expect(says(play(), two(1, '您好'), two(2, '一'), two(1, '您好', s2), two(2, '二', s2))).toEqual([
      '您好一',
      '您好二',
    ])
  })

  it('keeps its own segments when those of both come between each other', () => {
    expect(says(play(), two(1, '甲'), two(1, '丙'), two(2, '乙'), two(2, '丁'))).toEqual(['甲乙', '丙丁'])
    const at = play()
    expect(says(at, segment(1, '一'), segment(1, '壹'), segment(2, '二'), segment(3, '三'))).toEqual([])
    expect(says(at, segment(2, '贰'), segment(3, '叁'))).toEqual(['一二三', '壹贰叁'])
  })

  it('does not take the place of a first one of which a segment is missing, or comes late', () => {
    const at = play()
    expect(says(at, two(1, '甲'), two(1, '丙'), two(2, '丁'))).toEqual([])
    expect(textOf(at.wait(MINUTE))).toEqual(['丙丁'])
    expect(says(at, two(2, '乙'))).toEqual(['甲乙'])
    const never = play()
    says(never, two(1, '甲'), two(1, '丙'), two(2, '丁'))
    expect(textOf(never.wait(11 * MINUTE))).toEqual(['丙丁', '甲'])
  })

  it('leaves nothing behind, and what is remembered is bounded', () => {
    const at = play()
    for (let i = 0; i < 20; i++)
      for (let part = 1; part <= 200; part++) at.say('segment.received', segment(part, `${i}.`, { total: 200 }))
    expect(JSON.stringify(at.state).length).toBeLessThan(64_000)
    at.wait(11 * MINUTE)
    expect(at.state).toBeUndefined()
  })
})
