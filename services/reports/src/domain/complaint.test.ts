import { describe, expect, it } from 'vitest'
import { defaultPolicy, type PolicyAt, type WholePolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { exampleCatalogue } from '#reference/example'
import { complaints, type Refs } from './complaint.ts'
import type { ComplaintState } from './state.ts'

const LIN = '8613800138000'

/** A subscriber who complains, and staff who work on it. It is 18:30 in Shanghai. */
class Desk {
  readonly play: Play<ComplaintState, Refs>
  readonly changes: string[] = []
  readonly refunds: string[] = []
  #inbox: string[] = []
  #count = 0

  constructor(policyAt: PolicyAt = () => defaultPolicy) {
    const refs: Refs = { policy: defaultPolicy, policyAt, catalogue: exampleCatalogue() }
    this.play = new Play(complaints, { key: 'key-of-lin', refs })
  }

  says(type: string, more: object = {}): string {
    const said = {
      msisdn: LIN,
      channel: 'sms',
      language: 'zh-CN',
      from: '10086',
      fingerprint: `f${++this.#count}`,
      silent: false,
    }
    this.#take(this.play.say(type, { ...said, ...more }))
    return this.read()
  }

  complains(text: string, more: object = {}): string {
    return this.says('complaint.made', { text, ...more })
  }

  staff(type: string, more: object = {}): string {
    this.#take(this.play.say(type, { number: this.number, by: 'wang', ...more }))
    return this.read()
  }

  hours(hours: number): this {
    this.#take(this.play.wait(hours * 3_600_000))
    return this
  }

  get number(): string {
    return this.play.state?.cases.at(-1)?.number ?? ''
  }

  read(): string {
    return this.#inbox.splice(0).join('|')
  }

  #take(emitted: readonly Emit[]): void {
    for (const { type, data } of emitted) {
      if (type === 'mt.queued') this.#inbox.push((data as { text: string }).text)
      if (type === 'refund.rated') {
        const { serviceId, solved } = data as { serviceId: string; solved: boolean }
        this.refunds.push(`${serviceId} ${solved ? 'solved' : 'not solved'}`)
      }
      if (type === 'complaint.changed') this.changes.push((data as { change: string }).change)
    }
  }
}

const closed = () => {
  const desk = new Desk()
  desk.complains('投诉 没有订购却被扣费')
  desk.staff('complaint.closed', { upheld: true, text: '已退费并处罚合作方。' })
  return desk
}

