import type { MemoryCluster } from '#bus/memory'
import { type Envelope, partitionOf } from '#contracts'
import type { MemoryDatabase } from '#store/memory'
import { type BookState, bookOf, WINDOW } from './app.ts'
import type { Sent } from './edge.ts'

interface Wanted {
  readonly entries: string[]
  readonly sent: string[]
  /** One of each. */
  readonly outcomes: string[][]
}

/** Compares the books with what was sent. */
export function judge(
  { sent, odd }: { readonly sent: readonly Sent[]; readonly odd: readonly Sent[] },
  cluster: MemoryCluster,
  database: MemoryDatabase,
): string[] {
  const wrong: string[] = []
  const books = new Map([...database.process('book')].map(([key, row]) => [key, JSON.parse(row.body) as BookState]))
  const wanted = new Map<string, Wanted>()
  for (const { account, n, at, answeredAt, isLate } of sent) {
    const book = wanted.get(bookOf(account)) ?? { entries: [], sent: [], outcomes: [] }
    wanted.set(bookOf(account), book)
    book.entries.push(`${account}/order/${n}`)
    book.sent.push(`${account}/${n}`)
    if (answeredAt !== undefined) book.entries.push(`${account}/answer/${n}`)
    const inTime = answeredAt !== undefined && answeredAt < at + WINDOW
    const outcomes = inTime ? ['answer', ...(isLate === false ? [] : ['silence'])] : ['silence']
    book.outcomes.push(outcomes.map((by) => `${account}/${n}/${by}`))
  }
  for (const { account, n } of odd) wanted.get(bookOf(account))?.entries.push(`${account}/answer/${n}`)
  for (const [key, want] of wanted) {
    const have = books.get(key) ?? { entries: [], outcomes: [], sent: [] }
    const one = (each: string) => [each]
    compare(`${key} entries`, want.entries.map(one), have.entries, wrong)
    compare(`${key} sent`, want.sent.map(one), have.sent, wrong)
    compare(`${key} outcomes`, want.outcomes, have.outcomes, wrong)
    checkOrder(key, have.entries, cluster, wrong)
  }
  return wrong
}

function compare(what: string, want: readonly string[][], have: readonly string[], wrong: string[]): void {
  const missing = want.filter((each) => !each.some((one) => have.includes(one))).map((each) => each.join('|'))
  const twice = have.filter((each, index) => have.indexOf(each) !== index)
  const strange = have.filter((each) => !want.some((one) => one.includes(each)))
  const both = want.filter((each) => each.filter((one) => have.includes(one)).length > 1).map((each) => each.join('&'))
  if (missing.length > 0) wrong.push(`${what}: lost ${missing.join(' ')}`)
  if (twice.length > 0) wrong.push(`${what}: twice ${twice.join(' ')}`)
  if (strange.length > 0) wrong.push(`${what}: wrong ${strange.join(' ')}`)
  if (both.length > 0) wrong.push(`${what}: both ${both.join(' ')}`)
}

/** Orders of one account come in the order of the log. */
function checkOrder(book: string, have: readonly string[], cluster: MemoryCluster, wrong: string[]): void {
  const last = new Map<string, number>()
  for (const entry of have) {
    const [name = '', kind, n] = entry.split('/')
    if (kind !== 'order') continue
    const log = cluster.log.partition('orders', partitionOf(name, cluster.log.partitions))
    const place = log.findIndex((each) => (each.message as Envelope).id === `ordered-${name}-${n}`)
    if (place < (last.get(name) ?? 0)) wrong.push(`${book}: out of order ${entry}`)
    last.set(name, place)
  }
}
