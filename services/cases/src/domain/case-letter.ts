import type { caseCommands, MessageOf } from '#contracts'
import { appealUntil, type CaseRefs, type Letter, type Turn } from './case-state.ts'

type Command = MessageOf<typeof caseCommands>
type Data<T extends Command['type']> = Extract<Command, { type: T }>['data']

/** Ways of a letter that one case keeps: it may come back and go again. */
export const MOST_SENT = 10

type Sent = NonNullable<Letter['sent']>

/** The entry by which a letter went that day, that way: that is said once. */
export const sentAs = (sent: Sent, { on, way }: Pick<Sent[number], 'on' | 'way'>): Sent[number] | undefined =>
  sent.find((each) => each.on === on && each.way === way)

/** Nobody told the partner, who has no way to look: its letter is to be sent by people. */
export function letterDue({ state, emit }: Turn, { heard }: Data<'letter.due'>, since: number): Turn {
  const { heard: before, told } = state.letter ?? {}
  if (state.decided?.verdict.outcome !== 'proven' || before || told) return { state, emit }
  return { state: { ...state, letter: { ...state.letter, heard, since } }, emit }
}

/** A webhook took it, whatever became of others: a letter that waits is not to be sent any more. */
export function letterTold({ state, emit }: Turn, now: number): Turn {
  if (state.decided?.verdict.outcome !== 'proven' || state.letter?.told || state.letter?.sent) return { state, emit }
  return { state: { ...state, letter: { told: now } }, emit }
}

/** The partner can have heard from that day on: where its time to appeal goes on by it, the case is open again. */
export function letterSent(
  { state, emit }: Turn,
  { by, on, way }: Data<'letter.sent'>,
  { now, refs }: { now: number; refs: CaseRefs },
): Turn {
  const { decided, letter, closedAt, ...rest } = state
  const sent = letter?.sent ?? []
  if (decided?.verdict.outcome !== 'proven' || on > now) return { state, emit }
  if (sent.length >= MOST_SENT || sentAs(sent, { on, way })) return { state, emit }
  const next = { ...rest, decided, letter: { ...letter, sent: [...sent, { at: now, by, on, way }] } }
  const isOpen = !state.appeal && now < (appealUntil(next, refs) ?? 0)
  return { state: isOpen || closedAt === undefined ? next : { ...next, closedAt }, emit }
}
