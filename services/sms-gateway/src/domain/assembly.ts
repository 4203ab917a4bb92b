import { type Envelope, type MessageOf, smsSegments } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { topicOfMo } from './route.ts'

interface Part {
  readonly text: string
  /** Of its bytes: tells a segment that is brought again from one of another message. */
  readonly digest: string
}

type Brought = Segment['data']['brought']
type Piece = Part & { readonly brought: Brought }

/** A long message of which segments are still missing. */
interface Parts {
  readonly name: string
  readonly to: string
  readonly link: string
  readonly reference: number
  readonly total: number
  readonly from: string
  readonly since: number
  readonly corr: string
  /** As the last of them was. */
  readonly brought: Brought
  readonly sessions: readonly string[]
  /** By part number. */
  readonly parts: Readonly<Record<number, Part>>
  /** Nothing but segments of a message that is finished, again: `meant` when one cannot be the network’s repetition. */
  readonly again?: 'repeated' | 'meant'
}

/** A segment that fits into two messages with one reference: it waits a moment for its like. */
interface Loose extends Piece {
  readonly part: number
  readonly at: number
  /** What it begins when nothing is left that it fits into. */
  readonly begun: Parts
}

/** A finished message, remembered so that a late repetition of its segments begins nothing new. */
interface Finished {
  readonly name: string
  readonly at: number
  /** By part number. */
  readonly digests: Readonly<Record<number, string>>
  readonly sessions: readonly string[]
  /** It was waited for in vain, and went on without: what comes of it now is too late, and no message of its own. */
  readonly waited?: true
}

export interface AssemblyState {
  readonly open: readonly Parts[]
  readonly finished: readonly Finished[]
  readonly loose?: readonly Loose[]
}

type Segment = Extract<MessageOf<typeof smsSegments>, { type: 'segment.received' }>

export interface AssemblyRefs {
  readonly assemblyMs: number
  readonly shortCodes: Policy['shortCodes']
}

/** Long messages that one subscriber may have open at once; the oldest goes on incomplete beyond it. */
const MOST_OPEN = 20
/** Finished segments that are remembered of one subscriber. */
const MOST_REMEMBERED = 1000
/** Segments of one message follow each other within this time, ms, unless the SMSC has to try again. */
const LOOSE_MS = 10_000

/** References are eight bits and begin anew: the same one is not the same message. */
const nameOf = ({ to, brought, reference, total }: Segment['data']): string =>
  `${brought.smsc}|${to}|${reference}|${total}`

/**
 * Puts the segments of long messages together: late, twice and out of order, within 10 minutes (policy). What is then
 * still missing is left out, and the message goes on marked incomplete: nothing is swallowed. Of two messages with one
 * reference each keeps its own segments; those of a finished one, brought again by the network, are dropped.
 */
function decide(
  state: AssemblyState | undefined,
  message: Envelope | Wake,
  context: Context<AssemblyRefs>,
): Decision<AssemblyState> {
  const before = state ?? { open: [], finished: [] }
  return settle(message.type === 'wake' ? before : place(before, message as Segment, context.now), context)
}

function place(state: AssemblyState, { data, corr }: Segment, now: number): AssemblyState {
  const { part, text, brought, to, link, reference, total, from } = data
  const name = nameOf(data)
  const digest = data.fingerprint.slice(0, 12)
  const begun = { name, to, link, reference, total, from, since: now, corr, brought, sessions: [], parts: {} }
  const piece = { text, digest, brought }
  const loose = state.loose?.filter((each) => each.begun.name === name && each.part === part) ?? []
  const open = state.open.filter((each) => each.name === name)
  if ([...loose, ...open.map((each) => each.parts[part])].some((each) => each?.digest === digest)) return state
  const lacking = open.filter((each) => !each.parts[part])
  const shadow = lacking.find((each) => each.again) ?? { ...begun, again: 'repeated' as const }
  const twin = state.finished.find((each) => each.name === name && each.digests[part] === digest)
  if (twin) {
    const repeated = brought.answerInDoubt === true || !twin.sessions.includes(brought.session)
    return put(state, repeated ? shadow : { ...shadow, again: 'meant' }, part, piece)
  }
  const own = fits(state, name, part)
  if (own.length > 1) {
    const waiting = [...loose, { begun, part, at: now, ...piece }]
    if (waiting.length < own.length) return { ...state, loose: [...(state.loose ?? []), ...waiting.slice(-1)] }
    // As many as there are messages that lack it: in the order in which they began.
    const rest = { ...state, loose: state.loose?.filter((each) => !loose.includes(each)) ?? [] }
    return waiting.reduce<AssemblyState>((next, each, index) => put(next, own[index] as Parts, part, each), rest)
  }
  const isLate = state.finished.some((each) => each.waited && each.name === name && !(part in each.digests))
  if (own.length === 0 && isLate) return put(state, shadow, part, piece)
  // A message that began as the finished one did, and goes on otherwise.
  const parted = lacking.find((each) => each.again && Object.keys(each.parts).every((known) => Number(known) < part))
  const { again: _, ...joined }: Parts = own[0] ?? parted ?? begun
  return put(state, joined, part, piece)
}

