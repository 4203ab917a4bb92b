import { caseEvents, type Envelope, type MessageOf } from '#contracts'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import type { RequestRefs } from './requests.ts'

type Changed = MessageOf<typeof caseEvents>['data']
/** What a partner is told of a case about it: nothing before its verdict, which it may answer within ten working days. */
const TOLD = {
  decided: 'decided',
  appealed: 'appealed',
  'appeal-decided': 'appeal-decided',
  'appeal-voided': 'appeal-voided',
} as const
type Refs = Pick<RequestRefs, 'idFor' | 'webhooksOf'> & {
  /** Whether a key of the partner’s may look at its cases, and appeal. */
  readonly hasKey: (partnerId: string) => boolean
}

/**
 * Tells a partner’s endpoints what was decided about it, and of its appeal, that one was entered for it too (docs/rules.md, "Partners"). Who has no key to
 * look cannot read why, whatever its endpoints take: it gets its letter from people. Nothing is kept.
 */
function decide(_state: undefined, message: Envelope | Wake, { now, cause, refs }: Context<Refs>): Decision<undefined> {
  if (message.type === 'wake') return { state: undefined }
  const { data } = message as MessageOf<typeof caseEvents>
  const partner = data.subject.partnerId
  const what = TOLD[data.change as keyof typeof TOLD]
  // Who is cleared was never told to be suspected; its own appeal a partner knows, but not what was entered for it.
  const isNews =
    what === 'decided' ? data.outcome !== 'cleared' : what === 'appealed' ? data.written === true : what !== undefined
  if (partner === undefined || !isNews) return { state: undefined }
  const event = {
    specversion: '1.0',
    id: refs.idFor('event', partner, cause),
    source: '/quadzero/cases',
    type: `quadzero.case.${what}`,
    subject: data.number,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    data: toldOf(data),
  }
  const webhooks = refs.webhooksOf(partner)
  const letter = letterOfEvent(event)
  const why = webhooks.length === 0 ? 'nobody' : 'webhook'
  const due = letter && !refs.hasKey(partner) ? [letterDue(letter, why)] : []
  const emit = webhooks.map(({ webhookId, partnerId }) => ({
    topic: 'webhook.deliveries',
    key: `${cause}.${webhookId}`,
    type: 'delivery.made',
    data: { webhookId, partnerId, body: JSON.stringify(event) },
  }))
  return { state: undefined, emit: [...due, ...emit] }
}

/** What a partner must hear, by letter where nothing else tells it: a verdict, what became of its appeal, and that one was taken out. */
const BY_LETTER: Readonly<Record<string, Pick<OfLetter, 'of'>>> = {
  'quadzero.case.decided': {},
  'quadzero.case.appeal-decided': { of: 'appeal' },
  'quadzero.case.appeal-voided': { of: 'voided' },
}
export interface OfLetter {
  readonly number: string
  readonly of?: 'appeal' | 'voided'
  readonly nth?: number
}

/** The letter that would tell what an event tells; events of builds of 27 November do not say which appeal was taken out. */
export function letterOfEvent({ type = '', subject, data }: Told): OfLetter | undefined {
  const letter = BY_LETTER[type]
  if (letter === undefined || subject === undefined) return undefined
  if (letter.of !== 'voided') return { number: subject, ...letter }
  return data?.voided === undefined ? undefined : { number: subject, ...letter, nth: data.voided }
}
interface Told {
  readonly type?: string
  readonly subject?: string
  readonly data?: { readonly voided?: number | undefined }
}

/** To the case: its partner heard nothing of what that letter tells, or cannot read why. */
export const letterDue = (letter: OfLetter, heard: 'nobody' | 'failed' | 'webhook'): Emit => ({
  topic: 'case.commands',
  key: letter.number,
  type: 'letter.due',
  data: { ...letter, heard },
})

/** To the case: an endpoint of its partner took that. */
export const letterTold = (letter: OfLetter): Emit => ({
  topic: 'case.commands',
  key: letter.number,
  type: 'letter.told',
  data: { ...letter },
})

/** After an appeal another verdict may hold, which stands at `/v1/own-cases`. */
const toldOf = ({ change, number, outcome, points, written, granted, voided, subject: { serviceId } }: Changed) => ({
  case: number,
  ...(serviceId ? { service: serviceId } : {}),
  ...(change === 'appealed' && written ? { written } : {}),
  ...(change === 'decided' && outcome ? { outcome } : {}),
  ...(change === 'decided' && points !== undefined ? { points } : {}),
  ...(change === 'appeal-decided' && granted !== undefined ? { granted } : {}),
  ...(change === 'appeal-voided' && voided !== undefined ? { voided } : {}),
})

export const casesTold: ProcessDefinition<undefined, Envelope, Refs> = {
  name: 'cases-told',
  inputs: [caseEvents],
  decide,
}
