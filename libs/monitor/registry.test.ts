import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { OwnWays } from './all-ways.ts'
import { Registry } from './registry.ts'

const ways = new OwnWays(defaultPolicy.monitor)
const told = { at: 0, sub: 0, block: 0 }

it('a service that another partner takes over is that one’s from then on, as after a restart', () => {
  const registry = new Registry(ways)
  const own = () => [...registry.byPartner()].map(([partner, units]) => [partner, units.map(({ id }) => id.name)])
  registry.learn({ ...told, kind: 'service', service: 'comics', partner: 'huayu' })
  registry.of({ ...told, kind: 'charge', service: 'comics', partner: 'huayu' })
  expect(own()).toEqual([['huayu', ['comics']]])
  registry.learn({ ...told, kind: 'service', service: 'comics', partner: 'joy' })
  expect(own()).toEqual([['joy', ['comics']]])
  const again = new Registry(ways)
  again.load(registry.save(), registry.all())
  expect([...again.byPartner().keys()]).toEqual(['joy'])
  expect(registry.of({ ...told, kind: 'complaint', partner: 'huayu' })).toBeUndefined()
  expect(registry.of({ ...told, kind: 'complaint', partner: 'joy' })?.id.partner).toBe('joy')
})

it('an app is known to ask for a partner, however many it brought people to long ago', () => {
  const registry = new Registry(ways)
  for (let n = 0; n < 60; n++) {
    const hour = n * 40 * 24
    Object.assign(registry.app('cn.torch', 'p0', hour, `p${n}`) ?? {}, { lastHour: hour })
  }
  expect(registry.broughtTo('cn.torch').filter(([, count]) => count > 0)).toEqual([
    ['p58', 1],
    ['p59', 1],
  ])
})

it('a port that has the name of a service is told to nobody as that service', () => {
  const followed: string[] = []
  const listening = Object.assign(new OwnWays(defaultPolicy.monitor), {
    follow: ({ kind, name }: { kind: string; name: string }) => void followed.push(`${kind} ${name}`),
  })
  const registry = new Registry(listening)
  for (const kind of ['charge', 'charge'] as const) registry.of({ ...told, kind, service: '10690001' })
  registry.of({ ...told, kind: 'spam', port: '10690001' })
  registry.of({ ...told, kind: 'spam', port: '10690001', partner: 'huayu' })
  expect(followed).toEqual([])
  registry.of({ ...told, kind: 'charge', service: '10690001', partner: 'huayu' })
  expect(followed).toEqual(['service 10690001'])
})
