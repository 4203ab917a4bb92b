import { type Envelope, type MessageOf, smsSegments } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import { topicOfMo } from './route.ts'

/** A long message of which segments are still missing. */
interface Parts {
  readonly to: string
  readonly link: string
  readonly reference: number
  readonly total: number
  readonly from: string
  readonly since: number
  readonly corr: string
  /** Text by part number. */
  readonly texts: Readonly<Record<number, string>>
}

/** A finished message, remembered so that a late repetition of a segment begins nothing new. */
interface Finished {
  readonly name: string
  readonly at: number
}

export interface AssemblyState {
  readonly open: readonly Parts[]
  readonly finished: readonly Finished[]
}

type Segment = Extract<MessageOf<typeof smsSegments>, { type: 'segment.received' }>

export interface AssemblyRefs {
  readonly assemblyMs: number
  readonly shortCodes: Policy['shortCodes']
}

/** Long messages that one subscriber may have open at once; the oldest goes on incomplete beyond it. */
const MOST_OPEN = 20

const nameOf = ({ to, link, reference, total }: Pick<Parts, 'to' | 'link' | 'reference' | 'total'>): string =>
  `${link}|${to}|${reference}|${total}`

/**
 * Puts the segments of long messages together: late, twice and out of order, within 10 minutes (policy). What is then
 * still missing is left out, and the message goes on marked incomplete: nothing is swallowed.
 */
function decide(
  state: AssemblyState | undefined,
  message: Envelope | Wake,
  context: Context<AssemblyRefs>,
): Decision<AssemblyState> {
  const { now, refs, key } = context
  const before = state ?? { open: [], finished: [] }
  if (message.type === 'wake') {
    const late = before.open.filter((each) => each.since + refs.assemblyMs <= now)
    return settle(before, late, now, refs, key)
  }
  const segment = message as Segment
  const { to, link, reference, total, part, text, from } = segment.data
  const name = nameOf(segment.data)
  if (before.finished.some((each) => each.name === name && now - each.at < refs.assemblyMs))
    return again(before, now, refs)
  const known = before.open.find((each) => nameOf(each) === name)
  const parts: Parts = known ?? { to, link, reference, total, from, since: now, corr: segment.corr, texts: {} }
  const grown: Parts = { ...parts, texts: { ...parts.texts, [part]: text } }
  const open = [...before.open.filter((each) => each !== known), grown]
  const crowded = open.length > MOST_OPEN ? [open[0] as Parts] : []
  const whole = Object.keys(grown.texts).length === total ? [grown] : []
  return settle({ ...before, open }, [...crowded, ...whole], now, refs, key)
}

/** Emits what is ready, remembers it, and asks to be woken for the rest. */
function settle(
  state: AssemblyState,
  ready: readonly Parts[],
  now: number,
  refs: AssemblyRefs,
  key: string,
): Decision<AssemblyState> {
  const open = state.open.filter((each) => !ready.includes(each))
  const finished = [...state.finished, ...ready.map((each) => ({ name: nameOf(each), at: now }))]
  const emit = ready.map((parts) => {
    const texts = Array.from({ length: parts.total }, (_, index) => parts.texts[index + 1] ?? '')
    const incomplete = Object.keys(parts.texts).length < parts.total
    const { from, to, link } = parts
    const data = {
      from,
      to,
      text: texts.join(''),
      channel: 'sms',
      via: link,
      fingerprint: `long:${parts.since}|${parts.reference}|${parts.total}|${to}|${link}`.slice(0, 64),
      ...(incomplete ? { incomplete } : {}),
    }
    return { topic: topicOfMo(to, refs.shortCodes).name, key, type: 'mo.received', data }
  })
  return { ...again({ open, finished }, now, refs), emit }
}

function again(state: AssemblyState, now: number, refs: AssemblyRefs): Decision<AssemblyState> {
  const finished = state.finished.filter((each) => now - each.at < refs.assemblyMs).slice(-50)
  if (state.open.length === 0 && finished.length === 0) return { state: undefined }
  const due = [...state.open.map((each) => each.since), ...finished.map((each) => each.at)]
  return { state: { open: state.open, finished }, wakeAt: Math.max(now + 1, Math.min(...due) + refs.assemblyMs) }
}

export const assembly: ProcessDefinition<AssemblyState, Envelope, AssemblyRefs> = {
  name: 'assembly',
  inputs: [smsSegments],
  decide,
}
