import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { queueTag } from '#process'
import { Play } from '#process/kit'
import type { CatalogueView, Named } from '#reference'
import { complaints, type Refs } from './complaint.ts'
import { type CaseRefs, type ComplaintCase, complaintCaseList, sortOf } from './complaint-case.ts'
import type { ComplaintState } from './state.ts'

const HOUR = 3_600_000
const catalogue = {
  service: (id: string) => (id === 'joke' ? { partnerId: 'sp-huayu' } : undefined),
  ...{ port: () => [], portOf: (port: string) => port, approval: () => undefined },
  ...{ servicesIn: () => [], partnersIn: (text: string) => (text.includes('华娱') ? [{ partnerId: 'sp-huayu' }] : []) },
} as unknown as CatalogueView & Named

/** A subscriber’s complaints, and the lists that are made of what is told of them. */
class Office {
  readonly play = new Play<ComplaintState, Refs>(complaints, {
    key: 'key-of-lin',
    refs: { policy: defaultPolicy, policyAt: () => defaultPolicy, catalogue },
  })
  readonly lists = new Map<string, Play<ComplaintCase, CaseRefs>>()
  readonly events: unknown[] = []

  says(type: string, more: object = {}): this {
    const said = { msisdn: '8613800138000', channel: 'sms', language: 'zh-CN', from: '10086', silent: false }
    return this.#take(() => this.play.say(type, { ...said, fingerprint: `f${this.play.now}`, ...more }))
  }

  staff(type: string, more: object = {}): this {
    return this.says(type, { number: this.last.number, by: 'wang', ...more })
  }

  days(days: number): this {
    return this.#take(() => this.play.wait(days * 24 * HOUR))
  }

  get last(): ComplaintCase {
    return [...this.lists.values()].at(-1)?.state as ComplaintCase
  }

  tags(): string[] {
    return Object.entries(complaintCaseList.index?.(this.last) ?? {}).map(([name, value]) => `${name}=${value}`)
  }

  #take(step: () => readonly { topic: string; key: string; type: string; data: unknown }[]): this {
    for (const { topic, key, type, data } of step()) {
      if (type === 'complaint.changed') this.events.push(data)
      if (topic !== 'complaint.cases') continue
      const list =
        this.lists.get(key) ?? new Play<ComplaintCase, CaseRefs>(complaintCaseList, { key, refs: { catalogue } })
      this.lists.set(key, list)
      list.say(type, data)
    }
    return this
  }
}

