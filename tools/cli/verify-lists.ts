import type { Command } from 'commander'
import type { Client } from './client.ts'

/** So many of one kind are named: the first, and where to look. */
const NAMED = 20

interface Page {
  readonly rows: number
  readonly items: readonly { readonly id: string; readonly says: string }[]
  readonly next?: string
}

/**
 * Holds each state’s content against the lists that it stands in, kind by kind and page by page: lists lie beside the states,
 * and by them a verdict finds whom it refunds, and screens what they show.
 * @param only kinds; else all
 */
export async function verifyLists(client: Client, only?: readonly string[]) {
  const { items: kinds } = (await client.json('GET', '/v1/lists')) as { items: string[] }
  const wrong: string[] = []
  let [states, flaws] = [0, 0]
  const looked = only ?? kinds
  for (const kind of looked) {
    let count = 0
    for (let after: string | undefined, more = true; more; ) {
      const place: string = after === undefined ? '' : `&after=${encodeURIComponent(after)}`
      const page = (await client.json('GET', `/v1/lists/${encodeURIComponent(kind)}?limit=1000${place}`)) as Page
      states += page.rows
      for (const { id, says } of page.items) if (++count <= NAMED) wrong.push(`${kind} ${id}: ${says}`)
      const isStuck = page.next !== undefined && page.next === after
      if (isStuck) wrong.push(`${kind} ${after}: a key that is none; nothing behind it was looked at`)
      if (isStuck) flaws++
      more = page.next !== undefined && !isStuck
      after = page.next
    }
    if (count > NAMED) wrong.push(`${kind}: ${count - NAMED} more`)
    flaws += count
  }
  return { kinds: looked.length, states, flaws, wrong }
}

export function listsCommand(program: Command, verify: Command, client: () => Client): void {
  verify
    .command('lists')
    .description(
      'that each state of every kind stands in the lists in which its content belongs, and in no others: by lists verdicts find whom they refund, and screens what they show',
    )
    .action(async () => {
      const { wrong, flaws, states, kinds } = await verifyLists(client())
      const json = program.opts<{ json?: boolean }>().json === true
      for (const flaw of wrong) console.log(json ? JSON.stringify({ flaw }) : flaw)
      const outcome = flaws === 0 ? 'all where they belong' : `${flaws} flaw${flaws === 1 ? '' : 's'}`
      console.log(json ? JSON.stringify({ states, kinds, flaws }) : `${states} states of ${kinds} kinds: ${outcome}`)
      if (flaws > 0) process.exitCode = 1
    })
}
