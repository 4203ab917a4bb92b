import { complaintNumber, REPORTED_TEXT, reportNumber, reportNumberOf } from '#contracts'
import { hearing, remembering } from '#policy'
import type { Emit } from '#process'
import { type Command, languageOf, normalizeText, type Withdrawal, withdrawalIn } from '#sms'
import { reportTextsIn } from '#texts'
import { type Filed, file, lineOf, reporterOf, senderWords } from './filing.ts'
import { type Forwarded, forwarded } from './forwarded.ts'
import { rate } from './rating.ts'
import { rewardable } from './report-work.ts'
import { type Mo, own, type Pending, type ReporterState, type Situation, type Turn, type Voice } from './reporter.ts'
import {
  asksHow,
  asksPoints,
  asksStanding,
  asksWhose,
  blockSaid,
  isThanks,
  saysNobody,
  sendersSaid,
  takesBack,
  whichSaid,
  withoutSender,
} from './said.ts'
import { type Sender, senderOf } from './sender.ts'
import { help, say } from './telling.ts'
import { withdraw } from './withdrawing.ts'

/** As much of a message as is read: more than is kept of a reported text. */
const LONGEST_READ = 2 * REPORTED_TEXT
/** As long as anything is that is no forwarded message. */
const LONGEST_COMMAND = 60
/** What is shorter than this, without digits or a link, is a remark while a sender is asked for, not a new report. */
const LONGEST_REMARK = 12
const MINUTE = 60_000

/** What a subscriber texts to the number for reports (docs/rules.md, "Spam reports"). */
export function hearMo(before: ReporterState | undefined, mo: Mo, situation: Situation): Turn {
  const { now, refs } = situation
  const known = reporterOf(before, mo.from)
  const { repeats, heard } = hearing(known.heard, mo, now, refs.policy)
  const acted = remembering(known.acted, mo.fingerprint, now, refs.policy)
  const { heard: _, ...calm } = known
  if (!acted) return { state: known, emit: [] }
  const next: ReporterState = { ...(repeats ? known : calm), acted, ...(heard ? { heard } : {}) }
  if (repeats) return { state: next, emit: [] }
  const former = known.tenureSince !== undefined && now < known.tenureSince
  const turn: Turn = { state: former ? next : listening(next, mo.text), emit: [] }
  const voice: Voice = { from: mo.to, silent: former }
  if (former) return ofFormer(turn, mo, voice, situation)
  const command = mo.text.length <= LONGEST_COMMAND ? refs.parse(mo.text) : undefined
  const read = forwarded(mo.text.slice(0, LONGEST_READ), refs.country)
  return obey(turn, command, read, mo, voice, situation) ?? takeIn(turn, read, mo, voice, situation)
}

/** A language that `语言` set stays; else it follows what is written. Links, and letters such as `TD`, say nothing. */
function listening(state: ReporterState, text: string): ReporterState {
  if (state.languageChosen) return state
  const heard = languageOf(text.slice(0, 1000).replace(/\S*[a-z0-9][./:]\S*/giu, ''))
  return heard && (heard !== 'en' || text.length > 4) ? { ...state, language: heard } : state
}

/** Of the former owner of a number: worked on as theirs, and nobody else is told of it. */
function ofFormer(turn: Turn, mo: Mo, voice: Voice, situation: Situation): Turn {
  const read = forwarded(mo.text.slice(0, LONGEST_READ), situation.refs.country)
  if (read.kind !== 'report' && read.kind !== 'text') return turn
  const { pending } = turn.state
  const filed = file(
    turn,
    {
      number: reportNumberOf(situation.cause),
      text: read.text,
      ...('sender' in read ? { sender: read.sender } : {}),
      channel: mo.channel,
      tenure: turn.state.tenure - 1,
    },
    voice,
    situation,
  )
  return pending ? { ...filed, state: { ...filed.state, pending } } : filed
}

const ELSEWHERE: readonly Command['kind'][] = [
  'list',
  'block',
  'unblock',
  'subscribe',
  'marketing-off',
  'cancel-all',
  'full-block',
  'more',
  'proof',
  'language',
  'lock',
  'unlock',
  'guardian',
  'no-guardian',
]