describe('投诉', () => {
  it('gets a number at once', () => {
    const desk = new Desk()
    expect(desk.complains('投诉 没有订购却被扣费')).toBe(
      `已受理您的投诉，编号${desk.number}，48小时内首次答复，由首位受理人员负责到底。发送“查询”到10086可查进度。`,
    )
    expect(desk.number).toMatch(/^\d{8}$/)
  })

  it('without a word of what happened is asked for it', () => {
    expect(new Desk().complains('')).toMatch(/^请发送“投诉”加内容/)
  })

  it('is one, though the same SMS comes twice', () => {
    const desk = new Desk()
    desk.complains('投诉 a', { fingerprint: 'key:same' })
    expect(desk.complains('投诉 a', { fingerprint: 'key:same' })).toBe('')
    expect(desk.play.state?.cases).toHaveLength(1)
  })

  it('is due by what held when it was made, though another figure is released meanwhile', () => {
    const { play } = new Desk()
    const released = play.now + 3_600_000
    const quick = { ...defaultPolicy, complaints: { ...defaultPolicy.complaints, warnHours: 2, answerHours: 6 } }
    const desk = new Desk((time) => (time < released ? defaultPolicy : quick))
    expect(desk.complains('投诉 a')).toContain('48')
    desk.hours(1)
    expect(desk.complains('投诉 b')).toContain('6')
    expect(desk.hours(2).changes).toEqual(['opened', 'opened', 'due-soon'])
    expect(desk.hours(4).changes).toEqual(['opened', 'opened', 'due-soon', 'overdue'])
    expect(desk.play.state?.cases.map(({ overdue }) => overdue ?? false)).toEqual([false, true])
    expect(desk.hours(17).changes.slice(4)).toEqual(['due-soon'])
    expect(desk.hours(24).changes.slice(5)).toEqual(['overdue'])
  })

  it('warns staff after 24 hours and is overdue after 48, each once; an answer stops the clock', () => {
    const desk = new Desk()
    desk.complains('投诉 a')
    expect(desk.hours(23).changes).toEqual(['opened'])
    expect(desk.hours(1).changes).toEqual(['opened', 'due-soon'])
    expect(desk.hours(24).changes).toEqual(['opened', 'due-soon', 'overdue'])
    expect(desk.hours(100).changes).toHaveLength(3)
    const answered = new Desk()
    answered.complains('投诉 b')
    expect(answered.staff('complaint.answered', { text: '正在核查。' })).toBe(`【投诉${answered.number}】正在核查。`)
    expect(answered.hours(100).changes).toEqual(['opened', 'answered'])
  })

  it('is kept by whoever took it first', () => {
    const desk = new Desk()
    desk.complains('投诉 a')
    desk.staff('complaint.taken')
    expect(desk.staff('complaint.answered', { by: 'li', text: '我来。' })).toBe('')
    expect(desk.play.state?.cases[0]?.owner).toBe('wang')
  })

  it('ends with the outcome and the question whether it is solved', () => {
    const desk = new Desk()
    desk.complains('投诉 a')
    expect(desk.staff('complaint.closed', { upheld: true, text: '已退费。' })).toBe(
      `【投诉${desk.number}办结】您反映的情况属实。已退费。 解决了吗？请回复“满意”，或回复“不满意”重新受理一次。`,
    )
    expect(desk.says('complaint.rated', { solved: true })).toContain('感谢您的评价')
    expect(desk.play.state?.cases[0]?.solved).toBe(true)
  })

  it('不满意 reopens it once, with its owner and a new deadline', () => {
    const desk = closed()
    expect(desk.says('complaint.rated', { solved: false })).toBe(`已重新受理您的投诉${desk.number}，48小时内答复。`)
    expect(desk.hours(48).changes.slice(-3)).toEqual(['reopened', 'due-soon', 'overdue'])
    desk.staff('complaint.closed', { upheld: true, text: '再次核查。' })
    desk.hours(12).read()
    expect(desk.says('complaint.rated', { solved: false })).toContain('已重新受理过一次')
  })

  it('不满意 where nothing was closed is a complaint of its own', () => {
    expect(new Desk().says('complaint.rated', { solved: false })).toMatch(/^已受理您的投诉/)
  })

  it('查询 tells how they stand', () => {
    const desk = closed()
    desk.complains('投诉 b')
    const [first, second] = desk.play.state?.cases.map((each) => each.number) ?? []
    expect(desk.says('status.asked')).toBe(`您的投诉：${second} 待首次答复；${first} 已办结。`)
    expect(new Desk().says('status.asked')).toMatch(/^您没有投诉记录/)
  })

  it('what staff say at night comes in the morning', () => {
    const desk = new Desk()
    desk.complains('投诉 a')
    desk.hours(5)
    expect(desk.staff('complaint.answered', { text: '正在核查。' })).toBe('')
    expect(desk.hours(8.5).read()).toBe(`【投诉${desk.number}】正在核查。`)
  })

  it('of a former owner are none of the next one’s business', () => {
    const desk = closed()
    desk.play.say('tenure.ended', { subscriber: 'key-of-lin', tenure: 1, reason: 'released' })
    expect(desk.says('status.asked')).toMatch(/^您没有投诉记录/)
    expect(desk.says('complaint.rated', { solved: true })).toMatch(/^没有等待您评价/)
    const open = new Desk()
    open.complains('投诉 a')
    open.play.say('tenure.ended', { subscriber: 'key-of-lin', tenure: 1, reason: 'released' })
    expect(open.staff('complaint.closed', { upheld: true, text: '已退费。' })).toBe('')
    expect(open.changes).toEqual(['opened', 'closed'])
  })

  it('is handed over by who has it, with a reason that the subscriber is not told, and its clock goes on', () => {
    const desk = new Desk()
    desk.complains('重复扣费')
    const hand = (from: string, to: string) =>
      desk.staff('complaint.handed', { by: from, from, to, reason: '休假两周' })
    expect(hand('wang', 'li')).toBe('')
    expect(desk.play.state?.cases[0]?.owner).toBeUndefined()
    desk.staff('complaint.taken')
    expect(hand('chen', 'li')).toBe('')
    expect(desk.play.state?.cases[0]?.owner).toBe('wang')
    const { since } = desk.play.state?.cases[0] ?? {}
    expect(hand('wang', 'li')).toBe('')
    expect(desk.play.state?.cases[0]).toMatchObject({ owner: 'li', since })
    expect(desk.play.state?.cases[0]?.steps?.at(-1)).toMatchObject({
      what: 'handed',
      by: 'wang',
      to: 'li',
      text: '休假两周',
    })
    expect(desk.staff('complaint.answered', { text: '正在核查。' })).toBe('')
    expect(desk.staff('complaint.answered', { by: 'li', text: '正在核查。' })).toContain('正在核查。')
  })

  it('of which staff name another number is a dead letter', () => {
    expect(new Desk().play.sayBad('complaint.taken', { number: '12345678', by: 'wang' })).toContain('no complaint')
  })
})

