import {
  type Envelope,
  reportCommands,
  reportNumberOf,
  reportOutcomes,
  smsReports,
  subscriberEvents,
  subscriberTenures,
} from '#contracts'
import { remembering } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import { file, reporterOf } from './filing.ts'
import { rate } from './rating.ts'
import { dueTimes, forget, hearOutcome, hearUncarried, watch, work } from './report-work.ts'
import {
  type Input,
  newReporter,
  type ReportCommand,
  type ReporterRefs,
  type ReporterState,
  type Situation,
  type Turn,
} from './reporter.ts'
import { senderOf } from './sender.ts'
import { giveUpPairing, hearMo, pairedBy, statusOf } from './taking.ts'
import { tellWaiting } from './telling.ts'
import { withdraw } from './withdrawing.ts'

/** Everything that one subscriber reports, and what becomes of it (docs/rules.md, "Spam reports"). */
function decide(
  state: ReporterState | undefined,
  message: Envelope | Wake,
  { now, key, cause, refs }: Context<ReporterRefs>,
): Decision<ReporterState> {
  const situation: Situation = { now, key, cause, refs }
  if (message.type === 'wake') {
    if (!state) return { state }
    const kept = forget(state, situation)
    return settle(tellWaiting(watch(giveUpPairing(kept, situation), situation), situation), situation)
  }
  const input = message as Input
  switch (input.type) {
    case 'mo.received': {
      const begun = state ? giveUpPairing({ state, emit: [] }, situation) : undefined
      const heard = hearMo(begun?.state, input.data, situation)
      return settle({ ...heard, emit: [...(begun?.emit ?? []), ...heard.emit] }, situation)
    }
    case 'tenure.ended': {
      // Also of a number that never reported: the next owner’s reports are of the tenure in which they are made.
      const { tenure } = input.data
      const { pending: _, languageChosen: __, points: ___, ...known } = state ?? newReporter('')
      const next = { ...known, tenure: tenure + 1, tenureSince: input.at, held: [], proven: 0, disproven: 0, taken: [] }
      return settle({ state: next, emit: [] }, situation)
    }
    case 'language.set': {
      if (!input.data.chosen) return { state, wakeAt: wakeAt(state, situation) }
      const { language } = input.data
      return settle({ state: { ...(state ?? newReporter('')), language, languageChosen: true }, emit: [] }, situation)
    }
    case 'report.decided':
    case 'report.grown':
    case 'points.earned':
      return state ? settle(hearOutcome({ state, emit: [] }, input, situation), situation) : { state }
    case 'report.made':
    case 'status.asked':
    case 'report.rated':
    case 'report.withdrawn':
      return settle(hearCommand(state, input, situation), situation)
    case 'report.taken':
    case 'report.answered':
    case 'report.closed':
    case 'report.checked': {
      const report = state?.reports.find((each) => each.number === input.data.number)
      if (!state || !report) return { state, deadLetter: 'there is no report of this number' }
      const turn: Turn = { state, emit: [] }
      if (input.type !== 'report.checked') return settle(work(turn, report, input, situation), situation)
      return settle(input.data.carried ? turn : hearUncarried(turn, report, situation), situation)
    }
    default:
      return { state, wakeAt: wakeAt(state, situation) }
  }
}

type Said = Extract<ReportCommand, { type: 'report.made' | 'status.asked' | 'report.rated' | 'report.withdrawn' }>

/** What comes by HTTP; the same twice is heard once. */
function hearCommand(before: ReporterState | undefined, { type, data }: Said, situation: Situation): Turn {
  const { now, refs, cause } = situation
  const known = reporterOf(before, data.msisdn)
  const acted = remembering(known.acted, data.fingerprint, now, refs.policy)
  if (!acted) return { state: known, emit: [] }
  const former = known.tenureSince !== undefined && now < known.tenureSince
  const language = known.languageChosen || former ? known.language : data.language
  const turn: Turn = { state: { ...known, acted, language }, emit: [] }
  const code = refs.policy.shortCodes.reports[0] as string
  const voice = { from: 'from' in data ? data.from : code, silent: data.silent || former }
  if (type === 'status.asked') {
    const { msisdn: from, channel, fingerprint } = data
    if (channel === 'regulator' || channel === 'exchange') return turn
    return statusOf(turn, data.number, { from, channel, fingerprint }, voice, situation)
  }
  if (type === 'report.rated') return former ? turn : rate(turn, data, voice, situation)
  if (type === 'report.withdrawn') return former ? turn : withdraw(turn, data.what, voice, situation)
  const { pending } = turn.state
  const sender = data.sender === undefined ? undefined : senderOf(data.sender, refs.country)
  const filed = file(
    turn,
    {
      number: reportNumberOf(cause),
      text: data.text,
      sender,
      channel: data.channel,
      ...(data.receivedAt === undefined ? {} : { receivedAt: data.receivedAt }),
      ...(data.place ? { place: data.place } : {}),
      ...(data.foreign ? { foreign: data.foreign } : {}),
      ...(former ? { tenure: known.tenure - 1 } : {}),
    },
    voice,
    situation,
  )
  // What waits for its other half is another report.
  return pending ? { ...filed, state: { ...filed.state, pending } } : filed
}

const wakeAt = (state: ReporterState | undefined, situation: Situation): number | undefined => {
  if (!state) return undefined
  const times = dueTimes(state, situation)
  if (state.pending) times.push(pairedBy(state.pending, situation))
  return times.length > 0 ? Math.min(...times) : undefined
}

const settle = ({ state, emit }: Turn, situation: Situation): Decision<ReporterState> => ({
  state,
  emit,
  wakeAt: wakeAt(state, situation),
})

export const reporters: ProcessDefinition<ReporterState, Envelope, ReporterRefs> = {
  name: 'reporters',
  inputs: [smsReports, reportCommands, reportOutcomes, subscriberTenures, subscriberEvents],
  decide,
}
