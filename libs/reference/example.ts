import type { Terms } from '#contracts'
import { Catalogue } from './catalogue.ts'

const partner = (partnerId: string, nameZh: string, nameEn: string) =>
  ({
    id: partnerId,
    type: 'partner.set',
    v: 1,
    at: 1,
    corr: '',
    data: { partnerId, nameZh, nameEn, kind: 'sp', version: 1, from: 0 },
  }) as const
const service = (
  serviceId: string,
  partnerId: string,
  port: string,
  nameZh: string,
  nameEn: string,
  tariffFen: number,
  code: string,
  terms: Partial<Terms> = {},
) =>
  ({
    id: serviceId,
    type: 'service.set',
    v: 1,
    at: 1,
    corr: '',
    data: {
      serviceId,
      partnerId,
      port,
      nameZh,
      nameEn,
      tariffFen,
      period: 'month',
      ...terms,
      window: terms.period === 'once' ? '60m' : '24h',
      code,
      version: 1,
      from: 0,
    },
  }) as const
const port = (number: string, partnerId: string) =>
  ({
    id: number,
    type: 'port.set',
    v: 1,
    at: 1,
    corr: '',
    data: {
      port: number,
      partnerId,
      category: 'information',
      classes: ['service', 'otp', 'marketing'],
      version: 1,
      from: 0,
    },
  }) as const

/**
 * Huayu has two services on one port, Mellow one monthly and one for single use; Skycast a cheap one with marketing on its
 * port, and one with a trial.
 */
export function exampleCatalogue(): Catalogue {
  const made = new Catalogue()
  for (const message of [
    partner('huayu', '华娱互动', 'Huayu Interactive'),
    partner('mellow', '悦听音乐', 'Mellow Music'),
    partner('skycast', '天象万通', 'Skycast Weather'),
    service('joke', 'huayu', '10661234', '每日笑话', 'Daily Jokes', 500, 'XH'),
    service('star', 'huayu', '10661234', '明星八卦', 'Star News', 800, 'BG'),
    service('ring', 'mellow', '10663456', '彩铃包月', 'Ringback Monthly', 550, 'CL'),
    service('song', 'mellow', '10663456', '单曲下载', 'Single Download', 200, 'DQ', { period: 'once' }),
    service('weather', 'skycast', '10664001', '气象短信', 'Weather SMS', 200, 'QX'),
    service('traffic', 'skycast', '10664002', '路况快报', 'Traffic Report', 300, 'LK', { trialDays: 30 }),
    service('offers', 'skycast', '10664001', '优惠活动', 'Offers', 0, 'YX', {
      period: 'marketing',
      perWeek: 2,
      months: 6,
    }),
    port('10661234', 'huayu'),
    port('10663456', 'mellow'),
    port('10664001', 'skycast'),
    port('10664002', 'skycast'),
  ])
    made.apply(message as Parameters<Catalogue['apply']>[0])
  return made
}
