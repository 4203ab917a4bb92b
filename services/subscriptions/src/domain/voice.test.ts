import { describe, expect, it } from 'vitest'
import { type Caller, type Position, press, start, type VoiceAct } from './voice.ts'

const service = (serviceId: string, name: string) => ({
  serviceId,
  partner: '华娱互动',
  service: name,
  tariffFen: 500,
  period: 'month' as const,
})
const lin: Caller = { language: 'zh-CN', services: [service('joke', '每日笑话'), service('star', '明星八卦')] }

/** A caller who presses keys one after the other; gives what was said last and what was done. */
function call(keys: string, caller: Caller | ((step: number) => Caller) = lin) {
  let position: Position = start
  let said = press(start, undefined, typeof caller === 'function' ? caller(0) : caller).say
  let ended = false
  const acts: VoiceAct[] = []
  for (const [step, key] of [...keys].entries()) {
    const next = press(position, key, typeof caller === 'function' ? caller(step + 1) : caller)
    said = next.say
    position = next.position
    ended = next.end === true
    if (next.act) acts.push(next.act)
  }
  return { said, acts, ended }
}

describe('the voice menu', () => {
  it('reads out what is paid for, and cancels after a confirmation', () => {
    expect(call('').said).toBe('查询和退订收费业务请按1，申请退费请按2，投诉请按3，重听请按9，结束请按0。')
    expect(call('1').said).toBe(
      '退订华娱互动每日笑话，5元每月，请按1。退订华娱互动明星八卦，5元每月，请按2。返回请按0。',
    )
    expect(call('12').said).toBe('退订华娱互动明星八卦，确认请按1，返回请按0。')
    expect(call('12').acts).toEqual([])
    expect(call('121').acts).toEqual([{ kind: 'cancel', serviceId: 'star' }])
    expect(call('120').acts).toEqual([])
  })

  it('disputes and complains', () => {
    expect(call('211').acts).toEqual([{ kind: 'refund', serviceId: 'joke' }])
    expect(call('32').acts).toEqual([{ kind: 'complain', serviceId: 'star' }])
    expect(call('38').acts).toEqual([{ kind: 'complain' }])
  })

  it('a list that has changed meanwhile never shifts a key onto another service', () => {
    const changing = (step: number): Caller => (step < 2 ? lin : { ...lin, services: lin.services.slice(1) })
    expect(call('111', changing).acts).toEqual([{ kind: 'cancel', serviceId: 'joke' }])
  })

  it('goes on to more than seven services', () => {
    const many: Caller = { ...lin, services: Array.from({ length: 9 }, (_, i) => service(`s${i}`, `业务${i}`)) }
    expect(call('1', many).said).toContain('更多请按9')
    expect(call('1921', many).acts).toEqual([{ kind: 'cancel', serviceId: 's8' }])
  })

  it('says so when nothing is paid for, and ends after three keys that mean nothing', () => {
    expect(call('1', { ...lin, services: [] }).said).toMatch(/^您目前没有订购任何收费业务/)
    expect(call('7').said).toMatch(/^没有这个选项。查询/)
    expect(call('777')).toMatchObject({ ended: true, acts: [] })
    expect(call('0').ended).toBe(true)
  })
})
