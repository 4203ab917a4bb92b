import type { caseCommands, MessageOf } from '#contracts'
import { appealUntil, type CaseRefs, type Turn } from './case-state.ts'

type Command = MessageOf<typeof caseCommands>
type Data<T extends Command['type']> = Extract<Command, { type: T }>['data']

/** Ways of a letter that one case keeps: it may come back and go again. */
const MOST_SENT = 10

/** Nobody told the partner, who has no way to look: its letter is to be sent by people. */
export function letterDue({ state, emit }: Turn, { heard }: Data<'letter.due'>, since: number): Turn {
  if (state.decided?.verdict.outcome !== 'proven' || state.letter?.heard) return { state, emit }
  return { state: { ...state, letter: { ...state.letter, heard, since } }, emit }
}

/** The partner can have heard from that day on: where its time to appeal goes on by it, the case is open again. */
export function letterSent(
  { state, emit }: Turn,
  { by, on, way }: Data<'letter.sent'>,
  { now, refs }: { now: number; refs: CaseRefs },
): Turn {
  const { decided, letter, closedAt, ...rest } = state
  const sent = letter?.sent ?? []
  if (decided?.verdict.outcome !== 'proven' || on > now || sent.length >= MOST_SENT) return { state, emit }
  const next = { ...rest, decided, letter: { ...letter, sent: [...sent, { at: now, by, on, way }] } }
  const isOpen = !state.appeal && now <= (appealUntil(next, refs) ?? 0)
  return { state: isOpen || closedAt === undefined ? next : { ...next, closedAt }, emit }
}
