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
