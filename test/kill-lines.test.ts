import { describe, expect, it } from 'vitest'
import { seeded } from '../libs/process/simulation/world.ts'
import { Client } from '../tools/cli/client.ts'
import { Fleet } from './fleet.ts'
import { ADMIN_KEY, modes } from './gateway.ts'
import { until } from './until.ts'

const PAIRS = 4
const PROMPTS = '10086901'
const ward = (i: number) => `86159${10_000_000 + i}`
const guardian = (i: number) => `86159${20_000_000 + i}`

/** Each ward gets a guardian, and asks for a service to which both say yes; then locks, and asks for another. */
async function live(fleet: Fleet): Promise<void> {
  const heard = async (to: string, word: string): Promise<string> => {
    const found = () => fleet.inbox.find((mt) => mt.to === to && mt.text.includes(word))
    await until(`${word} comes`, () => found() !== undefined, 150_000)
    return found()?.text ?? ''
  }
  /** By its code: the same bytes once more, over the session after a kill, would be taken for a repetition. */
  const agree = async (to: string, word: string) =>
    fleet.deliver(to, /“是”或(\d\d)/.exec(await heard(to, word))?.[1] as string, PROMPTS)
  await Promise.all(
    Array.from({ length: PAIRS }, async (_, i) => {
      await fleet.deliver(ward(i), `监护 ${guardian(i)}`)
      await agree(guardian(i), '请您担任其监护人')
      await heard(ward(i), '现在是您的监护人')
      await fleet.deliver(ward(i), 'XH', '10661234')
      await Promise.all([agree(ward(i), '您申请订购'), agree(guardian(i), '您监护的')])
      await heard(ward(i), '您已确认订购')
      await fleet.deliver(ward(i), '锁定')
      await heard(ward(i), '已锁定您的号码')
      await fleet.deliver(ward(i), 'BG', '10661234')
      await heard(ward(i), '您的号码已锁定，未办理')
    }),
  )
}

/** One consent of each pair, with both yes in its receipt, and none since the lock. */
async function holds(fleet: Fleet): Promise<void> {
  const client = new Client({ QUADZERO_URL: fleet.url, ADMIN_KEY })
  type Receipt = { content: { serviceId: string; answer: string; guardian?: { answer: string } } }
  const receipts = async () => ((await client.json('GET', '/v1/receipts?limit=1000')) as { items: Receipt[] }).items
  // Records of receipts are made by lanes of their own, which change hands as well.
  await until('the receipts are recorded', async () => (await receipts()).length >= PAIRS)
  const items = await receipts()
  const told = items.map(({ content }) => [content.serviceId, content.answer, content.guardian?.answer].join(' '))
  expect(told).toEqual(Array.from({ length: PAIRS }, () => 'joke-daily 10 11'))
  const rows = (await fleet.exported()).split('\n').filter((row) => row.startsWith('86159'))
  expect(rows).toHaveLength(PAIRS)
}

describe.each(modes)('kill -9 while wards and guardians say yes, %s', (mode) => {
  it('each request that both agreed to is one consent with both yes in its receipt, and a lock holds', async () => {
    const fleet = new Fleet(mode)
    try {
      await fleet.open()
      let child = await fleet.start()
      await Fleet.doom(child, 'in-transaction:1')
      let done = false
      const living = live(fleet).finally(() => {
        done = true
      })
      // By its own hand, when hardly anybody has heard anything yet.
      await until('it dies in a transaction', () => Fleet.isGone(child), 120_000)
      expect([child.signalCode, done]).toEqual(['SIGKILL', false])
      child = await fleet.start('committed:3:confirmation')
      await until('it dies when it has committed', () => Fleet.isGone(child), 120_000)
      expect([child.signalCode, done]).toEqual(['SIGKILL', false])
      child = await fleet.start()
      const random = seeded(20_261_126)
      for (let kill = 0; kill < 2 && !done; kill++) {
        await fleet.hears(1 + Math.floor(random() * 6), () => done)
        await Fleet.end(child)
        child = await fleet.start()
      }
      await living
      await holds(fleet)
    } finally {
      await fleet.close()
    }
  })

  it.runIf(mode === 'distributed')(
    'the same of two processes that share the lanes, one or the other killed',
    async () => {
      const fleet = new Fleet(mode)
      try {
        await fleet.open()
        const both = [await fleet.start(), await fleet.start()]
        let done = false
        const living = live(fleet).finally(() => {
          done = true
        })
        const random = seeded(20_261_127)
        for (let kill = 0; kill < 3 && !done; kill++) {
          await fleet.hears(1 + Math.floor(random() * 6), () => done)
          await Fleet.end(both.shift() as (typeof both)[number])
          both.push(await fleet.start())
        }
        await living
        await holds(fleet)
      } finally {
        await fleet.close()
      }
    },
  )
})
