import type { SurgeKind, SurgePlace } from '#contracts'

interface Surge {
  readonly what: SurgeKind
  readonly where: SurgePlace
  /** `12:00`, by the operator's zone. */
  readonly from: string
  readonly count: number
  readonly usual: number
}

const whats: Record<SurgeKind, string> = { reports: '举报', unsubscribes: '退订', complaints: '投诉', charges: '扣费' }
const places: Record<SurgePlace['kind'], string> = { all: '全网', port: '端口', partner: '合作方', district: '地区' }

/** What the officer on duty reads by SMS: what rose, where, against what. */
export const surgeAlarm = ({ what, where, from, count, usual }: Surge): string =>
  `【突增预警】${places[where.kind]}${where.id}${whats[what]}突增：${from}起的一小时已有${count}件，往周同时段通常${usual}件。详见控制台“预警”。`
