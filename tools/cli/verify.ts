import { type PostingKind, postingAccounts, shardOf } from '#contracts'
import { flawOfLink, type Link, placeOf, type Version, verifyChain } from '#evidence'
import { lookedAgain } from './again.ts'
import type { Client } from './client.ts'
import { differingRows, keptRows, patiently, type Rows, toldOfRow } from './ledger-rows.ts'
import { pages } from './pages.ts'
import { type Given, type Kept, Proof, type Told } from './seals.ts'

const DAY = 86_400_000
/** What the law says at least, whatever policy was in force. */
const LEAST_KEPT = 6 * 31 * DAY

interface Receipt extends Link {
  readonly chain: string
  readonly endedAt?: string
  readonly erase_at?: string
  readonly version?: Version
}

interface Head {
  readonly chain: string
  readonly number: number
  readonly digest: string
}

type ReceiptLink = Receipt & { readonly erased: boolean }

/** A chain that does not end where its head was, which was read before. */
interface Torn {
  readonly id: string
  readonly head: Head
  readonly links: readonly ReceiptLink[]
}

const time = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text))

/**
 * Reads every consent receipt, chain after chain, and proves each chain by itself, by its head, and each receipt, its end and
 * its erasure by what was signed of it.
 */
export async function verifyReceipts(client: Client, given: Given) {
  const proof = await Proof.begin(client, given, ['receipts'])
  const heads = await headsOf(client, (chain) => proof.flaws.push({ id: chain, flaw: 'state' }))
  let [receipts, chains] = [0, 0]
  let links: ReceiptLink[] = []
  const torn: Torn[] = []
  const finish = (): void => {
    const [first] = links
    if (!first) return
    chains++
    const head = heads.get(first.chain)
    const flaw = verifyChain(links, head)
    heads.delete(first.chain)
    if (flaw?.flaw === 'head' && head) torn.push({ id: flaw.id, head, links })
    else if (flaw) proof.flaws.push(flaw)
    links = []
  }
  const read = async function* (): AsyncGenerator<Kept & { receipt: Receipt }> {
    for await (const receipt of pages<Receipt>(client, '/v1/receipts')) {
      if (!proof.isReadable(receipt)) continue
      const { id, digest, endedAt, erase_at, version } = receipt
      const place = placeOf(version, { digest, endedAt: time(endedAt), eraseAt: time(erase_at) })
      if (place.digest !== version?.digest) proof.flaws.push({ id, flaw: 'digest' })
      yield { chain: id, ...place, at: version?.at ?? 0, before: version?.before ?? '', receipt }
    }
  }
  await proof.prove('receipts', (id) => shardOf('receipts', id), read(), {
    each: ({ receipt, number, digest }, signed) => {
      receipts++
      if (links[0] && links[0].chain !== receipt.chain) finish()
      const [endedAt = Number.POSITIVE_INFINITY, eraseAt = Number.POSITIVE_INFINITY] = [
        time(receipt.endedAt),
        time(receipt.erase_at),
      ]
      const wasDue = eraseAt <= Date.now() && eraseAt >= endedAt + LEAST_KEPT
      links.push({ ...receipt, erased: wasDue && signed?.number === number && signed.digest === digest })
    },
  })
  finish()
  for (const head of heads.values()) torn.push({ id: `${head.chain}.1`, head, links: [] })
  const still = await lookedAgain<readonly Torn[]>(
    torn,
    ({ length }) => length > 0,
    (each) => stillTorn(client, each),
  )
  for (const { id } of still) proof.flaws.push({ id, flaw: 'head' })
  return { receipts, chains, ...proof.finish() }
}

/** Where the chains of receipts end, by their subscribers’ states. */
async function headsOf(client: Client, changed: (chain: string) => void = () => {}): Promise<Map<string, Head>> {
  const heads = new Map<string, Head>()
  for await (const head of pages<Head & { readonly changed?: true }>(client, '/v1/receipt-heads')) {
    if (head.changed) changed(head.chain)
    if (head.number > 0) heads.set(head.chain, head)
  }
  return heads
}

/** Those that did not grow meanwhile: a chain has its head of before in it, and its head of now is no earlier than its end. */
async function stillTorn(client: Client, torn: readonly Torn[]): Promise<Torn[]> {
  const grown: Torn[] = []
  for (const each of torn) {
    const { head, links } = each
    // A head is known a moment before its receipt is kept.
    const isBehind = links.every(({ number }) => number < head.number)
    grown.push(isBehind ? { ...each, links: await chainAgain(client, each) } : each)
  }
  const heads = await headsOf(client)
  return grown.filter(({ head, links }) => {
    const now = heads.get(head.chain)
    const last = Math.max(0, ...links.map(({ number }) => number))
    const was = links.find(({ number }) => number === head.number)
    const is = links.find(({ number }) => number === now?.number)
    const isOn = now !== undefined && now.number >= last && (is === undefined || is.digest === now.digest)
    return !isOn || was?.digest !== head.digest || verifyChain(links) !== undefined
  })
}

