import type { OutRecord } from '#bus'
import type { TrafficFigure } from '#contracts'

type Count = (what: TrafficFigure, how: number) => void

const answers: Readonly<Record<string, TrafficFigure>> = {
  asked: 'prompts',
  confirmed: 'yes',
  refused: 'no',
  expired: 'silence',
}
const postings: Readonly<Record<string, TrafficFigure>> = { charge: 'charges', refund: 'refunds', dispute: 'refunds' }

/** By topic, what a message that a commit emitted says has happened. A topic that is not here costs one look. */
const readers: Readonly<Record<string, (type: string, data: never, count: Count) => void>> = {
  'request.outcomes': (_, { status }: { status: string }, count) => {
    const what = answers[status]
    if (what) count(what, 1)
  },
  'subscriber.events': (type, { subscriptions }: { subscriptions: unknown[] }, count) => {
    if (type === 'subscriptions.cancelled') count('unsubscribes', subscriptions.length)
  },
  'ledger.postings': (type, { kind }: { kind: string }, count) => {
    const what = type === 'posting.made' ? postings[kind] : undefined
    if (what) count(what, 1)
  },
  'charging.events': (type, { rule }: { rule?: string }, count) => {
    if (type === 'charge.judged' && rule !== undefined) count('wrong', 1)
  },
  'complaint.events': (type, { change }: { change?: string }, count) => {
    if (type === 'complaint.changed' && change === 'opened') count('complaints', 1)
  },
}

/** Counts what became true by a commit. */
export function countHappenings(emit: readonly OutRecord[], count: Count): void {
  for (const { topic, message } of emit) readers[topic]?.(message.type, message.data as never, count)
}