describe('a complaint in the lists', () => {
  it('that names a company and no service is found by that company; one that names an app says so', () => {
    const office = new Office().says('complaint.made', { text: '投诉 华娱互动乱扣费' })
    expect(office.last).toMatchObject({ partnerId: 'sp-huayu' })
    expect(office.last.about).toBeUndefined()
    expect(office.tags()).toContain(queueTag('open', { partner: 'sp-huayu' }))
    expect(office.events.at(-1)).toMatchObject({ change: 'opened', partnerId: 'sp-huayu' })
    office.says('complaint.made', { text: '它自己订的', against: { app: 'com.free.torch' } })
    expect(office.last).toMatchObject({ app: 'com.free.torch' })
    expect(office.events.at(-1)).toMatchObject({ change: 'opened', app: 'com.free.torch' })
  })

  it('that names a company and an app is of both', () => {
    const both = { partnerId: 'sp-huayu', app: 'com.free.torch' }
    const office = new Office().says('complaint.made', { text: '投诉 华娱互动，com.free.torch 自己订的' })
    expect(office.last).toMatchObject(both)
    expect(office.events.at(-1)).toMatchObject({ change: 'opened', ...both })
    office.says('complaint.made', { text: '它自己订的', against: both })
    expect(office.events.at(-1)).toMatchObject({ change: 'opened', ...both })
    office.says('complaint.made', { text: '没有订购却被扣费', about: 'joke' })
    expect(office.events.at(-1)).toMatchObject({ change: 'opened', about: 'joke' })
    expect(office.last.app).toBeUndefined()
  })

  it('waits by its deadline, is found by owner, partner and channel, and never holds what was said', () => {
    const office = new Office().says('complaint.made', { text: '没有订购却被扣费', about: 'joke' })
    const { last, play } = office
    expect(last).toMatchObject({ subscriber: 'key-of-lin', partnerId: 'sp-huayu', dueAt: play.now + 48 * HOUR })
    expect(JSON.stringify(last)).not.toContain('扣费')
    expect(office.tags()).toContain(queueTag('waiting', { owner: '-', partner: 'sp-huayu', channel: 'sms' }))
    office.staff('complaint.taken')
    expect(office.tags()).toContain(queueTag('waiting', { owner: 'wang' }))
    expect(office.tags()).not.toContain(queueTag('waiting', { owner: '-' }))
  })

  it('stands before what was answered, and that before what is closed', () => {
    const office = new Office().says('complaint.made', { text: 'a' })
    const waiting = sortOf(office.last)
    const answered = sortOf(office.staff('complaint.answered', { text: '正在核查。' }).last)
    expect(office.tags()).toContain(queueTag('answered', {}))
    const closed = sortOf(office.staff('complaint.closed', { upheld: true, text: '已退费。' }).last)
    expect(office.tags()).toContain(queueTag('closed', { owner: 'wang' }))
    expect([closed, waiting, answered].sort()).toEqual([waiting, answered, closed])
  })

  it('that came by letter two days ago is due now', () => {
    const office = new Office()
    const receivedAt = office.play.now - 48 * HOUR
    office.says('complaint.made', { text: '来信', channel: 'letter', receivedAt })
    expect(office.last).toMatchObject({ channel: 'letter', madeAt: receivedAt, dueAt: office.play.now })
  })

  it('is gone from them when it is kept no longer', () => {
    const office = new Office().says('complaint.made', { text: 'a' })
    office.staff('complaint.closed', { upheld: false, text: '经核实无误。' })
    expect(office.last).toBeDefined()
    expect(office.days(401).last).toBeUndefined()
  })
})

describe('a complaint that staff reopen', () => {
  const closed = () => {
    const office = new Office().says('complaint.made', { text: 'a' })
    return office.staff('complaint.closed', { upheld: false, text: '经核实无误。' })
  }

  it('waits anew with its owner, once, and the subscriber is told', () => {
    const office = closed().days(1)
    const told = office.play.say('complaint.reopened', { number: office.last.number, by: 'li' })
    expect(told.map(({ data }) => (data as { text?: string }).text).join('')).toContain('已重新受理您的投诉')
    const [complaint] = office.play.state?.cases ?? []
    expect(complaint).toMatchObject({ owner: 'wang', reopened: true, since: office.play.now })
    expect(complaint?.steps?.map(({ what, by }) => [what, by])).toEqual([
      ['taken', 'wang'],
      ['closed', 'wang'],
      ['reopened', 'li'],
    ])
    office.staff('complaint.closed', { upheld: true, text: '已退费。' })
    expect(office.play.say('complaint.reopened', { number: office.last.number, by: 'li' })).toEqual([])
  })

  it('is not one that is still open', () => {
    const office = new Office().says('complaint.made', { text: 'a' })
    expect(office.play.say('complaint.reopened', { number: office.last.number, by: 'li' })).toEqual([])
  })
})

it('keeps what was said to the subscriber, and who said it', () => {
  const office = new Office().says('complaint.made', { text: 'a' })
  office.staff('complaint.answered', { text: '正在核查。' })
  expect(office.play.state?.cases[0]?.steps).toEqual([
    { at: office.play.now, what: 'taken', by: 'wang' },
    { at: office.play.now, what: 'answered', by: 'wang', text: '正在核查。' },
  ])
})