/** The receipts of one chain once more; which are erased was held against what is signed before. */
async function chainAgain(client: Client, { head: { chain }, links: before }: Torn): Promise<ReceiptLink[]> {
  const erased = new Set(before.filter((each) => each.erased).map(({ id }) => id))
  const links: ReceiptLink[] = []
  for await (const receipt of pages<Receipt>(client, '/v1/receipts', 100, `${chain}.`)) {
    if (receipt.chain !== chain) break
    links.push({ ...receipt, erased: erased.has(receipt.id) })
  }
  return links
}

const auditIdOf = (number: number): string => `audit.${String(number).padStart(12, '0')}`

interface AuditRecord extends Link {
  readonly content_digest: string
  readonly erase_at?: string
  readonly version?: Version
}

/**
 * Reads the audit from its first record to its last: the first that was changed, removed or put elsewhere is named, and the
 * first that is missing at the end.
 */
export async function verifyAudit(client: Client, given: Given) {
  const proof = await Proof.begin(client, given, ['audit'])
  const headOf = async () => (await client.json('GET', '/v1/audit/head')) as Head
  const head = await headOf()
  const signed = new Map<number, string>()
  let records = 0
  let last: Link | undefined
  let first: Told | undefined
  /** Two that do not follow one another: what was signed later tells which of them is not what it was. */
  let torn: { readonly former: Told; readonly here: Told } | undefined
  const look = (record: AuditRecord): void => {
    const { erase_at, content_digest: contentDigest, ...rest } = record
    const link = { ...rest, contentDigest, erased: Number(time(erase_at)) <= Date.now() }
    const flaw = flawOfLink(link, last)
    if (flaw?.flaw === 'order' && last) torn = { former: { id: last.id, flaw: 'sealed' }, here: torn?.here ?? flaw }
    else if (flaw) first ??= torn?.here ?? flaw
    const sealed = signed.get(link.number)
    if (sealed !== undefined && sealed !== link.digest) first ??= torn?.here ?? { id: link.id, flaw: 'sealed' }
    if (sealed === link.digest) first ??= torn?.former
    last = link
  }
  const read = async function* (): AsyncGenerator<Kept & { record?: AuditRecord }> {
    for await (const record of pages<AuditRecord>(client, '/v1/audit', 200)) {
      records++
      if (!proof.isReadable(record)) continue
      look(record)
      const { id, digest, erase_at, version } = record
      if (version === undefined) continue
      yield {
        chain: id,
        ...placeOf(version, { digest, eraseAt: time(erase_at) }),
        at: version.at,
        before: version.before,
        record,
      }
    }
    if (!last) return
    const at = (last.content as { at: number } | undefined)?.at ?? 0
    yield { chain: 'audit', number: last.number, digest: last.digest, before: last.before, at }
  }
  await proof.prove('audit', () => 'audit', read(), {
    head: ({ chain, number, digest }) => chain === 'audit' && signed.set(number, digest),
    each: ({ chain, digest, record }, seal) => {
      if (record && record.content === undefined && seal?.digest !== digest) first ??= { id: chain, flaw: 'erased' }
    },
  })
  first ??= torn?.here
  const { flaws, ...rest } = proof.finish()
  const end = { number: last?.number ?? 0, digest: last?.digest ?? 'genesis' }
  const next = auditIdOf(end.number + 1)
  if (!first && (head.number > end.number || Math.max(0, ...signed.keys()) > end.number))
    first = { id: next, flaw: 'taken' }
  // Records are made of what the chain stands at: none is ever ahead of it.
  const { number: made } = await headOf()
  if (!first && end.number > made) first = { id: auditIdOf(made + 1), flaw: 'unsealed' }
  // What holds for the chain as a whole was told of its records.
  const others = flaws.filter(({ id }) => id !== 'audit' || !first)
  return { records, ...rest, flaws: first ? [first, ...others] : others }
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

interface Standing extends Kept {
  readonly id: string
  readonly whole: boolean
}

/** A page of accounts that was read, up to where the next began, and what their charges had not. */
interface Incomplete {
  readonly after: string
  readonly until: string | undefined
  readonly missing: readonly string[]
}

interface Recount {
  readonly sums: Readonly<Record<string, number>>
  readonly flaws: readonly string[]
  readonly missing: readonly string[]
  readonly items: readonly Standing[]
  readonly next?: string
}

/**
 * Proves the ledger: each settlement’s accounts are what its lines come to; the lines of all of them, by partner, month,
 * service and kind, are what the accounts’ charges come to, counted anew; each charge went back as it was judged; and accounts
 * and settlements are what was signed of them. Of charges that accounts do not keep any more, they keep what they came to. The
 * gateway goes on meanwhile: what grew lies between what was posted before the charges were counted, and after. Beside it each
 * charge has its rows elsewhere, and each posting its line: those that are not there are named, or their row of a settlement.
 */
export async function verifyLedger(client: Client, given: Given) {
  const proof = await Proof.begin(client, given, ['accounts', 'months'])
  const wrong: string[] = []
  const posted = new Map<string, number>()
  const { fen: before, rows: rowsBefore } = await postedIn(client)
  let [settlements, postings] = [0, 0]
  const months = async function* (): AsyncGenerator<Standing> {
    for await (const settlement of pages<Settlement & Standing>(client, '/v1/ledger/months')) {
      settlements++
      if (!proof.isReadable(settlement)) continue
      wrong.push(...accountFlaws(settlement))
      const { partner, month, lines } = settlement
      if (settlement.chain !== `${partner}|${month}`) proof.flaws.push({ id: settlement.chain, flaw: 'content' })
      for (const { count } of lines) postings += count
      addLines(posted, settlement)
      yield settlement
    }
  }
  const counted = new Map<string, number>()
  const incomplete: Incomplete[] = []
  const accounts = async function* (): AsyncGenerator<Standing> {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await recounted(client, after)
      for (const [name, fen] of Object.entries(page.sums)) add(counted, name, fen)
      wrong.push(...page.flaws)
      const { missing, next: until } = page
      if (missing.length > 0) incomplete.push({ after, until, missing })
      for (const item of page.items) if (proof.isReadable(item)) yield item
      after = page.next
    }
  }
  const each = ({ chain, whole }: Standing): void => {
    if (!whole) proof.flaws.push({ id: chain, flaw: 'content' })
  }
  await proof.prove('accounts', (key) => shardOf('accounts', key), accounts(), { each })
  await proof.prove('months', () => 'months', months(), { each })
  const differing = (now: ReadonlyMap<string, number>): string[] =>
    [...new Set([...now.keys(), ...counted.keys()])].filter((name) => {
      const [was, is, should] = [before.get(name) ?? 0, now.get(name) ?? 0, counted.get(name) ?? 0]
      // What grew while the charges were counted lies between.
      return is !== should && !(was <= should && should <= is)
    })
  const now = await lookedAgain<ReadonlyMap<string, number>>(
    posted,
    (each) => differing(each).length > 0,
    async () => (await postedIn(client)).fen,
  )
  for (const name of differing(now)) {
    const [left, right] = [now.get(name) ?? 0, counted.get(name) ?? 0]
    wrong.push(`${name.replaceAll('|', ' ')}: ${left} fen posted, the charges come to ${right} fen`)
  }
  wrong.push(...(await missingRows(client, incomplete, given)), ...(await missingLines(client, rowsBefore, given)))
  return { settlements, postings, wrong, ...proof.finish() }
}

