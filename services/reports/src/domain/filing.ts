import { carriedDigest, type Place, REPORTED_TEXT, type ReportChannel, reportKey, type SortedReport } from '#contracts'
import type { Policy } from '#policy'
import { languageOf, withoutNumber } from '#sms'
import { reportTextsIn } from '#texts'
import {
  newReporter,
  own,
  type Report,
  type ReporterState,
  type Situation,
  stateOf,
  type Turn,
  type Voice,
  warnsOf,
  weightOf,
} from './reporter.ts'
import type { Sender } from './sender.ts'
import { type Sorting, sortReport } from './sorting.ts'
import { help, say, told } from './telling.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Open at once, and closed ones that are kept with their reporter. */
const MOST_OPEN = 60
const KEPT_CLOSED = 40

export interface Filed {
  readonly number: string
  readonly text: string
  readonly sender?: Sender | undefined
  readonly channel: ReportChannel
  readonly incomplete?: true | undefined
  readonly receivedAt?: number | undefined
  readonly place?: Place | undefined
  /** A case of the regulator’s centre, with its own deadline: answered to it, whatever was reported before. */
  readonly foreign?: { readonly from: string; readonly id: string; readonly answerBy?: number | undefined } | undefined
  readonly tenure?: number | undefined
}

/** Takes a report that is whole: once, within limits, sorted, and told to all who work on it. */
export function file(turn: Turn, filed: Filed, voice: Voice, situation: Situation): Turn {
  const { now, refs } = situation
  const { answerHours } = refs.policyAt(now).reports
  const { pending: _, ...rest } = turn.state
  const state: ReporterState = rest
  const texts = reportTextsIn(state.language)
  const whole = filed.text.slice(0, REPORTED_TEXT)
  const mark = markOf(whole)
  const from = filed.sender?.address
  if (state.reports.some((each) => each.number === filed.number)) return { ...turn, state }
  const same = filed.foreign ? undefined : sameAs(state, whole, from, now, refs.policy)
  if (same) return sayAgain({ ...turn, state }, same, voice, situation)
  if (!filed.foreign && isFull(state, now, refs.policy))
    return help({ ...turn, state }, texts.tooMany, voice, situation)
  // Spam calls its reader by their number: whoever works on the text, or is sent it, does not learn it from there.
  const text = withoutNumber(whole, state.msisdn)
  const sorting = sortReport(text, filed.sender, now, refs)
  const report: Report = {
    number: filed.number,
    tenure: filed.tenure ?? state.tenure,
    ...(from ? { from } : {}),
    sender: sorting.sender,
    kind: sorting.kind,
    mark,
    proof: refs.proofOf(provenText(filed.number, text, sorting.sender.address)),
    channel: filed.channel,
    madeAt: now,
    since: now,
    dueAt: filed.foreign?.answerBy ?? now + answerHours * HOUR,
    warns: warnsOf(refs.policyAt(now)),
    important: sorting.kind === 'minors' || sorting.kind === 'fraud',
  }
  const sorted = sortedOf(report, { text, whole }, sorting, filed, state, situation)
  const past = state.reports.filter((each) => each.closed).slice(-KEPT_CLOSED)
  const next: Turn = {
    state: {
      ...state,
      taken: [...takenOf(state, now), now],
      reports: [...state.reports.filter((each) => !each.closed || past.includes(each)), report],
    },
    emit: [
      ...turn.emit,
      { topic: 'reports.sorted', key: reportKey(situation.key, report.number), type: 'report.sorted', data: sorted },
      ...told(report, { what: 'opened' }, situation, { sorted, ...foreignOf(filed) }),
    ],
  }
  return say(next, receiptOf(report, sorting, filed, texts, situation), voice, situation)
}

/** What stands for a report as it was made: its number, its text, and who sent it. */
const provenText = (number: string, text: string, from = ''): string => `report\n${number}\n${from}\n${text}`

/**
 * A row of the list is as its reporter’s own state says, which carries a stamp. One that the state has forgotten, or had
 * before there were proofs, is believed as it stands.
 */
export function isAsReported(
  state: Pick<ReporterState, 'reports'> | undefined,
  { number, sorted }: { readonly number: string; readonly sorted: Pick<SortedReport, 'text' | 'sender'> },
  proofOf: (text: string) => string,
): boolean {
  const proof = state?.reports.find((each) => each.number === number)?.proof
  return proof === undefined || proof === proofOf(provenText(number, sorted.text, sorted.sender.address))
}

