import type { Language, SurgeKind, SurgePlace } from '#contracts'

interface Surge {
  readonly what: SurgeKind
  readonly where: SurgePlace
  /** `12:00`, by the operator's zone. */
  readonly from: string
  readonly count: number
  readonly usual: number
}

const lines: Record<Language, (surge: Surge) => string> = {
  'zh-CN': ({ what, where, from, count, usual }) => {
    const whats = { reports: '举报', unsubscribes: '退订', complaints: '投诉', charges: '扣费' }
    const places = { all: '全网', port: '端口', partner: '合作方', district: '地区' }
    return `【突增预警】${places[where.kind]}${where.id}${whats[what]}突增：${from}起的一小时已有${count}件，往周同时段通常${usual}件。详见控制台“预警”。`
  },
  en: ({ what, where, from, count, usual }) => {
    const place = where.kind === 'all' ? 'everywhere' : `at ${where.kind} ${where.id}`
    return `Surge alarm: ${what} rise ${place}. In the hour from ${from} there are ${count} so far; this hour of other weeks usually has ${usual}. See Alarms on the console.`
  },
}

/** What an officer on duty reads by SMS, in their language: what rose, where, against what. */
export const surgeAlarm = (surge: Surge, language: Language): string => lines[language](surge)
