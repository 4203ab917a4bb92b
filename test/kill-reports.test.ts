import { describe, expect, it } from 'vitest'
import { seeded } from '../libs/process/simulation/world.ts'
import { Client } from '../tools/cli/client.ts'
import { Fleet } from './fleet.ts'
import { ADMIN_KEY, type Mode } from './gateway.ts'
import { hasServers } from './servers.ts'
import { until } from './until.ts'

const REPORTERS = 8
const CODE = '10086999'
const reporter = (i: number) => `86158${10_000_000 + i}`
const text = (i: number) => `恭喜您抽中第${'零一二三四五六七'[i]}奖，请点击dwz.cn/a${i}领取`

/** Each forwards a text, is asked for its sender, and says it. */
const live = (fleet: Fleet): Promise<unknown> =>
  Promise.all(
    Array.from({ length: REPORTERS }, async (_, i) => {
      const heard = (word: string) => () => fleet.inbox.some((mt) => mt.to === reporter(i) && mt.text.includes(word))
      await fleet.deliver(reporter(i), text(i), CODE)
      await until('the sender is asked for', heard('请回复发来这条短信的号码'), 150_000)
      await fleet.deliver(reporter(i), `1066123${i}`, CODE)
      await until('the report is taken', heard('已受理您对1066123'), 150_000)
    }),
  )

const modes: Mode[] = hasServers ? ['embedded', 'distributed'] : ['embedded']

describe.each(modes)('kill -9 between a text and its sender, %s', { timeout: 240_000 }, (mode) => {
  it('each text is one report with its own sender, and nothing is lost', async () => {
    const fleet = new Fleet(mode)
    try {
      await fleet.open()
      let child = await fleet.start()
      let done = false
      const living = live(fleet).finally(() => {
        done = true
      })
      const random = seeded(20_261_126)
      for (let kill = 0; kill < 4 && !done; kill++) {
        await new Promise((resolve) => setTimeout(resolve, 100 + random() * (mode === 'embedded' ? 250 : 1500)))
        await Fleet.end(child)
        child = await fleet.start(kill === 1 ? 'in-transaction:9' : kill === 2 ? 'committed:9' : '')
        if (child.signalCode !== null || child.exitCode !== null) child = await fleet.start()
      }
      if (child.signalCode !== null || child.exitCode !== null) child = await fleet.start()
      await living
      const client = new Client({ QUADZERO_URL: fleet.url, ADMIN_KEY })
      const list = async () =>
        (
          (await client.json('GET', '/v1/report-cases?status=open&limit=200')) as {
            items: { text: string; sender: { address: string } }[]
          }
        ).items.map((each) => `${each.sender.address} ${each.text}`)
      const all = Array.from({ length: REPORTERS }, (_, i) => `1066123${i} ${text(i)}`)
      await expect.poll(async () => (await list()).sort(), { timeout: 20_000 }).toEqual(all.sort())
    } finally {
      await fleet.close()
    }
  })
})