/** What is no report: `查询`, `不满意`, `帮助`, what 10086 does, and what is about a charge. Undefined: it is none of these. */
function obey(
  turn: Turn,
  command: Command | undefined,
  read: Forwarded,
  mo: Mo,
  voice: Voice,
  situation: Situation,
): Turn | undefined {
  const texts = reportTextsIn(turn.state.language)
  const said = command && withdrawalIn(mo.text)
  const corrects = said !== undefined && isCorrection(said, turn.state)
  if (corrects && turn.state.pending?.text === undefined && !FRAMED.test(mo.text.normalize('NFKC')))
    return help(turn, texts.withdrawHow(mo.to), voice, situation)
  const withdrawal = corrects ? undefined : said
  if (withdrawal?.asks) return help(turn, texts.withdrawHow(mo.to), voice, situation)
  if (withdrawal?.what !== undefined) return withdraw(turn, withdrawal.what, voice, situation)
  const number = command && askedNumber(mo.text, turn.state, situation)
  if (number !== undefined) return statusOf(turn, number, mo, voice, situation)
  if (!command) return undefined
  if (command.kind === 'status') return statusOf(turn, undefined, mo, voice, situation)
  if (command.kind === 'solved' || command.kind === 'reopen')
    return rate(turn, { solved: command.kind === 'solved' }, voice, situation)
  // `恢复 12` is an action’s code at 10086; here nothing has one.
  if (command.kind === 'undo' && (command.code !== undefined || /恢|復|复|restore/iu.test(mo.text)))
    return help(turn, texts.elsewhere, voice, situation)
  if (command.kind === 'undo' || withdrawal || takesBack(mo.text)) return takeBack(turn, voice, situation)
  if (read.kind === 'text' && asksPoints(mo.text)) return pointsOf(turn, voice, situation)
  if (read.kind === 'text' && asksStanding(mo.text)) return statusOf(turn, undefined, mo, voice, situation)
  const asked = read.kind === 'report' ? read.sender : turn.state.pending?.sender
  if ((read.kind === 'report' || read.kind === 'text') && asked?.look === 'port' && asksWhose(read.text))
    return help(turn, texts.whose(asked.address), voice, situation)
  const unwanted = read.kind === 'text' || read.kind === 'report' ? blockSaid(mo.text) : undefined
  if (unwanted !== undefined) return unwantedOf(turn, unwanted, mo, voice, situation)
  if (command.kind === 'help') return help(turn, texts.how, voice, situation)
  if (ELSEWHERE.includes(command.kind)) return help(turn, texts.elsewhere, voice, situation)
  const isReport = read.kind === 'report' || read.kind === 'sender' || read.kind === 'senders'
  const speaksOfCharge = read.kind === 'text' && isAboutCharge(mo.text, situation)
  if (!isReport && (command.kind === 'refund' || speaksOfCharge)) {
    if (read.kind !== 'text' || command.kind === 'refund') return help(turn, texts.chargeThere, voice, situation)
    return waitFor(turn, { text: read.text }, texts.chargeThere, mo, voice, situation)
  }
  return undefined
}

/** Who is asked who sent it, and wants to hear no more from a port, says both. */
function unwantedOf(turn: Turn, port: string, mo: Mo, voice: Voice, situation: Situation): Turn {
  const { language, pending } = turn.state
  const how = reportTextsIn(language).blockThere(port)
  const sender = senderOf(port, situation.refs.country)
  if (pending?.text === undefined || !sender) return help(turn, how, voice, situation)
  const filed = file(turn, { ...pending, text: pending.text, channel: mo.channel, sender }, voice, situation)
  return say(filed, how, voice, situation)
}

