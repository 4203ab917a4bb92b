import { z } from 'zod'
import { type Envelope, topic } from '#contracts'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '../types.ts'

/*
 * A small application in which every broken promise can be seen. Accounts take orders and answers, from two topics, and
 * tell books about them, over two topics again. An order asks a question that an answer must beat within its window; an
 * account with no open question is removed. Each order has a notice go out in the world, and the book is told of it.
 */

const order = z.object({ account: z.string(), n: z.number() })
const base = { key: 'message', owner: 'simulation', summary: 'Of the simulation.', keep: 1 } as const

export const orders = topic({ ...base, name: 'orders', messages: { ordered: order } })
export const answers = topic({ ...base, name: 'answers', messages: { answered: order } })
export const entries = topic({
  ...base,
  name: 'entries',
  messages: { entered: z.object({ account: z.string(), n: z.number(), kind: z.enum(['order', 'answer']) }) },
})
export const outcomes = topic({
  ...base,
  name: 'outcomes',
  messages: { settled: z.object({ account: z.string(), n: z.number(), by: z.enum(['answer', 'silence']) }) },
})
const notice = { notice: z.object({ account: z.string(), n: z.number() }) }
export const notices = topic({ ...base, name: 'notices', messages: notice })
export const sent = topic({ ...base, name: 'sent', messages: notice })
export const appTopics = [orders, answers, entries, outcomes, notices, sent]

export const WINDOW = 500
export const bookOf = (account: string): string => `book-${Number(account[1]) % 4}`

interface Question {
  readonly n: number
  readonly due: number
}

interface AccountState {
  readonly open: readonly Question[]
}

const none: AccountState = { open: [] }

function decideAccount(
  state: AccountState = none,
  message: Envelope | Wake,
  { now, key }: Context,
): Decision<AccountState> {
  const settled = (n: number, by: 'answer' | 'silence'): Emit => ({
    topic: 'outcomes',
    key: bookOf(key),
    type: 'settled',
    data: { account: key, n, by },
  })
  const next = (after: AccountState, emit: Emit[]): Decision<AccountState> => {
    if (after.open.length === 0) return { state: undefined, emit }
    return { state: after, emit, wakeAt: Math.min(...after.open.map((each) => each.due)) }
  }
  if (message.type === 'wake') {
    const silent = state.open.filter((each) => each.due <= now)
    return next(
      { open: state.open.filter((each) => each.due > now) },
      silent.map(({ n }) => settled(n, 'silence')),
    )
  }
  const { n } = (message as Envelope).data as { n: number }
  const entered = (kind: string): Emit => ({
    topic: 'entries',
    key: bookOf(key),
    type: 'entered',
    data: { account: key, n, kind },
  })
  if (message.type === 'ordered')
    return next({ open: [...state.open, { n, due: now + WINDOW }] }, [
      entered('order'),
      { topic: 'notices', key, type: 'notice', data: { account: key, n } },
    ])
  // Its timer may not have come yet, and still nothing said after the window is an answer.
  const asked = state.open.find((each) => each.n === n && now < each.due)
  return next({ open: state.open.filter((each) => each !== asked) }, [
    entered('answer'),
    ...(asked ? [settled(n, 'answer')] : []),
  ])
}

export interface BookState {
  /** In the order in which they came: `account/kind/n`. */
  readonly entries: readonly string[]
  readonly outcomes: readonly string[]
  readonly sent: readonly string[]
}

function decideBook(
  state: BookState = { entries: [], outcomes: [], sent: [] },
  message: Envelope | Wake,
): Decision<BookState> {
  if (message.type === 'wake') return { state }
  const data = (message as Envelope).data as { account: string; n: number; kind?: string; by?: string }
  if (message.type === 'entered')
    return { state: { ...state, entries: [...state.entries, `${data.account}/${data.kind}/${data.n}`] } }
  if (message.type === 'notice') return { state: { ...state, sent: [...state.sent, `${data.account}/${data.n}`] } }
  return { state: { ...state, outcomes: [...state.outcomes, `${data.account}/${data.n}/${data.by}`] } }
}

export const account: ProcessDefinition<AccountState> = {
  name: 'account',
  inputs: [orders, answers],
  decide: decideAccount,
}
export const book: ProcessDefinition<BookState> = {
  name: 'book',
  inputs: [entries, outcomes, sent],
  decide: decideBook,
}
