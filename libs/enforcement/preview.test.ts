import { domainToASCII } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { BlockTarget } from '#contracts'
import { defaultPolicy, LivePolicy, versionPolicy } from '#policy'
import { Catalogue, NetworkBlocks } from '#reference'
import type { Deps } from '#service'
import { previewOf } from './preview.ts'

const NOW = Date.parse('2026-11-26T12:00:00+08:00')

/* Before a block is placed people see what it would have stopped (docs/rules.md, "Blocks for everybody"). */
describe('what a block would have stopped', () => {
  const catalogue = new Catalogue()
  for (const [port, partnerId] of [
    ['10661234', 'huayu'],
    ['106612349', 'mellow'],
    ['10664001', 'skycast'],
  ] as const)
    catalogue.apply({
      ...{ id: 'p', type: 'port.set', v: 1, at: 1, corr: '' },
      data: { port, partnerId, category: 'jokes', classes: ['service'], version: 1, from: 1 },
    })
  const sent: Record<string, number> = { '10661234': 20_000, '106612349': 30, '10664001': 4 }
  const deps = {
    catalogue,
    clock: { now: () => NOW },
    network: new NetworkBlocks([], (sender, at) => catalogue.portOf(sender, at)),
    policy: new LivePolicy(versionPolicy(defaultPolicy)),
    store: {
      load: async (_process: string, ports: string[]) =>
        new Map(
          ports.map((port) => [
            port,
            { body: { days: { '2026-11-26': { service: { allowed: sent[port], refused: 0 } } } } },
          ]),
        ),
    },
  } as unknown as Deps
  const of = async (kind: BlockTarget['kind'], value: string) => {
    const { known, stopped, at_most, ports, two_people } = await previewOf(deps, { kind, value }, 'all')
    return { known, stopped: stopped.service, at_most, ports: ports.map(({ port }) => port), two_people }
  }

  it.each([
    ['a port', 'port', '10664001', { stopped: 4, at_most: false, ports: ['10664001'], two_people: false }],
    ['an extension: at most its port’s', 'port', '1066123401', { stopped: 20_000, at_most: true, two_people: true }],
    ['one that is said to be a number', 'number', '10661234012', { stopped: 20_000, at_most: true, two_people: true }],
    ['an extension of a small port', 'port', '1066400101', { stopped: 4, at_most: true, two_people: false }],
    ['a port within another', 'port', '106612349', { stopped: 30, at_most: false, ports: ['106612349'] }],
    ['a prefix of both', 'prefix', '106612', { stopped: 20_030, at_most: false }],
    ['a prefix within a port', 'prefix', '106612340', { stopped: 20_000, at_most: true, ports: ['10661234'] }],
    ['nobody’s', 'port', '10669999', { known: false, stopped: 0, at_most: false, ports: [], two_people: false }],
    ['a swindler’s domain', 'domain', 'icbc-safe.top', { known: false, stopped: 0, at_most: false, two_people: false }],
    ['a domain that many link to', 'domain', 'qq.com', { known: false, at_most: false, two_people: true }],
    ['a host where many have pages', 'domain', 'mp.weixin.qq.com', { known: false, two_people: true }],
    ['a bank’s own host', 'domain', 'mybank.icbc.com.cn', { known: false, two_people: true }],
    ['a shop’s own host', 'domain', 'm.jd.com', { known: false, two_people: true }],
    ['a host where anybody keeps files', 'domain', 'pan.10086.cn', { known: false, two_people: true }],
    ['a seller’s host', 'domain', 'shop1.taobao.com', { known: false, two_people: false }],
    ['a page that one of them has there', 'domain', 'win.qzone.qq.com', { known: false, two_people: false }],
    ['where anybody has a page', 'domain', 'herokuapp.com', { known: false, at_most: false, two_people: true }],
    ['a person’s number', 'number', '8613800138000', { known: false, stopped: 0, at_most: false, two_people: false }],
  ] as const)('%s', async (_what, kind, value, expected) => {
    expect(await of(kind, value)).toMatchObject({ known: true, ...expected })
  })

  it.each([
    ['аpple.com', 'xn--pple-43d.com', 'apple.com'],
    ['аррӏе.com', 'xn--80ak6aa92e.com', 'apple.com'],
    ['αlipay.com', 'xn--lipay-c9d.com', 'alipay.com'],
    ['göogle.com', 'xn--gogle-jua.com', 'google.com'],
    ['apple.com', 'apple.com', undefined],
    ['中国.cn', 'xn--fiqs8s.cn', undefined],
  ])('a domain that reads like another says so: %s', async (written, value, plain) => {
    expect(domainToASCII(written)).toBe(value)
    const { looks_like } = await previewOf(deps, { kind: 'domain', value }, 'all')
    expect(looks_like).toEqual(plain === undefined ? undefined : { written, plain })
  })
})
