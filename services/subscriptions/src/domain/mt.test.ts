import { describe, expect, it } from 'vitest'
import { defaultPolicy, protectedSenders } from '#policy'
import { Catalogue, NetworkBlocks } from '#reference'
import { exampleCatalogue } from '#reference/example'
import { refs } from './fixtures.ts'
import { judgeMt } from './mt.ts'

/* A port sends only within the hours that were approved for it (docs/rules.md, "Partners"). */
describe('a port’s hours', () => {
  const services = exampleCatalogue()
  const approved = {
    port: '10661234',
    partnerId: 'huayu',
    category: 'entertainment',
    classes: ['service', 'otp'] as ('service' | 'otp')[],
    version: 2,
    from: Date.parse('2026-11-01T00:00:00+08:00'),
  }
  const say = (data: object) =>
    services.apply({ id: 'p', type: 'port.set', v: 1, at: 1, corr: '', data: { ...approved, ...data } })
  say({ hours: { from: '08:00', to: '22:00' } })
  say({ version: 3, from: Date.parse('2026-12-01T00:00:00+08:00'), hours: { from: '21:00', to: '06:00' } })
  const at = (time: string, kind: 'service' | 'otp' = 'service') =>
    judgeMt(
      undefined,
      { from: '10661234', class: kind, text: '验证码 482913' },
      Date.parse(`${time}+08:00`),
      refs({}, services),
    ).rule

  it.each([
    ['2026-11-20T07:59:59', 'port.hours'],
    ['2026-11-20T08:00:00', 'allowed'],
    ['2026-11-20T21:59:59', 'allowed'],
    ['2026-11-20T22:00:00', 'port.hours'],
    // From December on by night.
    ['2026-12-02T23:30:00', 'allowed'],
    ['2026-12-02T05:59:00', 'allowed'],
    ['2026-12-02T06:00:00', 'port.hours'],
    // Before the approval with hours: at any.
    ['2026-10-20T03:00:00', 'allowed'],
  ])('at %s: %s', (time, rule) => {
    expect(at(time)).toBe(rule)
    expect(at(time, 'otp')).toBe(rule)
  })
})

/* A port's marketing is of its approved category; codes and notices are what they are (docs/rules.md, "Partners"). */
it('a port of entertainment advertises no loans, and a bank does', () => {
  const services = exampleCatalogue()
  let version = 1
  const rule = (category: string, kind: 'service' | 'marketing') => {
    version++
    const data = {
      port: '10661234',
      partnerId: 'huayu',
      category,
      classes: ['service', 'marketing'],
      version,
      from: 1,
    }
    services.apply({ id: 'p', type: 'port.set', v: 1, at: 1, corr: '', data: data as never })
    const text = '信用贷款当天放款，回T退订'
    return judgeMt(undefined, { from: '10661234', class: kind, text }, 2, refs({}, services)).rule
  }
  expect(rule('entertainment', 'marketing')).toBe('port.category')
  expect(rule('entertainment', 'service')).toBe('allowed')
  expect(rule('entertainment', 'marketing')).not.toBe(rule('finance', 'marketing'))
})

/* Whoever a verdict put out has no port any more (docs/rules.md, "Partners"). */
it('a port of a partner that was put out sends nothing, from that moment until its ban is over', () => {
  const since = Date.parse('2026-11-20T12:00:00+08:00')
  const services = exampleCatalogue()
  const say = (version: number, from: number, what: 'ended' | 'orders') => {
    const data = { partnerId: 'huayu', version, from, restraints: [{ what, case: '10002000' }] }
    services.apply({ id: 'r', type: 'partner.restrained', v: 1, at: from, corr: '', data })
  }
  say(1, since, 'ended')
  say(2, since + 1000, 'orders')
  const rule = (at: number) =>
    judgeMt(undefined, { from: '10661234', class: 'service', text: '您的验证结果已出。' }, at, refs({}, services)).rule
  expect([rule(since - 1), rule(since), rule(since + 1000)]).toEqual(['allowed', 'port.unknown', 'allowed'])
})

/* What is blocked for everybody (docs/rules.md, "Blocks for everybody"). */
it('a port that is blocked for everybody sends nothing, or no marketing, from that moment on', () => {
  const since = Date.parse('2026-11-20T12:00:00+08:00')
  const network = new NetworkBlocks([], (sender, at) => exampleCatalogue().portOf(sender, at))
  const rule = (port: string, kind: 'otp' | 'marketing', at = since) =>
    judgeMt(undefined, { from: port, class: kind, text: '验证码 482913' }, at, refs({}, exampleCatalogue(), network))
      .rule
  const block = (port: string, scope: 'all' | 'marketing', kind: 'port' | 'domain' = 'port') =>
    network.apply({
      id: 'b',
      type: 'block.set',
      v: 1,
      at: since,
      corr: '',
      data: { target: { kind, value: port }, version: 1, scope, from: since },
    })
  block('10661234', 'all')
  block('10664001', 'marketing')
  expect([rule('10661234', 'otp'), rule('10661234', 'otp', since - 1000)]).toEqual(['network.all', 'allowed'])
  expect([rule('10664001', 'otp'), rule('10664001', 'marketing')]).toEqual(['allowed', 'network.marketing'])
  const bill = { from: '10664001', class: 'service', text: '账单 bill.icbc-vip.com/a' } as const
  const billed = () => judgeMt(undefined, bill, since, refs({}, exampleCatalogue(), network)).rule
  expect(billed()).toBe('allowed')
  expect([rule('1066123401', 'otp'), rule('1066400101', 'otp'), rule('1066400101', 'marketing')]).toEqual([
    'network.all',
    'allowed',
    'network.marketing',
  ])
  block('icbc-vip.com', 'all', 'domain')
  expect(billed()).toBe('network.domain')
})

/* A yes to the number that asks is a consent: nobody else asks from it (docs/rules.md, "Short codes and words"). */
it('nobody sends from a short code because the number before it was approved, only by a record of its own', () => {
  const services = new Catalogue(protectedSenders(defaultPolicy))
  const approve = (port: string) =>
    services.apply({
      id: 'p',
      type: 'port.set',
      v: 1,
      at: 1,
      corr: '',
      data: { port, partnerId: 'operator', category: 'notices', classes: ['service'], version: 1, from: 1 },
    })
  const rules = () =>
    ['10086', '1008612', '10086901', '10086999'].map(
      (from) => judgeMt(undefined, { from, class: 'service', text: '回复Y' }, 2, refs({}, services)).rule,
    )
  approve('10086')
  expect(rules()).toEqual(['allowed', 'allowed', 'port.unknown', 'port.unknown'])
  approve('10086901')
  expect(rules()).toEqual(['allowed', 'allowed', 'allowed', 'port.unknown'])
})
