import { type PostingKind, postingAccounts } from '#contracts'
import { type Flaw, type Link, verifyChain } from '#evidence'
import type { Client } from './client.ts'
import { pages } from './pages.ts'

interface Receipt extends Link {
  readonly chain: string
}

interface Head {
  readonly chain: string
  readonly number: number
  readonly digest: string
}

export const flawWords: Record<Flaw['flaw'], string> = {
  content: 'its content was changed',
  digest: 'its digest is not that of the record',
  order: 'it does not follow the record before it',
  missing: 'records before it are missing',
  head: 'records after it are missing, or it is not the one that was last',
}

/** Reads every consent receipt, chain after chain in flat memory, and proves each chain by itself and by its head. */
export async function verifyReceipts(
  client: Client,
): Promise<{ receipts: number; chains: number; flaws: (Flaw & { chain: string })[] }> {
  const heads = new Map<string, Head>()
  for await (const head of pages<Head>(client, '/v1/receipt-heads')) heads.set(head.chain, head)
  const flaws: (Flaw & { chain: string })[] = []
  let [receipts, chains] = [0, 0]
  let links: Receipt[] = []
  const finish = (): void => {
    const [first] = links
    if (!first) return
    chains++
    const flaw = verifyChain(links, heads.get(first.chain))
    heads.delete(first.chain)
    if (flaw) flaws.push({ chain: first.chain, ...flaw })
    links = []
  }
  for await (const receipt of pages<Receipt>(client, '/v1/receipts')) {
    receipts++
    if (links[0] && links[0].chain !== receipt.chain) finish()
    links.push(receipt)
  }
  finish()
  for (const { chain } of heads.values()) flaws.push({ chain, id: `${chain}.1`, flaw: 'head' })
  return { receipts, chains, flaws }
}

interface Settlement {
  readonly partner: string
  readonly month: string
  readonly lines: readonly {
    service: string
    kind: PostingKind
    count: number
    moved_fen: number
    correction_of?: string
  }[]
  readonly accounts: Readonly<Record<string, { debit: number; credit: number }>>
}

interface Recount {
  readonly sums: Readonly<Record<string, number>>
  readonly flaws: readonly string[]
  readonly next?: string
}

/**
 * Proves the ledger: each settlement’s accounts are what its lines come to; the lines of all of them, by partner, month,
 * service and kind, are what the accounts’ charges come to, counted anew; and each charge went back as it was judged. Of
 * charges that accounts do not keep any more, they keep what they came to.
 */
export async function verifyLedger(
  client: Client,
): Promise<{ settlements: number; postings: number; flaws: readonly string[] }> {
  const flaws: string[] = []
  const posted = new Map<string, number>()
  let [settlements, postings] = [0, 0]
  for await (const settlement of pages<Settlement>(client, '/v1/settlements')) {
    settlements++
    flaws.push(...accountFlaws(settlement))
    const { partner, month, lines } = settlement
    for (const { service, kind, count, moved_fen, correction_of } of lines) {
      postings += count
      add(posted, `${partner}|${correction_of ?? month}|${service}|${kind}`, moved_fen)
    }
  }
  const counted = new Map<string, number>()
  for (let after: string | undefined = ''; after !== undefined; ) {
    const path = `/v1/ledger/recount?limit=1000&after=${encodeURIComponent(after)}`
    const page = (await client.json('GET', path)) as Recount
    for (const [name, fen] of Object.entries(page.sums)) add(counted, name, fen)
    flaws.push(...page.flaws)
    after = page.next
  }
  for (const name of new Set([...posted.keys(), ...counted.keys()])) {
    const [left, right] = [posted.get(name) ?? 0, counted.get(name) ?? 0]
    if (left !== right) flaws.push(`${name.replaceAll('|', ' ')}: ${left} fen posted, the charges come to ${right} fen`)
  }
  return { settlements, postings, flaws }
}

const add = (sums: Map<string, number>, name: string, fen: number): void => {
  sums.set(name, (sums.get(name) ?? 0) + fen)
}

/** Where the accounts of a settlement are not what its lines come to. */
function accountFlaws({ partner, month, lines, accounts }: Settlement): string[] {
  const own = new Map<string, number>()
  for (const { kind, moved_fen } of lines) {
    const [debit, credit] = postingAccounts[kind]
    add(own, `${debit} debit`, moved_fen)
    add(own, `${credit} credit`, moved_fen)
  }
  const shown = new Map<string, number>()
  for (const [account, { debit, credit }] of Object.entries(accounts)) {
    add(shown, `${account} debit`, debit)
    add(shown, `${account} credit`, credit)
  }
  return [...new Set([...own.keys(), ...shown.keys()])].flatMap((name) => {
    const [is, should] = [shown.get(name) ?? 0, own.get(name) ?? 0]
    return is === should ? [] : [`${partner} ${month}: ${name} is ${is} fen, its lines come to ${should} fen`]
  })
}
