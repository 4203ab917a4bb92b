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
  readonly lines: readonly { kind: string; count: number; amount_fen: number; correction_of?: string }[]
  readonly accounts: Readonly<Record<string, { debit: number; credit: number }>>
}

/** Kinds that are made of charges; what is disputed is the operator’s own. */
const OF_CHARGES = ['charge', 'refund', 'compensation']

/**
 * Proves the ledger: in each settlement debits equal credits, and all of them together come to what the accounts’ charges
 * come to, counted anew. Of charges that accounts do not keep any more, they keep what they came to.
 */
export async function verifyLedger(
  client: Client,
): Promise<{ settlements: number; postings: number; flaws: readonly string[] }> {
  const flaws: string[] = []
  const posted = new Map<string, number>()
  let [settlements, postings] = [0, 0]
  for await (const { partner, month, lines, accounts } of pages<Settlement>(client, '/v1/settlements')) {
    settlements++
    const balance = Object.values(accounts).reduce((sum, { debit, credit }) => sum + debit - credit, 0)
    if (balance !== 0) flaws.push(`${partner} ${month}: debits and credits differ by ${balance} fen`)
    for (const { kind, count, amount_fen, correction_of } of lines) {
      postings += count
      if (!OF_CHARGES.includes(kind)) continue
      const name = `${partner}|${correction_of ?? month}|${kind}`
      posted.set(name, (posted.get(name) ?? 0) + Math.abs(amount_fen))
    }
  }
  const counted = new Map<string, number>()
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = (await client.json('GET', `/v1/ledger/recount?limit=1000&after=${encodeURIComponent(after)}`)) as {
      sums: Record<string, number>
      next?: string
    }
    for (const [name, fen] of Object.entries(page.sums)) counted.set(name, (counted.get(name) ?? 0) + fen)
    after = page.next
  }
  for (const name of new Set([...posted.keys(), ...counted.keys()])) {
    const [left, right] = [posted.get(name) ?? 0, counted.get(name) ?? 0]
    if (left !== right) flaws.push(`${name.replaceAll('|', ' ')}: ${left} fen posted, the charges come to ${right} fen`)
  }
  return { settlements, postings, flaws }
}
