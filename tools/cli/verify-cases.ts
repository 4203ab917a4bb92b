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
  readonly penalties: readonly { readonly case: string; readonly penalty: Penalty; readonly freeze?: Freeze }[]
}

/**
 * Proves cases: each is what was signed of it, and what partners are kept from is what the verdicts of the cases come to, no
 * more and no less. A freeze is of a case that froze.
 */
export async function verifyCases(client: Client, given: Given) {
  const proof = await Proof.begin(client, given, ['cases'])
  const expected = new Map<string, string>()
  let cases = 0
  const heads = async function* (): AsyncGenerator<CaseHead> {
    for await (const head of pages<CaseHead>(client, '/v1/case-heads', 200)) {
      cases++
      if (!proof.isReadable(head)) continue
      const { chain, penalty, freeze } = head
      if (penalty ?? freeze) expected.set(chain, canonical(penalty ?? freeze))
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
    for (const { case: number, penalty, freeze } of held.penalties) {
      const isBare = freeze === undefined || (penalty.points === 0 && penalty.sanctions.length === 0)
      const isOwn = penalty.partner === held.id && isBare && expected.get(number) === canonical(freeze ?? penalty)
      if (!isOwn) wrong.push(`${held.id}: what it is kept from by case ${number} is not what that case says`)
      expected.delete(number)
    }
  }
  for (const number of expected.keys()) wrong.push(`case ${number}: its verdict keeps nobody from anything`)
  return { cases, wrong, ...proof.finish() }
}
