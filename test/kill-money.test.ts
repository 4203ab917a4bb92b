import { describe, expect, it } from 'vitest'
import { seeded } from '../libs/process/simulation/world.ts'
import { Client } from '../tools/cli/client.ts'
import { publicKeyOf } from '../tools/cli/seals.ts'
import { verifyLedger, verifyReceipts } from '../tools/cli/verify.ts'
import { Fleet } from './fleet.ts'
import { ADMIN_KEY, modes } from './gateway.ts'
import { until } from './until.ts'

const PEOPLE = 20
const numberOf = (i: number) => `86158${String(10_000_000 + i)}`

const heard = (fleet: Fleet, i: number, word: string) =>
  fleet.inbox.some((mt) => mt.to === numberOf(i) && mt.text.includes(word))

/** Billing charges, and says it again until it was heard: each time the same. */
async function charge(fleet: Fleet, i: number, chargedAt: string): Promise<void> {
  const item = { id: `k${i}`, subscriber: numberOf(i), service: 'joke-daily', amount_fen: 500, charged_at: chargedAt }
  const isTaken = async () => {
    const answer = await fetch(`${fleet.url}/v1/charges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ items: [item] }),
    }).catch(() => undefined)
    return answer?.status === 202
  }
  await until('billing is heard', isTaken, 120_000)
}

/** Everybody asks for a service, is prompted, says yes, and is charged in the free period, which is wrong. */
async function live(fleet: Fleet): Promise<void> {
  await Promise.all(
    Array.from({ length: PEOPLE }, async (_, i) => {
      await fleet.deliver(numberOf(i), 'XH', '10661234')
      await until('the prompt comes', () => heard(fleet, i, '【二次确认】您申请订购华娱互动“每日笑话”'), 120_000)
      await fleet.deliver(numberOf(i), '是', '10086901')
      await until('the yes is understood', () => heard(fleet, i, '您已确认订购'), 120_000)
      const chargedAt = new Date().toISOString()
      await charge(fleet, i, chargedAt)
      await charge(fleet, i, chargedAt)
    }),
  )
}

describe.each(modes)('kill -9 while people confirm and are charged, %s', (mode) => {
  it('each yes is one consent with one receipt, which is signed, each charge is judged once and goes back twice, once', async () => {
    const fleet = new Fleet(mode)
    try {
      await fleet.open()
      let child = await fleet.start()
      await Fleet.doom(child, 'in-transaction:1')
      const living = live(fleet)
      let done = false
      void living.finally(() => {
        done = true
      })
      // By its own hand, when hardly anybody has heard anything yet.
      await until('it dies in a transaction', () => Fleet.isGone(child), 120_000)
      expect([child.signalCode, done]).toEqual(['SIGKILL', false])
      child = await fleet.start('committed:3:confirmation')
      await until('it dies when it has committed', () => Fleet.isGone(child), 120_000)
      expect([child.signalCode, done]).toEqual(['SIGKILL', false])
      child = await fleet.start()
      const random = seeded(20_261_122)
      for (let kill = 0; kill < 4 && !done; kill++) {
        await fleet.hears(1 + Math.floor(random() * 8), () => done)
        await Fleet.end(child)
        child = await fleet.start()
      }
      await living
      const client = new Client({ QUADZERO_URL: fleet.url, ADMIN_KEY })
      const settled = async () => {
        const { items } = (await client.json('GET', '/v1/settlements')) as {
          items: { lines: { kind: string; count: number; amount_fen: number }[] }[]
        }
        return items[0]?.lines.map(({ kind, count, amount_fen }) => `${kind} ${count} ${amount_fen}`)
      }
      const each = `${PEOPLE} -${PEOPLE * 500}`
      await expect
        .poll(settled, { interval: 200 })
        .toEqual([`charge ${PEOPLE} ${PEOPLE * 500}`, `compensation ${each}`, `refund ${each}`])
      const given = { publicKey: (await publicKeyOf(client, undefined)).key }
      expect(await verifyLedger(client, given)).toMatchObject({ flaws: [], wrong: [] })
      await expect
        .poll(() => verifyReceipts(client, given))
        .toMatchObject({ receipts: PEOPLE, chains: PEOPLE, waiting: 0, flaws: [] })
      const rows = (await fleet.exported()).split('\n').filter((row) => row.startsWith('86158'))
      expect(rows).toHaveLength(PEOPLE)
    } finally {
      await fleet.close()
    }
  })
})
