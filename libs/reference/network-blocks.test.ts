import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { BlockTarget } from '#contracts'
import { NetworkBlocks } from './network-blocks.ts'

const NOON = Date.parse('2026-11-26T12:00:00Z')
const HOUR = 3_600_000
type Span = { scope: 'all' | 'marketing'; from: number; until?: number }

let version = 0
const block = (blocks: NetworkBlocks, target: BlockTarget, span: Partial<Span> & { before?: Span } = {}) =>
  blocks.apply({
    id: 'x',
    type: 'block.set',
    v: 1,
    at: NOON,
    corr: '',
    data: { target, version: ++version, scope: 'all', from: NOON, ...span },
  })
const white = (blocks: NetworkBlocks, target: BlockTarget, retired = false) =>
  blocks.apply({
    id: 'x',
    type: 'white.set',
    v: 1,
    at: NOON,
    corr: '',
    data: { target, version: ++version, kind: 'bank', ...(retired ? { retired } : {}) },
  })

describe('a block for everybody', () => {
  it('of a port is of its extensions as well, and one of an extension of that alone', () => {
    const portOf = (sender: string) => (/^1066(?:1234|4001)/.test(sender) ? sender.slice(0, 8) : sender)
    const blocks = new NetworkBlocks([], portOf)
    const rule = (sender: string, isMarketing = false) => blocks.stops(sender, isMarketing, NOON)
    block(blocks, { kind: 'port', value: '10661234' }, { scope: 'marketing' })
    block(blocks, { kind: 'port', value: '1066400101' })
    expect([rule('1066123401', true), rule('1066123401')]).toEqual(['network.marketing', undefined])
    expect([rule('1066400101'), rule('1066400102'), rule('10664001')]).toEqual(['network.all', undefined, undefined])
    block(blocks, { kind: 'port', value: '10661234' })
    expect([rule('1066123401'), rule('10661234'), rule('1066400102')]).toEqual([
      'network.all',
      'network.all',
      undefined,
    ])
    white(blocks, { kind: 'port', value: '1066123401' })
    expect([rule('1066123401'), rule('1066123402')]).toEqual([undefined, 'network.all'])
  })

  it('of what has digits behind a port on the white list takes two people, and a prefix does not stop it', () => {
    const blocks = new NetworkBlocks(['10086'])
    white(blocks, { kind: 'port', value: '95588' })
    for (const value of ['9558801', '95588', '100861'])
      expect([value, blocks.isWhite({ kind: 'port', value }, NOON)]).toEqual([value, true])
    for (const value of ['95589', '9558', '1008', '1066558801'])
      expect([value, blocks.isWhite({ kind: 'port', value }, NOON)]).toEqual([value, false])
    block(blocks, { kind: 'prefix', value: '9558' })
    expect([blocks.stops('9558801', false, NOON), blocks.stops('9558901', false, NOON)]).toEqual([
      undefined,
      'network.all',
    ])
  })

  it('of a prefix holds against whom a shorter entry of the white list is not about: a port of its own, and its extensions', () => {
    const registered = ['10661', '1066123', '10661234']
    const portOf = (sender: string) => registered.findLast((port) => sender.startsWith(port)) ?? sender
    const blocks = new NetworkBlocks([], portOf, (address) => registered.includes(address))
    white(blocks, { kind: 'port', value: '10661' })
    block(blocks, { kind: 'prefix', value: '1066' })
    const senders = ['10661', '1066199', '10661234', '1066123401', '1066123', '10662']
    expect(senders.filter((sender) => blocks.stops(sender, false, NOON) === undefined)).toEqual(['10661', '1066199'])
    const isWhite = () => senders.map((value) => blocks.isWhite({ kind: 'port', value }, NOON))
    expect(isWhite()).toEqual([true, true, false, false, false, false])
    // Listed itself it is, with its extensions.
    white(blocks, { kind: 'port', value: '10661234' })
    expect(isWhite()).toEqual([true, true, true, true, false, false])
    expect(blocks.stops('1066123401', false, NOON)).toBeUndefined()
  })

  it('stops a port, a number, a name and what begins alike, and nobody else', () => {
    const blocks = new NetworkBlocks()
    block(blocks, { kind: 'port', value: '10661234' })
    block(blocks, { kind: 'number', value: '8613800138000' })
    block(blocks, { kind: 'port', value: 'ICBC' })
    block(blocks, { kind: 'prefix', value: '1252013' }, { scope: 'marketing' })
    const rule = (sender: string, isMarketing = false) => blocks.stops(sender, isMarketing, NOON)
    expect(['10661234', '8613800138000', 'ICBC'].map((each) => rule(each))).toEqual(Array(3).fill('network.all'))
    expect(['1066123', '106612345', '010661234', '8613800138001', 'ICB', ''].map((each) => rule(each))).toEqual(
      Array(6).fill(undefined),
    )
    expect([rule('12520138001', true), rule('12520138001'), rule('125201', true)]).toEqual([
      'network.marketing',
      undefined,
      undefined,
    ])
  })

  it('holds from its date until its end, and what held before it holds for what was sent before', () => {
    const blocks = new NetworkBlocks()
    const port: BlockTarget = { kind: 'port', value: '10661234' }
    block(blocks, port, { from: NOON, until: NOON + HOUR })
    const at = (hours: number) => blocks.stops('10661234', false, NOON + hours * HOUR)
    expect([at(-0.001), at(0), at(0.9), at(1)]).toEqual([undefined, 'network.all', 'network.all', undefined])
    const before = { scope: 'all', from: NOON, until: NOON + HOUR } as const
    block(blocks, port, { scope: 'marketing', from: NOON + HOUR, before })
    expect(at(0.5)).toBe('network.all')
    expect([at(2), blocks.stops('10661234', true, NOON + 2 * HOUR)]).toEqual([undefined, 'network.marketing'])
  })

  it('is protected from by the white list however the sender was listed, and for all names of a domain', () => {
    const blocks = new NetworkBlocks(['110'])
    white(blocks, { kind: 'number', value: '861062345678' })
    white(blocks, { kind: 'port', value: '95588' })
    white(blocks, { kind: 'domain', value: 'mybank.icbc.com.cn' })
    const isWhite = (kind: BlockTarget['kind'], value: string) => blocks.isWhite({ kind, value }, NOON)
    expect([isWhite('port', '861062345678'), isWhite('number', '95588'), isWhite('port', '110')]).toEqual([
      true,
      true,
      true,
    ])
    expect(
      ['mybank.icbc.com.cn', 'a.mybank.icbc.com.cn', 'icbc.com.cn'].map((each) => isWhite('domain', each)),
    ).toEqual(Array(3).fill(true))
    expect(['ybank.icbc.com.cn', 'notmybank.icbc.com.cn', 'bc.com.cn'].map((each) => isWhite('domain', each))).toEqual(
      Array(3).fill(false),
    )
    // The name above is blocked by two people: what is protected below it goes on, until it is blocked itself.
    block(blocks, { kind: 'domain', value: 'icbc.com.cn' })
    const stops = (name: string) => blocks.stopsDomain(name, NOON)
    expect([stops('x.icbc.com.cn'), stops('mybank.icbc.com.cn'), stops('a.mybank.icbc.com.cn')]).toEqual([
      true,
      false,
      false,
    ])
    block(blocks, { kind: 'domain', value: 'mybank.icbc.com.cn' })
    expect(stops('a.mybank.icbc.com.cn')).toBe(true)
    white(blocks, { kind: 'domain', value: 'mybank.icbc.com.cn' }, true)
    expect(isWhite('domain', 'icbc.com.cn')).toBe(false)
  })

  it('is not in the feed of a web filter when a name on the white list lies below it, for as long as it does', () => {
    const blocks = new NetworkBlocks()
    const names = () => blocks.domains(NOON).names
    block(blocks, { kind: 'domain', value: 'pages.example' })
    block(blocks, { kind: 'domain', value: 'evil.top' })
    const [first, second] = ['bank.pages.example', 'a.bank.pages.example'].map(
      (value): BlockTarget => ({ kind: 'domain', value }),
    ) as [BlockTarget, BlockTarget]
    const before = blocks.domainsVersion
    for (const each of [first, second, second]) white(blocks, each)
    expect([names(), blocks.domainsVersion > before]).toEqual([['evil.top'], true])
    const isWhite = (value: string) => blocks.isWhite({ kind: 'domain', value }, NOON)
    expect(['pages.example', 'bank.pages.example', 'other.pages.example', 'evil.top'].map(isWhite)).toEqual([
      true,
      true,
      false,
      false,
    ])
    white(blocks, first, true)
    expect([names(), isWhite('pages.example')]).toEqual([['evil.top'], true])
    white(blocks, second, true)
    white(blocks, second, true)
    expect([names(), isWhite('pages.example')]).toEqual([['evil.top', 'pages.example'], false])
  })

  it('takes as long to look for in a long white list as in a short one', () => {
    const looks = (listed: number): number => {
      const blocks = new NetworkBlocks()
      for (let n = 0; n < listed; n++) white(blocks, { kind: 'domain', value: `n${n}.bank.cn` })
      const starts = vi.spyOn(String.prototype, 'startsWith')
      try {
        for (let n = 0; n < 50; n++) blocks.isWhite({ kind: 'domain', value: `a.b${n}.top` }, NOON)
        return starts.mock.calls.length
      } finally {
        starts.mockRestore()
      }
    }
    expect(looks(500)).toBe(looks(5))
  })

  it('of a prefix leaves alone who is on the white list, the operator and emergencies', () => {
    const blocks = new NetworkBlocks(['10086', '110'])
    block(blocks, { kind: 'prefix', value: '10' })
    block(blocks, { kind: 'prefix', value: '955' })
    white(blocks, { kind: 'port', value: '95588' })
    const rule = (sender: string) => blocks.stops(sender, false, NOON)
    expect(['10086', '95588', '10661234', '95599'].map(rule)).toEqual([
      undefined,
      undefined,
      'network.all',
      'network.all',
    ])
    expect(blocks.isWhite({ kind: 'prefix', value: '100' }, NOON)).toBe(true)
    white(blocks, { kind: 'port', value: '95588' }, true)
    expect(rule('95588')).toBe('network.all')
    // By its own name two people block it after all.
    block(blocks, { kind: 'port', value: '10086' })
    expect(rule('10086')).toBe('network.all')
  })

  it('of a domain stops the names below it', () => {
    const blocks = new NetworkBlocks()
    block(blocks, { kind: 'domain', value: 'icbc-vip.com.cn' })
    const stops = (name: string) => blocks.stopsDomain(name, NOON)
    expect(['icbc-vip.com.cn', 'm.icbc-vip.com.cn', 'com.cn', 'vip.com.cn'].map(stops)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('of a domain stops texts with a link to it, however it is written; without one no text is read', () => {
    const blocks = new NetworkBlocks()
    const text = '登录 login。icbc-vip。com.cn/a 认证'
    expect(blocks.stopsText(text, NOON)).toBeUndefined()
    block(blocks, { kind: 'domain', value: 'icbc-vip.com.cn' })
    const rules = [text, 'ｉｃｂｃ－ｖｉｐ．ｃｏｍ．ｃｎ', 'icbc.com.cn', '您的账单已出'].map((each) =>
      blocks.stopsText(each, NOON),
    )
    expect(rules).toEqual(['network.domain', 'network.domain', undefined, undefined])
  })
})

it('keeps as many as come, and each is found again as it was: no two numbers are one', () => {
  const number = fc.stringMatching(/^\d{1,15}$/)
  const entries = fc.array(fc.tuple(number, fc.boolean()), { minLength: 1, maxLength: 3000, size: 'max' })
  fc.assert(
    fc.property(entries, fc.array(number, { maxLength: 200 }), (given, others) => {
      const blocks = new NetworkBlocks()
      const last = new Map(given)
      for (const [value, all] of given) block(blocks, { kind: 'port', value }, { scope: all ? 'all' : 'marketing' })
      expect(blocks.size).toBe(last.size)
      for (const value of [...last.keys(), ...others]) {
        const all = last.get(value)
        const expected = all === undefined ? undefined : all ? 'network.all' : 'network.marketing'
        expect(blocks.stops(value, true, NOON)).toBe(expected)
      }
    }),
    { numRuns: 15 },
  )
})