/**
 * What charges have not, of pages that were read before: those accounts once more, as long as it may still come, on as many
 * pages as they stand on by now. Of charges that came since nothing is said: theirs may be as late, and so on for as long as
 * people are charged.
 */
async function missingRows(client: Client, read: readonly Incomplete[], { patienceMs }: Given) {
  const chargeOf = (told: string) => told.slice(0, told.lastIndexOf(': '))
  const again = async (former: readonly string[]) => {
    const before = new Set(former.map(chargeOf))
    const found: string[] = []
    for (const { after, until } of read)
      for (let from: string | undefined = after; from !== undefined; ) {
        const { missing, next } = await recounted(client, from)
        found.push(...missing)
        from = next !== undefined && (until === undefined || next < until) ? next : undefined
      }
    return found.filter((told) => before.has(chargeOf(told)))
  }
  return patiently(
    read.flatMap(({ missing }) => missing),
    again,
    patienceMs,
  )
}

const recounted = async (client: Client, after: string): Promise<Recount> =>
  (await client.json('GET', `/v1/ledger/recount?limit=1000&after=${encodeURIComponent(after)}`)) as Recount

/** Rows of settlements whose lines are not those that were posted. */
async function missingLines(client: Client, before: Rows, { patienceMs }: Given): Promise<string[]> {
  const { rows, changed, keepDays } = await keptRows(client)
  const kept = new Map(rows)
  let now = (await postedIn(client)).rows
  const again = async (of: readonly string[]) => {
    for (const row of of) kept.set(row, (await keptRows(client, row)).rows.get(row) ?? { count: 0, fen: 0 })
    now = (await postedIn(client)).rows
    return differingRows(before, kept, now, keepDays)
  }
  const differing = await patiently(differingRows(before, kept, now, keepDays), again, patienceMs)
  return [...changed, ...differing.map((row) => toldOfRow(row, kept, now))]
}

/** What the settlements say now: fen by `partner|month|service|kind`, and each of their rows. */
async function postedIn(client: Client): Promise<{ fen: Map<string, number>; rows: Rows }> {
  const fen = new Map<string, number>()
  const rows = new Map<string, { count: number; fen: number }>()
  for await (const settlement of pages<Settlement>(client, '/v1/ledger/months')) {
    if ('unreadable' in settlement) continue
    addLines(fen, settlement)
    const { partner, month, lines } = settlement
    for (const { service, kind, count, moved_fen, correction_of = '' } of lines)
      rows.set([partner, month, service, kind, correction_of].join('|'), { count, fen: moved_fen })
  }
  return { fen, rows }
}

function addLines(posted: Map<string, number>, { partner, month, lines }: Settlement): void {
  for (const { service, kind, moved_fen, correction_of } of lines)
    add(posted, `${partner}|${correction_of ?? month}|${service}|${kind}`, moved_fen)
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
