import { carriedDigest, type Place, REPORTED_TEXT, type ReportChannel, reportKey, type SortedReport } from '#contracts'
import { languageOf } from '#sms'
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
  /** A deadline of its own: of the regulator’s centre. */
  readonly answerBy?: number | undefined
  readonly tenure?: number | undefined
}

/** Takes a report that is whole: once, within limits, sorted, and told to all who work on it. */
export function file(turn: Turn, filed: Filed, voice: Voice, situation: Situation): Turn {
  const { now, refs } = situation
  const { sameDays, perDay, answerHours } = refs.policy.reports
  const { pending: _, ...rest } = turn.state
  const state: ReporterState = rest
  const texts = reportTextsIn(state.language)
  const text = filed.text.slice(0, REPORTED_TEXT)
  const mark = markOf(text)
  const from = filed.sender?.address
  const same = own(state).findLast(
    (each) => each.mark === mark && (each.from === from || from === undefined) && now - each.madeAt < sameDays * DAY,
  )
  if (same) return help({ ...turn, state }, texts.same(lineOf(same)), voice, situation)
  const taken = state.taken.filter((at) => now - at < DAY)
  if (taken.length >= perDay || isFull(state)) return help({ ...turn, state }, texts.tooMany, voice, situation)
  const sorting = sortReport(text, filed.sender, now, refs)
  const report: Report = {
    number: filed.number,
    tenure: filed.tenure ?? state.tenure,
    ...(from ? { from } : {}),
    sender: sorting.sender,
    kind: sorting.kind,
    mark,
    channel: filed.channel,
    madeAt: now,
    since: now,
    dueAt: filed.answerBy ?? now + answerHours * HOUR,
    important: sorting.kind === 'minors' || sorting.kind === 'fraud',
  }
  const sorted = sortedOf(report, text, sorting, filed, { ...state, taken }, situation)
  const past = state.reports.filter((each) => each.closed).slice(-KEPT_CLOSED)
  const next: Turn = {
    state: {
      ...state,
      taken: [...taken, now],
      reports: [...state.reports.filter((each) => !each.closed || past.includes(each)), report],
    },
    emit: [
      ...turn.emit,
      { topic: 'reports.sorted', key: reportKey(situation.key, report.number), type: 'report.sorted', data: sorted },
      ...told(report, { what: 'opened' }, situation, { sorted }),
    ],
  }
  return say(next, receiptOf(report, sorting, filed, texts, situation), voice, situation)
}

function sortedOf(
  report: Report,
  text: string,
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
    ...(sender.address === undefined ? {} : { carried: carriedDigest(sender.address, state.msisdn, text) }),
  }
}

type Texts = ReturnType<typeof reportTextsIn>

function receiptOf(
  { number, sender, from }: Report,
  { honest }: Sorting,
  { incomplete, sender: typed }: Filed,
  texts: Texts,
  { refs }: Situation,
): string {
  const { policy } = refs
  const receipt = texts.taken({
    number,
    ...(from ? { sender: senderWords(from) } : {}),
    hours: policy.reports.answerHours,
    code: policy.shortCodes.reports[0] as string,
  })
  const { notes } = texts
  const note =
    typed?.look === 'emergency'
      ? notes.emergency(typed.address)
      : sender.kind === 'own'
        ? notes.own
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
})

/** So many are being worked on that another has to wait. */
export const isFull = (state: ReporterState): boolean => own(state).filter((each) => !each.closed).length >= MOST_OPEN

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
