import { type Flaw, type Link, verifyChain } from '#evidence'
import type { Client } from './client.ts'

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

async function* pages<T>(client: Client, path: string): AsyncGenerator<T> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = (await client.json('GET', `${path}?limit=1000&after=${encodeURIComponent(after)}`)) as {
      items: T[]
      next?: string
    }
    yield* page.items
    after = page.next
  }
}
