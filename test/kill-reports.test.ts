import { describe, expect, it } from 'vitest'
import { Client } from '../tools/cli/client.ts'
import { Fleet } from './fleet.ts'
import { ADMIN_KEY, modes } from './gateway.ts'
import { until } from './until.ts'

const REPORTERS = 8
const CODE = '10086999'
const reporter = (i: number) => `86158${10_000_000 + i}`
const text = (i: number) => `恭喜您抽中第${'零一二三四五六七'[i]}奖，请点击dwz.cn/a${i}领取`

const all = Array.from({ length: REPORTERS }, (_, i) => i)

/** Each reporter texts something, and hears what it makes; the gateway is killed as it is on its way, and once more after. */
async function say(
  fleet: Fleet,
  texts: (i: number) => string,
  heard: string,
  crashes: readonly string[],
): Promise<void> {
  const isHeard = (i: number) => fleet.inbox.some((mt) => mt.to === reporter(i) && mt.text.includes(heard))
  let child = await fleet.start(crashes[0])
  const said = Promise.all(all.map((i) => fleet.deliver(reporter(i), texts(i), CODE)))
  for (const crash of [...crashes.slice(1), '']) {
    await until('it died by its own hand', () => Fleet.isGone(child))
    child = await fleet.start(crash)
  }
  await said
  await until(`all hear ${heard}`, () => all.every(isHeard))
  await Fleet.end(child)
}

describe.each(modes)('kill -9 between a text and its sender, %s', (mode) => {
  it('each text is one report with its own sender, nothing is lost, and whoever takes over knows the texts', async () => {
    const fleet = new Fleet(mode)
    try {
      await fleet.open()
      await say(fleet, text, '请回复发来这条短信的号码', ['in-transaction:9', 'committed:9'])
      await say(fleet, (i) => `1066123${i}`, '已受理您对1066123', ['committed:9', 'in-transaction:9'])
      const last = await fleet.start()
      const client = new Client({ QUADZERO_URL: fleet.url, ADMIN_KEY })
      const list = async () =>
        (
          (await client.json('GET', '/v1/report-cases?status=open&limit=200')) as {
            items: { text: string; sender: { address: string } }[]
          }
        ).items.map((each) => `${each.sender.address} ${each.text}`)
      const expected = all.map((i) => `1066123${i} ${text(i)}`)
      await expect.poll(async () => (await list()).sort()).toEqual(expected.sort())
      const campaigns = async () =>
        (
          (await new Client({ QUADZERO_URL: fleet.url, ADMIN_KEY }).json(
            'GET',
            '/v1/campaigns?status=proposed&limit=50',
          )) as { items: { id: string; reporters: number }[] }
        ).items.filter(({ id }) => id.startsWith('c'))
      await expect.poll(campaigns).toMatchObject([{ reporters: REPORTERS }])
      const [{ id } = { id: '' }] = await campaigns()
      await Fleet.end(last)
      await fleet.start()
      await fleet.deliver(reporter(REPORTERS), `10661239*${[...text(1)].join(' ')}`, CODE)
      await expect.poll(campaigns).toMatchObject([{ id, reporters: REPORTERS + 1 }])
    } finally {
      await fleet.close()
    }
  })
})
