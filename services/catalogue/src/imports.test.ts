import { expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import { parseMessage, serviceUsage } from '#contracts'
import { observe } from '#monitor'
import { Catalogue } from '#reference'
import type { Deps } from '#service'
import { recordOf } from './imports.ts'

const catalogue = new Catalogue()
const comics = { serviceId: 'comics', partnerId: 'huayu', port: '10661', nameZh: '漫画', nameEn: 'Comics' }
catalogue.apply({
  id: 's1',
  type: 'service.set',
  v: 1,
  at: 1,
  corr: 's1',
  data: { ...comics, tariffFen: 800, period: 'month', window: '24h', code: 'A', version: 1, from: 1 },
})
const deps = {
  catalogue,
  bus: { partitions: 4 },
  config: { COUNTRY: 'CN' },
  clock: { now: () => 1_782_000_000_000 },
  keyOf: (msisdn: string) => `k${msisdn.length}`,
} as unknown as Deps

it('a file of use says who used what; the monitor counts it, and keeps no number', () => {
  const rows: Record<string, string>[] = [{ count: '3' }, {}]
  for (const row of rows) {
    const told = recordOf('usage', { msisdn: '135 0013 6130', service_id: 'comics', ...row }, deps) as OutRecord
    expect([told.topic, told.key]).toEqual(['service.usage', 'k13'])
    expect(parseMessage(serviceUsage, told.message).data).toMatchObject({
      msisdn: '8613500136130',
      serviceId: 'comics',
    })
    const seen = observe(told.topic, told.key, told.message)
    expect(seen).toMatchObject([{ kind: 'usage', service: 'comics' }])
    expect(JSON.stringify(seen)).not.toContain('3500136130')
  }
})

it.each([
  [{ msisdn: '12', service_id: 'comics' }, /msisdn: not a subscriber’s number/],
  [{ msisdn: '13500136130', service_id: 'unheard' }, /service_id: there is no such service/],
  [{ msisdn: '13500136130', service_id: 'comics', count: '0' }, /count: how often it was used/],
  [{ msisdn: '13500136130', service_id: 'comics', count: 'many' }, /count: how often it was used/],
])('a row of use that cannot be is refused with what is wrong: %j', (row, words) => {
  expect(recordOf('usage', row as never, deps)).toMatch(words)
})

it('what a case keeps its partner from something for goes to nobody else meanwhile, and changes as before', () => {
  const [held, message] = [new Catalogue(), { v: 1 as const, at: 1, corr: '' }]
  for (const partnerId of ['huayu', 'fresh']) {
    const data = { partnerId, nameZh: partnerId, nameEn: partnerId, kind: 'music', version: 1, from: 1 }
    held.apply({ ...message, id: partnerId, type: 'partner.set', data })
  }
  const terms = { tariffFen: 800, period: 'month' as const, window: '24h' as const, code: 'A', version: 1, from: 1 }
  held.apply({ ...message, id: 's', type: 'service.set', data: { ...comics, ...terms } })
  const port = { port: '10661', partnerId: 'huayu', category: 'comics', classes: ['service' as const], version: 1 }
  held.apply({ ...message, id: 'p', type: 'port.set', data: { ...port, from: 1 } })
  const kept = (version: number, restraints: { what: 'orders' | 'charges'; serviceId?: string }[]) => {
    const data = { partnerId: 'huayu', version, restraints: restraints.map((each) => ({ ...each, case: '10002000' })) }
    held.apply({ ...message, id: `r${version}`, type: 'partner.restrained', data: { ...data, from: version } })
  }
  const takes = (kind: 'services' | 'ports', partner_id: string) => {
    const service = { service_id: 'comics', name_zh: '漫画', name_en: 'Comics 2', tariff_fen: '800', period: 'month' }
    const row: Record<string, string> =
      kind === 'services' ? { ...service, window: '24h', code: 'A' } : { category: 'games', classes: 'service' }
    const made = recordOf(kind, { port: '10661', partner_id, ...row }, {
      ...deps,
      catalogue: held,
      policy: {},
    } as never)
    return typeof made === 'string' ? made : 'taken'
  }
  const all = () => [takes('services', 'fresh'), takes('ports', 'fresh'), takes('services', 'huayu')]
  expect(all()).toEqual(['taken', 'taken', 'taken'])
  kept(2, [{ what: 'charges', serviceId: 'comics' }])
  expect(all()).toEqual([expect.stringMatching(/^partner_id: a case keeps/), 'taken', 'taken'])
  kept(3, [{ what: 'orders' }])
  expect(all().map((each) => each.slice(0, 12))).toEqual(['partner_id: ', 'partner_id: ', 'taken'])
  kept(4, [])
  expect(all()).toEqual(['taken', 'taken', 'taken'])
})