/** The same again: said once in a while for each report, however often it comes. */
function sayAgain(turn: Turn, same: Report, voice: Voice, situation: Situation): Turn {
  const { now, refs } = situation
  if (same.saidAt !== undefined && now - same.saidAt < refs.policy.helpEveryMinutes * 60_000) return turn
  const reports = turn.state.reports.map((each) => (each === same ? { ...each, saidAt: now } : each))
  const text = reportTextsIn(turn.state.language).same(lineOf(same))
  return say({ ...turn, state: { ...turn.state, reports } }, text, voice, situation)
}

function sortedOf(
  report: Report,
  { text, whole }: { readonly text: string; readonly whole: string },
  { sender, ...sorting }: Sorting,
  { receivedAt, place }: Filed,
  state: ReporterState,
  { now, key }: Situation,
): SortedReport {
  return {
    ...(sorting as Omit<Sorting, 'sender'> & { reasons: { rule: string; words: string }[] }),
    number: report.number,
    reporter: key,
    tenure: report.tenure,
    sender,
    text,
    weight: weightOf(state),
    language: languageOf(text) ?? state.language,
    channel: report.channel,
    ...(place ? { place } : {}),
    ...(receivedAt === undefined ? {} : { receivedAt }),
    at: now,
    ...(sender.address === undefined ? {} : { carried: carriedDigest(sender.address, state.msisdn, whole) }),
  }
}

const foreignOf = ({ foreign }: Filed) => (foreign ? { foreign: { from: foreign.from, id: foreign.id } } : {})

type Texts = ReturnType<typeof reportTextsIn>

function receiptOf(
  { number, sender, from }: Report,
  { honest }: Sorting,
  { incomplete, sender: typed }: Filed,
  texts: Texts,
  { now, refs }: Situation,
): string {
  const { policy } = refs
  const receipt = texts.taken({
    number,
    ...(from ? { sender: senderWords(from) } : {}),
    hours: refs.policyAt(now).reports.answerHours,
    code: policy.shortCodes.reports[0] as string,
  })
  const { notes } = texts
  const note =
    typed?.look === 'emergency'
      ? notes.emergency(typed.address)
      : sender.kind === 'own'
        ? notes.own(senderWords(from ?? ''))
        : honest
          ? notes.otp
          : undefined
  return [receipt, incomplete ? notes.incomplete : undefined, note].filter(Boolean).join('')
}

/** A sender as its reporter reads it: a mobile number without the country. */
export const senderWords = (address: string): string => address.replace(/^86(?=1[3-9]\d{9}$)/, '')

export const lineOf = (each: Report) => ({
  number: each.number,
  ...(each.from ? { sender: senderWords(each.from) } : {}),
  state: stateOf(each),
  ...(each.closed && !each.closed.withdrawn ? { proven: each.closed.proven } : {}),
})

/** The same text of the same sender, reported lately. */
export function sameAs(
  state: ReporterState,
  text: string,
  from: string | undefined,
  now: number,
  { reports }: Pick<Policy, 'reports'>,
): Report | undefined {
  const mark = markOf(text.slice(0, REPORTED_TEXT))
  return own(state).findLast(
    (each) =>
      each.mark === mark &&
      !each.closed?.withdrawn &&
      (each.from === from || from === undefined) &&
      now - each.madeAt < reports.sameDays * DAY,
  )
}

const takenOf = ({ taken }: ReporterState, now: number): readonly number[] => taken.filter((at) => now - at < DAY)

/** As many were taken today, or are being worked on, that another has to wait. */
export const isFull = (state: ReporterState, now: number, { reports }: Pick<Policy, 'reports'>): boolean =>
  takenOf(state, now).length >= reports.perDay || own(state).filter((each) => !each.closed).length >= MOST_OPEN

/** Stands for a text: the same words, however they are spaced and in whichever case, have the same. */
export function markOf(text: string): string {
  const shape = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '')
  let [a, b] = [0x811c9dc5, 0x01000193]
  for (let i = 0; i < shape.length; i++) {
    a = Math.imul(a ^ shape.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ shape.charCodeAt(i), 0x85ebca6b) ^ (b >>> 13)
  }
  return `${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`
}

export const reporterOf = (state: ReporterState | undefined, msisdn: string): ReporterState => ({
  ...(state ?? newReporter(msisdn)),
  msisdn,
})
