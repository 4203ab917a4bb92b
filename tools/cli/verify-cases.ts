import { shardOf } from '#contracts'
import { canonical } from '#evidence'
import type { Client } from './client.ts'
import { pages } from './pages.ts'
import { type Given, type Kept, Proof } from './seals.ts'

interface Penalty {
  readonly partner: string
  readonly at: number
  readonly points: number
  readonly sanctions: readonly unknown[]
}

interface Freeze {
  readonly partner: string
  readonly service?: string
}

interface CaseHead extends Kept {
  readonly id: string
  readonly whole: boolean
  readonly penalty?: Penalty
  readonly freeze?: Freeze
}

interface Held {
  readonly id: string
  readonly changed?: true
  readonly penalties: readonly { readonly case: string; readonly penalty: Penalty; readonly freeze?: Freeze }[]
}

/**
 * Proves cases: each is what was signed of it, and what partners are kept from is what the verdicts of the cases come to, no
 * more and no less. A freeze is of a case that froze.
 */
export async function verifyCases(client: Client, given: Given) {
  const proof = await Proof.begin(client, given, ['cases'])
  const expected = new Map<string, { readonly partner: string; readonly says: string }>()
  let cases = 0
  const heads = async function* (): AsyncGenerator<CaseHead> {
    for await (const head of pages<CaseHead>(client, '/v1/case-heads', 200)) {
      cases++
      if (!proof.isReadable(head)) continue
      const { chain, penalty, freeze } = head
      const kept = penalty ?? freeze
      if (kept) expected.set(chain, { partner: kept.partner, says: canonical(kept) })
      yield head
    }
  }
  await proof.prove('cases', (number) => shardOf('cases', number), heads(), {
    each: ({ chain, whole }) => {
      if (!whole) proof.flaws.push({ id: chain, flaw: 'content' })
    },
  })
  const wrong: string[] = []
  for await (const held of pages<Held>(client, '/v1/penalties', 200)) {
    if (!proof.isReadable(held)) continue
    if (held.changed) wrong.push(`${held.id}: what it is kept from was changed in the store`)
    const times = held.penalties.map(({ penalty }) => penalty.at)
    if (times.some((at, n) => at < (times[n - 1] ?? 0))) wrong.push(`${held.id}: its penalties are not in their order`)
    for (const { case: number, penalty, freeze } of held.penalties) {
      const isBare = freeze === undefined || (penalty.points === 0 && penalty.sanctions.length === 0)
      const isOwn = penalty.partner === held.id && isBare && expected.get(number)?.says === canonical(freeze ?? penalty)
      if (!isOwn) wrong.push(`${held.id}: what it is kept from by case ${number} is not what that case says`)
      expected.delete(number)
    }
  }
  for (const [number, { partner }] of expected) wrong.push(`${partner}: it is kept from nothing by case ${number}`)
  return { cases, wrong, ...proof.finish() }
}
