import { shardOf } from '#contracts'
import { canonical } from '#evidence'
import { lookedAgain } from './again.ts'
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

/** By case: what it keeps its partner from. */
type Expected = Map<string, { readonly partner: string; readonly says: string }>

function expect({ chain, penalty, freeze }: CaseHead, expected: Expected): void {
  const kept = penalty ?? freeze
  if (kept) expected.set(chain, { partner: kept.partner, says: canonical(kept) })
}

/**
 * Proves cases: each is what was signed of it, and what partners are kept from is what the verdicts of the cases come to, no
 * more and no less, also at a second look: verdicts are given meanwhile. A freeze is of a case that froze.
 */
export async function verifyCases(client: Client, given: Given) {
  const proof = await Proof.begin(client, given, ['cases'])
  const expected: Expected = new Map()
  let cases = 0
  const heads = async function* (): AsyncGenerator<CaseHead> {
    for await (const head of pages<CaseHead>(client, '/v1/case-heads', 200)) {
      cases++
      if (!proof.isReadable(head)) continue
      expect(head, expected)
      yield head
    }
  }
  await proof.prove('cases', (number) => shardOf('cases', number), heads(), {
    each: ({ chain, whole }) => {
      if (!whole) proof.flaws.push({ id: chain, flaw: 'content' })
    },
  })
  const wrong: string[] = []
  const differing = await differingFrom(client, expected, (held) => {
    if (!proof.isReadable(held)) return
    if (held.changed) wrong.push(`${held.id}: what it is kept from was changed in the store`)
    const times = held.penalties.map(({ penalty }) => penalty.at)
    if (times.some((at, n) => at < (times[n - 1] ?? 0))) wrong.push(`${held.id}: its penalties are not in their order`)
  })
  const still = await lookedAgain(
    differing,
    ({ size }) => size > 0,
    async (former) => {
      const now: Expected = new Map()
      for await (const head of pages<CaseHead>(client, '/v1/case-heads', 200))
        if (!('unreadable' in head)) expect(head, now)
      const found = await differingFrom(client, now)
      return new Map([...found].filter(([name]) => former.has(name)))
    },
  )
  return { cases, wrong: [...wrong, ...still.values()], ...proof.finish() }
}

/** What is wrong with what partners are kept from, by partner and case. */
async function differingFrom(
  client: Client,
  expected: Expected,
  look: (held: Held) => void = () => {},
): Promise<Map<string, string>> {
  const left = new Map(expected)
  const wrong = new Map<string, string>()
  for await (const held of pages<Held>(client, '/v1/penalties', 200)) {
    look(held)
    if ('unreadable' in held) continue
    for (const { case: number, penalty, freeze } of held.penalties) {
      const isBare = freeze === undefined || (penalty.points === 0 && penalty.sanctions.length === 0)
      const isOwn = penalty.partner === held.id && isBare && left.get(number)?.says === canonical(freeze ?? penalty)
      if (!isOwn)
        wrong.set(
          `${held.id} ${number}`,
          `${held.id}: what it is kept from by case ${number} is not what that case says`,
        )
      left.delete(number)
    }
  }
  for (const [number, { partner }] of left)
    wrong.set(`${partner} ${number}`, `${partner}: it is kept from nothing by case ${number}`)
  return wrong
}
