import { describe, expect, it } from 'vitest'
import { Client } from '../tools/cli/client.ts'
import { Fleet } from './fleet.ts'
import { ADMIN_KEY, modes } from './gateway.ts'
import { until } from './until.ts'

const REPORTERS = 6
const PORT = '10661234'
const TEXT = '【鑫贷通】急用钱不求人！凭身份证即可办理，额度最高20万，当天放款到账，无需抵押手续简单，详询鑫经理'
const reporter = (i: number) => `86157${10_000_000 + i}`
const all = Array.from({ length: REPORTERS }, (_, i) => i)

interface Shown {
  readonly id: string
  readonly reporters: number
  readonly status: string
  readonly decided?: { readonly blocks: readonly { readonly state: string }[] }
}

describe.each(modes)('kill -9 between a decision, its block and its reporters, %s', (mode) => {
  it('the block holds, and each hears the outcome once', async () => {
    const fleet = new Fleet(mode)
    try {
      await fleet.open()
      let child = await fleet.start()
      const call = async <T>(method: string, path: string, body?: object): Promise<T> =>
        (await new Client({ QUADZERO_URL: fleet.url, ADMIN_KEY }).json(method, path, body)) as T
      const told = (i: number) =>
        fleet.inbox.filter((mt) => mt.to === reporter(i) && mt.text.includes(`举报的${PORT}已于`)).length
      await Promise.all(all.map((i) => fleet.deliver(reporter(i), `${PORT}*${TEXT}`, '10086999')))
      const campaign = async () =>
        (await call<{ items: Shown[] }>('GET', '/v1/campaigns?status=proposed')).items.find(({ id }) => id[0] === 'c')
      await until('all are counted', async () => (await campaign())?.reporters === REPORTERS)
      const { id } = (await campaign()) as Shown
      await Fleet.end(child)
      // Each dies as it is on its way: with the command, with the block, with those who are told.
      for (const crash of ['committed:1', 'in-transaction:2', 'committed:2', 'committed:3', 'in-transaction:4']) {
        child = await fleet.start(crash)
        const targets = [{ kind: 'port', value: PORT }]
        const wish = { note: '已核实', outcome: 'blocked', proven: true, targets }
        // Who decides is not answered by one that dies, and does it again, until it is decided.
        const isDecided = async () => (await call<Shown>('GET', `/v1/campaigns/${id}`)).status === 'decided'
        if (!(await isDecided().catch(() => false)))
          await call('POST', `/v1/campaigns/${id}/decide`, wish).catch(() => undefined)
        await until('it died, or has nothing left to do', async () => Fleet.isGone(child) || all.every(told))
        await Fleet.end(child)
      }
      await fleet.start()
      await until('all hear of it', () => all.every(told))
      const { decided } = await call<Shown>('GET', `/v1/campaigns/${id}`)
      expect(decided?.blocks).toMatchObject([{ state: 'holds' }])
      const items = [{ from: PORT, to: reporter(0), class: 'service' }]
      const { items: checked } = await call<{ items: { rule: string }[] }>('POST', '/v1/mt/check', { items })
      expect(checked[0]?.rule).toBe('network.all')
      expect(all.map(told)).toEqual(all.map(() => 1))
    } finally {
      await fleet.close()
    }
  })
})
