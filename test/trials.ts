import type { Body } from './rows.ts'

type Remade = (body: Body) => Body
interface Trial {
  readonly by: 'receipts' | 'ledger' | 'audit'
  /** What is edited, with digests made anew or not; gives the key of it. */
  readonly edit: (
    rows: ReadonlyMap<string, Map<string, Body>>,
    remade: { readonly month: Remade; readonly account: Remade; readonly receipt: Remade },
  ) => string
  /** Parts of what is told of it. */
  readonly tells: (key: string) => readonly string[]
}
type Rows = Map<string, Body>

const of = (rows: ReadonlyMap<string, Rows>, kind: string): Rows => rows.get(kind) as Rows
/** A partner’s month in which a refund was booked. */
const monthOf = (rows: ReadonlyMap<string, Rows>): [string, Body] =>
  structuredClone([...of(rows, 'settlement')].find(([, { lines }]) => nameOf(lines, 'refund'))) as [string, Body]
const nameOf = (lines: Body, kind: string): string =>
  Object.keys(lines).find((name) => name.split('|')[1] === kind) as string
const spoken = (key: string): string => key.replace('|', ' ')

/** Edits of the issue, which were all “balanced” and “all whole” once: each is made as cleverly as its maker could. */
export const trials: Readonly<Record<string, Trial>> = {
  'a partner’s account is edited by 10,000 yuan': {
    by: 'ledger',
    edit(rows, { month }) {
      const [key, body] = monthOf(rows)
      body.accounts.partner.credit += 1_000_000
      of(rows, 'settlement').set(key, month(body))
      return key
    },
    tells: (key) => [`${spoken(key)}: partner credit is `, `${key}: sealed`],
  },
  'a line is invented, and both accounts with it': {
    by: 'ledger',
    edit(rows, { month }) {
      const [key, body] = monthOf(rows)
      body.lines['never-was|charge'] = { count: 1, amountFen: 1_000_000 }
      body.accounts.partner.credit += 1_000_000
      body.accounts.subscribers.debit += 1_000_000
      of(rows, 'settlement').set(key, month(body))
      return key
    },
    tells: (key) => [
      `${spoken(key)} never-was charge: 1000000 fen posted, the charges come to 0 fen`,
      `${key}: sealed`,
    ],
  },
  'a sign is turned': {
    by: 'ledger',
    edit(rows, { month }) {
      const [key, body] = monthOf(rows)
      const line = body.lines[nameOf(body.lines, 'refund')]
      const twice = 2 * line.amountFen
      line.amountFen *= -1
      body.accounts.partner.debit -= twice
      body.accounts.subscribers.credit -= twice
      of(rows, 'settlement').set(key, month(body))
      return key
    },
    tells: (key) => [`${spoken(key)} `, 'the charges come to', `${key}: sealed`],
  },
  'a line is moved to another service': {
    by: 'ledger',
    edit(rows, { month }) {
      const [key, body] = monthOf(rows)
      const name = nameOf(body.lines, 'charge')
      body.lines[`another|charge`] = body.lines[name]
      delete body.lines[name]
      of(rows, 'settlement').set(key, month(body))
      return key
    },
    tells: (key) => [`${spoken(key)} another charge: `, `${key}: sealed`],
  },
  'a refund is taken from both sides': {
    by: 'ledger',
    edit(rows, { month, account }) {
      const [key, body] = monthOf(rows)
      const [partnerId, when] = key.split('|')
      const isIts = (each: Body) =>
        each.partnerId === partnerId && each.moves?.some((move: Body) => move.kind === 'refund' && move.month === when)
      const [owner, state] = structuredClone(
        [...of(rows, 'account')].find(([, { charges }]) => charges?.some(isIts)),
      ) as [string, Body]
      const charge = state.charges.find(isIts)
      const { amountFen } = charge.moves.find((move: Body) => move.kind === 'refund')
      charge.moves = charge.moves.filter((move: Body) => move.kind !== 'refund')
      const line = body.lines[`${charge.serviceId}|refund`]
      line.count--
      line.amountFen -= amountFen
      body.accounts.partner.debit -= amountFen
      body.accounts.subscribers.credit -= amountFen
      of(rows, 'settlement').set(key, month(body))
      of(rows, 'account').set(owner, account(state))
      return `${charge.id} ${owner}`
    },
    tells: (id) => [`charge ${id.split(' ')[0]}: `, `${id.split(' ')[1]}: sealed`],
  },
  'all accounts are deleted': {
    by: 'ledger',
    edit(rows) {
      const accounts = of(rows, 'account')
      const key = [...accounts].find(([, { charges }]) => charges?.length > 0)?.[0] as string
      accounts.clear()
      return key
    },
    tells: (key) => [`${key}: taken`, 'the charges come to 0 fen'],
  },
  'all accounts of all months are deleted': {
    by: 'ledger',
    edit(rows, { month }) {
      const [key] = monthOf(rows)
      const months = of(rows, 'settlement')
      for (const [each, body] of months) months.set(each, month({ ...body, accounts: {} }))
      return key
    },
    tells: (key) => [`${spoken(key)}: partner credit is 0 fen`, `${key}: sealed`],
  },
  'a receipt loses its salt, and says something else': {
    by: 'receipts',
    edit(rows, { receipt }) {
      const receipts = of(rows, 'consents')
      const [key, { salt: _, ...body }] = structuredClone([...receipts][0]) as [string, Body]
      receipts.set(key, receipt({ ...body, content: { ...body.content, tariffFen: 1 } }))
      return key
    },
    tells: (key) => [`${key}: `],
  },
}
