import { type Envelope, lineCases, type MessageOf } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

type Part = MessageOf<typeof lineCases>
type Opened = Extract<Part, { type: 'case.opened' }>['data']
type Disputed = Extract<Part, { type: 'case.disputed' }>['data']

/** A phone was lost: what was confirmed and charged since, put right as one case, whoever put which part right. */
export interface LineCase extends Opened {
  readonly openedAt: number
  readonly consents: readonly { readonly serviceId: string; readonly receiptId: string; readonly at: number }[]
  readonly charges: readonly Disputed[]
}

const DAY = 86_400_000

/** Parts come by topics of their own makers’, in any order; the same twice is one. */
function decide(
  state: LineCase | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<{ policy: Pick<Policy, 'keepDays'> }>,
): Decision<LineCase> {
  if (message.type === 'wake') return { state: undefined }
  const { type, data } = message as Part
  const known: LineCase = state ?? { ...nobody, openedAt: now, consents: [], charges: [] }
  return { state: { ...known, ...add(known, type, data, now) }, wakeAt: now + refs.policy.keepDays.lineCases * DAY }
}

const nobody: Opened = { subscriber: '', since: 0, by: '', reason: '', prompts: 0 }

function add(known: LineCase, type: Part['type'], data: Part['data'], now: number): Partial<LineCase> {
  switch (type) {
    case 'case.opened': {
      const opened = data as Opened
      if (known.subscriber === '') return { ...opened, openedAt: now }
      return { since: Math.min(known.since, opened.since), prompts: known.prompts + opened.prompts }
    }
    case 'case.cancelled': {
      const { consents } = data as Pick<LineCase, 'consents'>
      const isNew = ({ receiptId }: { receiptId: string }) =>
        !known.consents.some((each) => each.receiptId === receiptId)
      const all = [...known.consents, ...consents.filter(isNew)].sort((a, b) => a.at - b.at)
      return { consents: all.slice(-MOST_PARTS) }
    }
    case 'case.disputed': {
      const charge = data as Disputed
      const others = known.charges.filter((each) => each.chargeId !== charge.chargeId)
      return { charges: [...others, charge].slice(-MOST_PARTS) }
    }
  }
}

/** Keeps a state below 64 KB. */
const MOST_PARTS = 200

export const isOpen = ({ charges }: LineCase): boolean => charges.some((each) => each.status === 'open')

export const lineCase: ProcessDefinition<LineCase, Envelope, { policy: Pick<Policy, 'keepDays'> }> = {
  name: 'line-cases',
  inputs: [lineCases],
  decide,
  index: (each): Record<string, string> => ({
    status: isOpen(each) ? 'open' : 'settled',
    ...(each.subscriber ? { subscriber: each.subscriber } : {}),
  }),
  sort: ({ openedAt }) => new Date(openedAt).toISOString(),
}