describe('满意 and 不满意 after a refund', () => {
  const refund = (desk: Desk) => ({ at: desk.play.now, serviceId: 'joke' })

  it('thank, and are counted', () => {
    const desk = new Desk()
    expect(desk.says('complaint.rated', { solved: true, refund: refund(desk) })).toBe('感谢您的评价。')
    expect(desk.refunds).toEqual(['joke solved'])
  })

  it('not solved, it is a complaint about that service, with a number and a deadline', () => {
    const desk = new Desk()
    expect(desk.says('complaint.rated', { solved: false, refund: refund(desk) })).toMatch(/^已受理您的投诉，编号\d{8}/)
    expect(desk.play.state?.cases).toMatchObject([{ about: 'joke', text: '对处理结果不满意' }])
    expect([desk.refunds, desk.changes]).toEqual([['joke not solved'], ['opened']])
  })

  it('mean the complaint when its outcome was told later', () => {
    const desk = closed()
    expect(desk.says('complaint.rated', { solved: true, refund: { at: 1, serviceId: 'joke' } })).toMatch(/已结案/)
    expect(desk.refunds).toEqual([])
    // On a page the refund is named.
    const named = { at: 1, serviceId: 'joke', named: true }
    expect(desk.says('complaint.rated', { solved: true, refund: named })).toBe('感谢您的评价。')
    expect(desk.refunds).toEqual(['joke solved'])
  })
})

describe('a complaint that is rated by its number', () => {
  it('is the one that is meant, whatever was told last', () => {
    const desk = closed()
    const { number } = desk
    desk.complains('投诉 b')
    desk.staff('complaint.closed', { upheld: true, text: '已处理。' })
    expect(desk.says('complaint.rated', { solved: false, number })).toContain(`已重新受理您的投诉${number}`)
    expect(desk.play.state?.cases.map((each) => each.closed === undefined)).toEqual([true, false])
  })

  it('is none that is still being worked on: nothing is opened instead', () => {
    const desk = new Desk()
    desk.complains('投诉 a')
    expect(desk.says('complaint.rated', { solved: false, number: desk.number })).toMatch(/^没有等待您评价/)
    expect(desk.play.state?.cases).toHaveLength(1)
  })
})

it('no open complaint is ever dropped for another: beyond twenty it is said that they are worked on', () => {
  const desk = new Desk()
  for (let i = 0; i < 20; i++) desk.complains(`第${i}件`)
  expect(desk.complains('再来一件')).toBe(
    '您有多件投诉正在处理，请等待答复后再提交新的投诉。发送“查询”到10086可查进度。',
  )
  expect(desk.play.state?.cases.map((each) => each.text)[0]).toBe('第0件')
  desk.staff('complaint.closed', { upheld: true, text: '已处理。' })
  expect(desk.complains('再来一件')).toMatch(/^已受理/)
  expect(desk.play.state?.cases).toHaveLength(21)
})

it('what was closed long ago is erased, with its text', () => {
  const desk = closed()
  expect(desk.hours(399 * 24).play.state?.cases).toHaveLength(1)
  expect(desk.hours(2 * 24).play.state?.cases).toEqual([])
})

it('is due as was promised, also when figures come to hold from before it was made', () => {
  const hours = (answerHours: number, warnHours: number) => ({
    ...defaultPolicy,
    complaints: { ...defaultPolicy.complaints, answerHours, warnHours },
  })
  const changes = (promised: WholePolicy, then: WholePolicy) => {
    let holds = promised
    const desk = new Desk(() => holds)
    desk.complains('重复扣费')
    holds = then
    return [12, 12, 24].map((each) => desk.hours(each).changes.splice(0).join())
  }
  expect(changes(hours(24, 12), hours(48, 40))).toEqual(['opened,due-soon', 'overdue', ''])
  expect(changes(hours(48, 24), hours(24, 12))).toEqual(['opened', 'due-soon', 'overdue'])
})

it('the first complaint of a number that changed hands is of the tenure in which it is made', () => {
  const desk = new Desk()
  desk.says('tenure.ended', { tenure: 1, reason: 'released' })
  desk.complains('第一件')
  expect(desk.play.state).toMatchObject({ tenure: 2, cases: [{ text: '第一件', tenure: 2 }] })
})

it('a complaint of the former owner that is heard of late is worked on as theirs, and nobody else is told', () => {
  const desk = new Desk()
  desk.complains('第一件')
  desk.says('tenure.ended', { tenure: 1, reason: 'released' })
  desk.play.now -= 1000
  expect(desk.complains('换号前的最后一件')).toBe('')
  expect(desk.play.state?.cases).toMatchObject([
    { text: '第一件', tenure: 1 },
    { text: '换号前的最后一件', tenure: 1 },
  ])
  expect(desk.staff('complaint.closed', { upheld: true, text: '已处理。' })).toBe('')
})
