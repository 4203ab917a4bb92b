import { type SortedReport, sortedReports } from '#contracts'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { Catalogue } from '#reference'
import { commandParser } from '#sms'
import { reporters } from './report.ts'
import type { ReporterRefs, ReporterState } from './reporter.ts'

export const LIN = '8613800138000'
export const SPAM = '恭喜您中奖，请点击dwz.cn/a1领取'
export const OTHER = '澳门新葡京真人荷官，注册送彩金'
export const HOUR = 3_600_000
export const catalogue = new Catalogue()
catalogue.apply({
  id: 'p',
  type: 'port.set',
  v: 1,
  at: 1,
  corr: '',
  data: { version: 1, from: 1, port: '10661234', partnerId: 'joy', category: 'game', classes: ['marketing'] },
})
export const refs: ReporterRefs = {
  policy: defaultPolicy,
  policyAt: () => defaultPolicy,
  catalogue,
  keyOf: (address) => `key-of-${address}`,
  parse: commandParser(defaultPolicy.words),
  country: 'CN',
  proofOf: (text) => `proof of ${text}`,
}

/** Lin reports, and staff work on it. It is 18:30 in Shanghai. */
export class Desk {
  readonly play: Play<ReporterState, ReporterRefs>
  readonly changes: string[] = []
  readonly sorted: SortedReport[] = []
  readonly emitted: Emit[] = []
  #inbox: string[] = []
  #count = 0

  constructor(policyAt = refs.policyAt) {
    this.play = new Play(reporters, { key: 'key-of-lin', refs: { ...refs, policyAt } })
  }

  texts(text: string, more: object = {}): string {
    const mo = { from: LIN, to: '10086999', text, channel: 'sms', via: 'a', fingerprint: `f${++this.#count}`, ...more }
    this.#take(this.play.say('mo.received', mo))
    return this.read()
  }

  says(type: string, more: object = {}): string {
    this.#take(this.play.say(type, more))
    return this.read()
  }

  posts(more: object): string {
    const said = { msisdn: LIN, channel: 'web', language: 'zh-CN', fingerprint: `key:${++this.#count}`, silent: false }
    return this.says('report.made', { ...said, text: SPAM, ...more })
  }

  staff(type: string, more: object = {}): string {
    return this.says(type, { number: this.number, by: 'wang', ...more })
  }

  decided(more: object = {}): string {
    const outcome = {
      number: this.number,
      campaign: 'c1',
      outcome: 'blocked',
      what: '10661234',
      reporters: 42,
      proven: true,
    }
    return this.says('report.decided', { ...outcome, at: this.play.now, ...more })
  }

  wait(ms: number): string {
    this.#take(this.play.wait(ms))
    return this.read()
  }

  get number(): string {
    return this.play.state?.reports.at(-1)?.number ?? ''
  }

  get last() {
    return this.play.state?.reports.at(-1)
  }

  read(): string {
    return this.#inbox.splice(0).join('|')
  }

  #take(emitted: readonly Emit[]): void {
    this.emitted.push(...emitted)
    for (const { topic, type, data } of emitted) {
      if (type === 'mt.queued') this.#inbox.push((data as { text: string }).text)
      if (topic === 'reports.sorted') this.sorted.push(sortedReports.messages['report.sorted'].parse(data))
      if (type === 'report.changed') this.changes.push((data as { change: string }).change)
    }
  }
}