/** `13912345678*我发错了`: a message of somebody, with its sender. */
const FRAMED = /^\s*\+?\d[\d -]*(?:[*#:]|\s\p{Script=Han})|[*#]\s*\+?\d/u
/** `发错了，是10661234` tells who sent it: only a report that is named, by that word or its number, is taken back by it. */
const isCorrection = ({ what, mistaken, namesReport }: Withdrawal, state: ReporterState): boolean =>
  mistaken && what !== undefined && !namesReport && !own(state).some(({ number }) => number === what)

/** What still waits for its other half is let go, else the last report is taken back. */
function takeBack(turn: Turn, voice: Voice, situation: Situation): Turn {
  const { pending, ...state } = turn.state
  if (!pending) return withdraw(turn, undefined, voice, situation)
  return say({ ...turn, state }, reportTextsIn(turn.state.language).letGo, voice, situation)
}

/** `我的积分`: what proven reports earned. */
function pointsOf(turn: Turn, voice: Voice, situation: Situation): Turn {
  const { language, points } = turn.state
  const each = situation.refs.policy.reports.points
  const texts = reportTextsIn(language)
  const known = points ?? { total: 0, times: 0 }
  const text = known.times < rewardable(turn.state) ? texts.pointsOnPage : texts.points({ ...known, each })
  return say(turn, text, voice, situation)
}

const isAboutCharge = (text: string, { refs }: Situation): boolean => {
  const shape = normalizeText(text).replace(/(?<=\p{Script=Han})\s/gu, '')
  // `被10661234扣了5元`: numbers stand between the words.
  const bare = shape.replace(/[\d.]+/g, '')
  return refs.policy.reports.charge.some((word) => shape.includes(word) || bare.includes(word))
}

/** `查询123456789`, `STATUS 123456789`, or the number of one’s own report alone. */
function askedNumber(text: string, state: ReporterState, { refs }: Situation): string | undefined {
  const shape = normalizeText(text)
  const found = /^(?<before>\D*?)[\s:,*#]*(?<number>\d{8,9})[\s:,*#]*(?<after>\D*)$/u.exec(shape)?.groups
  if (!found) return undefined
  const word = `${found['before'] ?? ''}${found['after'] ?? ''}`.replace(/\s|举报|编号|report/gu, '')
  const { status } = refs.policy.words
  if (word !== '' && !status.includes(word)) return undefined
  const number = found['number'] as string
  // Alone it may be a sender as well.
  return word !== '' || own(state).some((each) => each.number === number) ? number : undefined
}

/** Complaints have eight digits and are answered by those who keep them. */
export function statusOf(
  turn: Turn,
  number: string | undefined,
  mo: Pick<Mo, 'from' | 'channel' | 'fingerprint'>,
  voice: Voice,
  situation: Situation,
): Turn {
  const texts = reportTextsIn(turn.state.language)
  if (number !== undefined && complaintNumber.safeParse(number).success) {
    const data = {
      msisdn: mo.from,
      channel: mo.channel,
      language: turn.state.language,
      from: voice.from,
      fingerprint: mo.fingerprint,
      silent: voice.silent,
    }
    const asked: Emit = { topic: 'complaint.commands', key: situation.key, type: 'status.asked', data }
    return { ...turn, emit: [...turn.emit, asked] }
  }
  if (number !== undefined) {
    const found = reportNumber.safeParse(number).success
      ? own(turn.state).find((each) => each.number === number)
      : undefined
    const text = found ? texts.status([lineOf(found)]) : texts.notYours(number)
    return say(turn, text, voice, situation)
  }
  const lines = own(turn.state).slice(-3).map(lineOf).toReversed()
  return say(turn, lines.length > 0 ? texts.status(lines) : texts.noReports, voice, situation)
}

/** A report, or a half of one: joined with the half that waits, or kept until the other comes. */
function takeIn(turn: Turn, read: Forwarded, mo: Mo, voice: Voice, situation: Situation): Turn {
  const { refs, cause } = situation
  const texts = reportTextsIn(turn.state.language)
  const pending = turn.state.pending
  const waits = pending?.text
  const isOwn = 'sender' in read && read.sender?.address === mo.from
  if (pending && waits !== undefined) {
    const whole = { ...pending, text: waits, channel: mo.channel }
    if (saysNobody(mo.text, refs.policy.reports.nobody))
      return file(turn, { ...whole, sender: undefined }, voice, situation)
    const chosen = whichSaid(mo.text, pending.senders ?? [])
    const [sender, ...others] = sendersOf(read, mo.text, refs.country) ?? []
    if (chosen.length > 0) return fileOfEach(turn, whole, chosen, voice, situation)
    if (sender?.address === mo.from) return help(turn, texts.ownNumber, voice, situation)
    if (sender && others.length > 0) {
      const kept: Turn = { ...turn, state: { ...turn.state, pending: { ...pending, senders: [sender, ...others] } } }
      return help(kept, whichOf([sender, ...others], texts), voice, situation)
    }
    if (sender) return file(turn, { ...whole, sender }, voice, situation)
    if (read.kind === 'no-sender' && read.text === undefined)
      return help(turn, texts.notSender(read.typed), voice, situation)
    if (read.kind === 'empty') return help(turn, texts.askSender(pending.number), voice, situation)
    if (read.kind === 'picture') return help(turn, texts.picture, voice, situation)
    if (read.kind === 'text' && (isThanks(mo.text) || !/[\p{L}\d]/u.test(read.text)))
      return help(turn, texts.askSender(pending.number), voice, situation)
    if (read.kind === 'text' && asksHow(read.text)) return help(turn, texts.how, voice, situation)
    if (read.kind === 'text' && isRemark(read.text))
      return help(turn, texts.notSender(read.text.slice(0, 20)), voice, situation)
    // Another report begins: the one that waits is taken as it is.
    const filed = file(turn, { ...whole, sender: undefined }, { ...voice, silent: true }, situation)
    return takeIn(filed, read, mo, voice, situation)
  }
  const incomplete = mo.incomplete ? { incomplete: true as const } : {}
  const number = reportNumberOf(cause)
  switch (read.kind) {
    case 'report':
      if (isOwn) return waitFor(turn, { text: read.text, ...incomplete }, texts.ownNumber, mo, voice, situation)
      return file(
        turn,
        { number, text: read.text, sender: read.sender, channel: mo.channel, ...incomplete },
        voice,
        situation,
      )
    case 'text': {
      const { sender } = pending ?? {}
      if (sender)
        return file(turn, { number, text: read.text, sender, channel: mo.channel, ...incomplete }, voice, situation)
      if (isThanks(mo.text) && own(turn.state).length > 0) return statusOf(turn, undefined, mo, voice, situation)
      if (isThanks(mo.text) || isGreeting(read.text) || asksHow(read.text))
        return help(turn, texts.how, voice, situation)
      const known = withoutSender(read.text, refs.policy.reports.nobody)
      if (known !== undefined && !isGreeting(known))
        return file(turn, { number, text: known, channel: mo.channel, ...incomplete }, voice, situation)
      return waitFor(turn, { text: read.text, ...incomplete }, texts.askSender(number), mo, voice, situation)
    }
    case 'sender':
      if (isOwn) return help(turn, texts.ownNumber, voice, situation)
      return waitFor(
        turn,
        { sender: read.sender },
        texts.askText(senderWords(read.sender.address)),
        mo,
        voice,
        situation,
      )
    case 'senders': {
      const { senders, text } = read
      const which = whichOf(senders, texts)
      return text === undefined
        ? help(turn, which, voice, situation)
        : waitFor(turn, { text, senders, ...incomplete }, which, mo, voice, situation)
    }
    case 'no-sender': {
      const wrong = texts.notSender(read.typed)
      return read.text === undefined
        ? help(turn, wrong, voice, situation)
        : waitFor(turn, { text: read.text, ...incomplete }, wrong, mo, voice, situation)
    }
    case 'picture':
      return help(turn, texts.picture, voice, situation)
    case 'empty':
      return help(turn, texts.how, voice, situation)
  }
}

/** Who is named in an answer to the question who sent it; undefined: it is another message. */
function sendersOf(read: Forwarded, text: string, country: string): readonly Sender[] | undefined {
  if (read.kind === 'sender') return [read.sender]
  if (read.kind === 'senders' && read.text === undefined) return read.senders
  // What is a name by its letters is none when it is thanks.
  const named = read.kind === 'text' && !isThanks(text) ? senderOf(read.text, country) : undefined
  return named ? [named] : sendersSaid(text, country)
}

const whichOf = (senders: readonly Sender[], texts: ReturnType<typeof reportTextsIn>): string =>
  texts.whichSender(senders.map((each) => senderWords(each.address)))

/** The same text of several senders is a report of each. */
function fileOfEach(
  turn: Turn,
  whole: Omit<Filed, 'sender'>,
  senders: readonly Sender[],
  voice: Voice,
  situation: Situation,
): Turn {
  return senders.reduce((filed, sender, index) => {
    const number = index === 0 ? whole.number : reportNumberOf(`${situation.cause} ${index}`)
    return file(filed, { ...whole, number, sender }, voice, situation)
  }, turn)
}

function waitFor(
  turn: Turn,
  half: Pick<Pending, 'text' | 'sender' | 'senders' | 'incomplete'>,
  question: string,
  mo: Mo,
  voice: Voice,
  situation: Situation,
): Turn {
  const { text } = half
  const kept = text === undefined ? {} : { text: text.slice(0, REPORTED_TEXT) }
  const pending: Pending = { ...half, ...kept, number: reportNumberOf(situation.cause), at: situation.now, code: mo.to }
  return say({ ...turn, state: { ...turn.state, pending } }, question, voice, situation)
}

const isRemark = (text: string): boolean => text.length <= LONGEST_REMARK && !/\d{5,}|[a-z0-9]\.[a-z]/iu.test(text)

/** `你好`, `1`, `举报`: who says no more wants to know how. With its sender, the shortest message is a report. */
const isGreeting = (text: string): boolean =>
  text.length <= 4 ||
  !/[\p{L}\p{N}]/u.test(text) ||
  /^(?:我?要?举报(?:垃圾|诈骗)?(?:短信|信息)?|垃圾短信|(?:i want to )?report(?: spam)?|hello)[\s\p{P}]*$/iu.test(text)

/** When what waits for its other half is not waited for any longer. */
export const pairedBy = ({ at }: Pending, { refs }: Pick<Situation, 'refs'>): number =>
  at + refs.policy.reports.pairMinutes * MINUTE

/** The other half never came: a text is taken without its sender; of a sender alone it is said that nothing was reported. */
export function giveUpPairing(turn: Turn, situation: Situation): Turn {
  const { pending, ...rest } = turn.state
  if (!pending || pairedBy(pending, situation) > situation.now) return turn
  const voice: Voice = { from: pending.code, silent: false }
  const { text, sender } = pending
  if (text !== undefined) return file(turn, { ...pending, text, sender: undefined, channel: 'sms' }, voice, situation)
  const missed = reportTextsIn(rest.language).textMissed(senderWords(sender?.address ?? ''))
  return say({ ...turn, state: rest }, missed, voice, situation)
}
