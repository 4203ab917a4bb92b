import { caseCharges, monitorObservations } from '#contracts'
import { observe } from '#monitor'
import { edgeRecord } from '#service'
import { Population } from '../tools/population/population.ts'
import { home } from '../tools/population/world.ts'
import type { TestGateway } from './gateway.ts'

const DAY = 86_400_000
const MINUTE = 60_000
const DAYS = 28
/** What was observed within so long stands in one message, as an archive is read. */
const TOGETHER = 10 * MINUTE
const BATCH = 500

const world = {
  ...home,
  plain: { ...home.plain, perDay: 5 },
  size: { wide: 0.5, most: 14, leastMalicious: 5 },
}
const houses = ['华夏', '星空', '金彩', '蓝海', '飞鸟', '东方', '银河', '长风', '青禾', '远山']
const trades = ['互动', '无线', '音乐', '科技']
const housesEn = [
  'Huaxia',
  'Starsky',
  'Goldhue',
  'Bluesea',
  'Swift',
  'Orient',
  'Galaxy',
  'Longwind',
  'Greenfield',
  'Farhill',
]
const tradesEn = ['Interactive', 'Wireless', 'Music', 'Technology']
const offers = ['每日天气', '笑话精选', '星座运程', '彩铃包月', '手机报']
const offersEn = ['Daily weather', 'Best jokes', 'Horoscope', 'Ring tones', 'Mobile paper']
const numberOf = (id: string): number => Number(/\d+/.exec(id)?.[0])

export const partnerNames = (id: string) => {
  const n = numberOf(id)
  const [house, trade] = [n % houses.length, Math.floor(n / houses.length) % trades.length]
  return { zh: `${houses[house]}${trades[trade]}`, en: `${housesEn[house]} ${tradesEn[trade]}` }
}
const serviceNames = (id: string) => {
  const n = (numberOf(id) + Number(/s(\d+)$/.exec(id)?.[1])) % offers.length
  return { zh: offers[n], en: offersEn[n] }
}

/**
 * Four weeks of forty partners (tools/population, seed 1), ending at the last midnight that the monitor can close: the
 * catalogue by import, what was observed as the archive has it, and each charge as its case finds it.
 * @returns when its last day ended
 */
export async function populate(on: TestGateway): Promise<number> {
  const { bus, clock, policy } = on.gateway.deps
  const population = new Population({ seed: 1, partners: 40, days: DAYS, malicious: 0.3, world })
  const days = [...population.days()]
  const lines = days.flat()
  const midnight = Date.parse(`${Temporal.Now.plainDateISO(policy.policy.timeZone)}T00:00:00+08:00`)
  const { latenessMinutes } = policy.policy.monitor
  const end = clock.now() - midnight > (latenessMinutes + 5) * MINUTE ? midnight : midnight - DAY
  const shift = end - DAYS * DAY - (lines[0]?.message.at as number)
  const moved = (value: unknown): unknown =>
    typeof value === 'number' && value > 1e12
      ? value + shift
      : Array.isArray(value)
        ? value.map(moved)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, moved(each)]))
          : value

  const set = (type: string) => (days[0] ?? []).flatMap(({ message }) => (message.type === type ? [message.data] : []))
  const upload = async (kind: string, head: string, rows: readonly unknown[][]) => {
    const csv = [head, ...rows.map((each) => each.join(','))].join('\n')
    const { status, text } = await on.call('POST', `/v1/import/${kind}`, `${csv}\n`, {
      headers: { 'content-type': 'text/csv' },
    })
    if (status !== 200) throw new Error(`${kind}: ${status} ${text}`)
  }
  await upload(
    'partners',
    'partner_id,name_zh,name_en,kind',
    (set('partner.set') as { partnerId: string; kind: string }[]).map(({ partnerId, kind }) => {
      const { zh, en } = partnerNames(partnerId)
      return [partnerId, zh, en, kind]
    }),
  )
  type Offered = Record<'serviceId' | 'partnerId' | 'port' | 'period' | 'window' | 'code', string> & {
    tariffFen: number
  }
  await upload(
    'services',
    'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code',
    (set('service.set') as Offered[]).map(({ serviceId, partnerId, port, tariffFen, period, window, code }) => {
      const { zh, en } = serviceNames(serviceId)
      return [serviceId, partnerId, port, zh, en, tariffFen, period, window, code]
    }),
  )

  const told: { at: number; seen: object[] }[] = []
  const charges: { chargeId: string; granted: boolean }[] = []
  for (const { topic, key, message } of lines) {
    if (topic === 'consent.receipts') continue
    const at = message.at + shift
    const data = moved(message.data)
    const seen = observe(topic, key, { type: message.type, at, data })
    if (typeof seen === 'string') continue
    const last = told.at(-1)
    if (last && at - last.at < TOGETHER && last.seen.length < 100) last.seen.push(...seen)
    else if (seen.length > 0) told.push({ at, seen: [...seen] })
    if (message.type === 'charge.judged') charges.push(data as (typeof charges)[number])
  }
  const publish = async (records: readonly ReturnType<typeof edgeRecord>[]) => {
    for (let from = 0; from < records.length; from += BATCH) await bus.publish(records.slice(from, from + BATCH))
  }
  await publish(
    charges.map(({ granted: _, ...data }) =>
      edgeRecord(caseCharges, bus, data.chargeId, {
        ...{ id: `known-${data.chargeId}`, at: end, corr: 'population', type: 'charge.known', data },
      }),
    ),
  )
  await publish(
    told.map(({ at, seen }, n) =>
      edgeRecord(monitorObservations, bus, 'all', {
        ...{ id: `seen-${n}`, at, corr: 'population', type: 'seen', data: { seen } },
      }),
    ),
  )
  return end
}
