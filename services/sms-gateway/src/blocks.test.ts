import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { NetworkBlocks } from '#reference'
import { exampleCatalogue } from '#reference/example'
import { BlockIndex } from './blocks.ts'
import { checkMt } from './http/mt.ts'

/* As the subscriber’s own lane judges it: services/subscriptions/src/domain/port.test.ts. */
it('what a subscriber blocked of a number or of its port is refused at once, by the stronger of the two', () => {
  const catalogue = exampleCatalogue()
  const blocks = new BlockIndex()
  const deps = { catalogue, network: new NetworkBlocks(), policy: { policy: defaultPolicy } }
  const check = (from: string, kind: 'otp' | 'marketing' = 'otp', key = 'lin') =>
    checkMt(
      deps as unknown as Parameters<typeof checkMt>[0],
      blocks,
      { key, from, class: kind },
      { now: 2, partner: undefined },
    )
  const registers = (port: string, partnerId: string) => {
    const data = { port, partnerId, category: 'c', classes: ['otp', 'marketing'], version: 1, from: 1 }
    catalogue.apply({ id: 'p', type: 'port.set', v: 1, at: 1, corr: '', data } as Parameters<typeof catalogue.apply>[0])
  }
  registers('10669999', 'huayu')
  blocks.set('lin', [
    { port: '10669999', scope: 'marketing' },
    { port: '1066999901', scope: 'full' },
  ])
  expect(['1066999901', '10669999', '1066999902'].map((from) => check(from))).toEqual([
    'block.full',
    'allowed',
    'allowed',
  ])
  expect([check('1066999902', 'marketing'), check('1066999901', 'otp', 'another')]).toEqual([
    'block.marketing',
    'allowed',
  ])
  blocks.set('lin', [{ port: '10669999', scope: 'full' }])
  registers('1066999903', 'huayu')
  registers('1066999904', 'jianghang')
  expect(['1066999901', '1066999903', '1066999904'].map((from) => check(from))).toEqual([
    'block.full',
    'block.full',
    'allowed',
  ])
  blocks.set('lin', [])
  expect([check('1066999903'), blocks.size]).toEqual(['allowed', 0])
})
