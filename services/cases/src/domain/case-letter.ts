import type { caseCommands, MessageOf } from '#contracts'
import {
  appealUntil,
  type CaseRefs,
  type CaseState,
  type Letter,
  promised,
  type Turn,
  type WhichLetter,
} from './case-state.ts'

type Command = MessageOf<typeof caseCommands>
type Data<T extends Command['type']> = Extract<Command, { type: T }>['data']

/** Ways of a letter that one case keeps: it may come back and go again. */
export const MOST_SENT = 10

type Sent = NonNullable<Letter['sent']>

/** The entry by which a letter went that day, that way: that is said once. */
export const sentAs = (sent: Sent, { on, way }: Pick<Sent[number], 'on' | 'way'>): Sent[number] | undefined =>
  sent.find((each) => each.on === on && each.way === way)

const voidedOf = ({ voided = [] }: Pick<CaseState, 'voided'>, nth?: number) => voided.find((each) => each.nth === nth)

/** The letter of a verdict, of what became of its appeal, or of one that was taken out. */
export const letterOf = (
  state: Pick<CaseState, 'letter' | 'appeal' | 'voided'>,
  { of, nth }: WhichLetter,
): Letter | undefined =>
  of === 'voided' ? voidedOf(state, nth)?.letter : of === 'appeal' ? state.appeal?.letter : state.letter

/** When there came to be something that it tells its partner; undefined: nothing yet. */
export function tellsSince(
  state: Pick<CaseState, 'decided' | 'appeal' | 'voided'>,
  { of, nth }: WhichLetter,
): number | undefined {
  const { decided, appeal } = state
  if (of === 'voided') return voidedOf(state, nth)?.at
  if (of === 'appeal') return appeal?.decided?.at
  return decided?.verdict.outcome === 'proven' ? decided.at : undefined
}

function withLetter(state: CaseState, { of, nth }: WhichLetter, letter: Letter): CaseState {
  const { appeal, voided = [] } = state
  if (of === 'voided')
    return { ...state, voided: voided.map((each) => (each.nth === nth ? { ...each, letter } : each)) }
  if (of === 'appeal') return appeal ? { ...state, appeal: { ...appeal, letter } } : state
  return { ...state, letter }
}

/** Nobody told the partner, or not why, and it has no way to look: its letter is to be sent by people. */
export function letterDue(
  { state, emit }: Turn,
  { heard, ...of }: Data<'letter.due'>,
  { now, refs }: { now: number; refs: CaseRefs },
): Turn {
  const letter = letterOf(state, of)
  if (tellsSince(state, of) === undefined) return { state, emit }
  // A webhook that took nothing in the end is the weightier reason.
  const isKnown = heard === 'failed' && letter?.heard === 'webhook' ? letter.told : letter?.heard
  if (isKnown || (letter?.told && heard !== 'webhook')) return { state, emit }
  // A letter that went before it was due has told it.
  const next = promised(withLetter(state, of, { ...letter, heard, since: now }), state, refs)
  return { state: openAgain(next, now, refs), emit }
}

/** A webhook took it, whatever became of others: a letter that waits is not to be sent any more, and the partner has heard now. */
export function letterTold(
  { state, emit }: Turn,
  of: Data<'letter.told'>,
  { now, refs }: { now: number; refs: CaseRefs },
): Turn {
  const letter = letterOf(state, of)
  if (tellsSince(state, of) === undefined || letter?.told || letter?.sent) return { state, emit }
  const next = promised(withLetter(state, of, { ...letter, told: now }), state, refs)
  return { state: openAgain(next, now, refs), emit }
}

/** Where its time to appeal goes on by when it heard, a case that was closed is open again. */
function openAgain(state: CaseState, now: number, refs: CaseRefs): CaseState {
  if (state.appeal || now >= (appealUntil(state, refs) ?? 0)) return state
  const { closedAt: _, ...open } = state
  return open
}

/** The partner can have heard from that day on: its time to appeal goes on by it. */
export function letterSent(
  { state, emit }: Turn,
  { by, on, way, ...of }: Data<'letter.sent'>,
  { now, refs }: { now: number; refs: CaseRefs },
): Turn {
  const letter = letterOf(state, of)
  const sent = letter?.sent ?? []
  if (tellsSince(state, of) === undefined || on > now) return { state, emit }
  if (sent.length >= MOST_SENT || sentAs(sent, { on, way })) return { state, emit }
  const next = promised(withLetter(state, of, { ...letter, sent: [...sent, { at: now, by, on, way }] }), state, refs)
  return { state: openAgain(next, now, refs), emit }
}
