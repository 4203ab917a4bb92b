import { shardOf } from '#contracts'
import { baselineOf } from './baselines.ts'
import type { Client } from './client.ts'
import { pages } from './pages.ts'
import { type Given, type Kept, type Kind, Proof } from './seals.ts'

interface Head extends Kept {
  readonly id: string
  readonly whole: boolean
}

/** Proves records that are evidence each by itself: they are what was signed of them, all of them, and no others. */
async function verifyKept(client: Client, given: Given, kind: Kind, process: string, path: string) {
  const proof = await Proof.begin(client, given, [kind, 'baselines'])
  const { since, takenUntil = 0 } = await baselineOf(client, proof, process)
  let records = 0
  const heads = async function* (): AsyncGenerator<Head> {
    for await (const head of pages<Head>(client, path, 200)) {
      records++
      if (proof.isReadable(head)) yield head
    }
  }
  await proof.prove(kind, (key) => shardOf(kind, key), heads(), {
    takenUntil,
    each: ({ chain, whole }) => {
      if (!whole) proof.flaws.push({ id: chain, flaw: 'content' })
    },
  })
  return { records, since: since && { ...since, between: proof.taken }, ...proof.finish() }
}

/** The ledger of points for proven reports. */
export const verifyPoints = (client: Client, given: Given) =>
  verifyKept(client, given, 'points', 'report-rewards', '/v1/reward-heads')

/** Blocks for everybody, and the white list. */
export const verifyBlocks = (client: Client, given: Given) =>
  verifyKept(client, given, 'blocks', 'network-blocks', '/v1/block-heads')

/** What subscribers pay for and blocked. */
export const verifySubscribers = (client: Client, given: Given) =>
  verifyKept(client, given, 'holdings', 'subscriber', '/v1/subscriber-heads')