/** The open messages that a segment fits into, the oldest first. */
const fits = ({ open }: AssemblyState, name: string, part: number): readonly Parts[] =>
  open.filter((each) => each.name === name && !each.again && !each.parts[part])

/** Its like did not come: it belongs to the message that it finishes, if there is one such, else to the newest. */
function placeLate(state: AssemblyState, { begun, part, ...piece }: Loose): AssemblyState {
  const own = fits(state, begun.name, part)
  const finishes = own.filter((each) => Object.keys(each.parts).length === each.total - 1)
  return put(state, (finishes.length === 1 ? finishes[0] : own.at(-1)) ?? begun, part, piece)
}

function put(state: AssemblyState, into: Parts, part: number, { text, digest, brought }: Piece): AssemblyState {
  const sessions = [...new Set([...into.sessions, brought.session])]
  const grown = { ...into, brought, sessions, parts: { ...into.parts, [part]: { text, digest } } }
  const place = state.open.findIndex((each) => each.parts === into.parts)
  return { ...state, open: place === -1 ? [...state.open, grown] : state.open.with(place, grown) }
}

/** Emits what is whole, too old or too much, remembers it, and asks to be woken for the rest. */
function settle(before: AssemblyState, context: Context<AssemblyRefs>): Decision<AssemblyState> {
  const { now, refs, key } = context
  const crowded = before.open.length > MOST_OPEN ? [before.open[0] as Parts] : []
  const isReady = (each: Parts) => isWhole(each) || each.since + refs.assemblyMs <= now || crowded.includes(each)
  const ready = before.open.filter(isReady)
  const open = before.open.filter((each) => !ready.includes(each))
  const told = ready.filter((each) => !each.again || (each.again === 'meant' && isWhole(each)))
  const finished = remembered([...before.finished, ...told.map((each) => finish(each, now, refs))], now, refs)
  const emit = told.map((each) => mo(each, refs, key))
  const [first, ...others] = before.loose ?? []
  const late =
    first && (first.at + LOOSE_MS <= now || fits({ open, finished }, first.begun.name, first.part).length < 2)
  if (late) {
    const rest = settle(placeLate({ open, finished, loose: others }, first), context)
    return { ...rest, emit: [...emit, ...(rest.emit ?? [])] }
  }
  const loose = before.loose ?? []
  if (open.length === 0 && finished.length === 0) return { state: undefined, emit }
  const due = [...open.map(({ since }) => since + refs.assemblyMs), ...finished.map(({ at }) => at + refs.assemblyMs)]
  const wakeAt = Math.max(now + 1, Math.min(...due, ...loose.map((each) => each.at + LOOSE_MS)))
  return { state: { open, finished, ...(loose.length > 0 ? { loose } : {}) }, wakeAt, emit }
}

const isWhole = ({ parts, total }: Parts): boolean => Object.keys(parts).length === total

function mo(each: Parts, { shortCodes }: AssemblyRefs, key: string): Emit {
  const { from, to, link, since, reference, total, parts } = each
  const texts = Array.from({ length: total }, (_, index) => parts[index + 1]?.text ?? '')
  const { smsc, session } = each.brought
  const data = {
    from,
    to,
    text: texts.join(''),
    channel: 'sms',
    via: link,
    // Whether it was brought twice is decided here: it is like no other.
    fingerprint: `long:${since}|${reference}|${total}|${to}`.slice(0, 64),
    brought: { smsc, session },
    ...(isWhole(each) ? {} : { incomplete: true }),
  }
  return { topic: topicOfMo(to, shortCodes).name, key, type: 'mo.received', data }
}

const finish = (each: Parts, at: number, { assemblyMs }: AssemblyRefs): Finished => ({
  name: each.name,
  at,
  digests: Object.fromEntries(Object.entries(each.parts).map(([part, { digest }]) => [part, digest])),
  sessions: each.sessions,
  ...(!isWhole(each) && each.since + assemblyMs <= at ? { waited: true } : {}),
})

function remembered(finished: readonly Finished[], now: number, refs: AssemblyRefs): readonly Finished[] {
  const still = finished.filter((each) => now - each.at < refs.assemblyMs)
  let size = 0
  const from = still.findLastIndex((each) => {
    size += Object.keys(each.digests).length
    return size > MOST_REMEMBERED
  })
  return still.slice(from + 1)
}

export const assembly: ProcessDefinition<AssemblyState, Envelope, AssemblyRefs> = {
  name: 'assembly',
  inputs: [smsSegments],
  decide,
}
