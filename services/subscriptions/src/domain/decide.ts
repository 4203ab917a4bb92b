import type { Envelope, Subscription } from '#contracts'
import { hearing, remembering } from '#policy'
import type { Context, Decision, Wake } from '#process'
import { type Command, languageOf, normalizeText, withdrawalIn } from '#sms'
import { reportTextsIn, textsIn } from '#texts'
import { answer, help } from './answer.ts'
import { blockPort, marketingOff, unblockPort } from './blocks.ts'
import { answerQuestion, askCancelAll, cancelNumbers, cancelServices, openQuestion, withoutQuestion } from './cancel.ts'
import { askOnLine, followGuardian, lockOfFormer, voidAgreed } from './line.ts'
import { aboutOf, isExpired, isQueryCode, sendFullList, sendMore, sendPortList } from './lists.ts'
import { refuseMarketing } from './marketing.ts'
import { decideMt } from './mt.ts'
import { namedToCancel } from './names.ts'
import { activate, decideCommand, isOfFormerOwner } from './numbers.ts'
import { idOf, withoutOver } from './one-off.ts'
import { portMeant } from './ports.ts'
import { isPassedOn, spammerIn, speaksOfSpam } from './spam.ts'
import {
  type Consent,
  type Mo,
  type MtRequest,
  newSubscriber,
  type Refs,
  type Situation,
  type SubscriberCommand,
  type SubscriberState,
  type Turn,
} from './state.ts'
import {
  askForProof,
  askForRefund,
  askForService,
  askStatus,
  askToSubscribe,
  complain,
  complaintOf,
  rate,
  serviceByCode,
  withdrawReport,
} from './subscribe.ts'
import { undo } from './undo.ts'

type Input = Envelope<'mo.received', Mo> | SubscriberCommand | MtRequest | Consent

/** Everything that one subscriber says, and what is said to and about them, in the order it came. */
export function decideSubscriber(
  state: SubscriberState | undefined,
  message: Envelope | Wake,
  context: Context<Refs>,
): Decision<SubscriberState> {
  if (message.type === 'wake') return { state }
  const current = withoutOver(state, context.now, context.refs)
  return tell(state, decideInput(current, message as Input, context), context.key)
}

function decideInput(
  state: SubscriberState | undefined,
  input: Input,
  context: Context<Refs>,
): Decision<SubscriberState> {
  if (input.type === 'mo.received')
    return isOfFormerOwner(state, context.now)
      ? lockOfFormer(state, input.data, context)
      : decideMo(state, input, context)
  if (input.type === 'mt.requested') return decideMt(state, input, context)
  if (input.type === 'consent.given') return activate(state, input.data, context)
  if (input.type === 'consents.voided') return voidAgreed(state, input.data, context)
  if (input.type === 'guardian.changed')
    return isOfFormerOwner(state, context.now) ? { state } : followGuardian(state, input.data)
  if (input.type === 'marketing.refused')
    return isOfFormerOwner(state, context.now) ? { state } : refuseMarketing(state, input.data, context)
  return decideCommand(state, input, context)
}

/** Whatever changed them, the blocks are told whole to those who check without asking us, and the language to those who write. */
function tell(
  before: SubscriberState | undefined,
  decision: Decision<SubscriberState>,
  key: string,
): Decision<SubscriberState> {
  return tellLanguage(before, tellBlocks(before, decision, key), key)
}

function tellLanguage(
  before: SubscriberState | undefined,
  decision: Decision<SubscriberState>,
  key: string,
): Decision<SubscriberState> {
  const { language, languageChosen: chosen } = decision.state ?? {}
  if (language === undefined || (language === before?.language && chosen === before.languageChosen)) return decision
  const told = {
    topic: 'subscriber.events',
    key,
    type: 'language.set',
    data: { subscriber: key, language, ...(chosen ? { chosen } : {}) },
  }
  return { ...decision, emit: [...(decision.emit ?? []), told] }
}

function tellBlocks(
  before: SubscriberState | undefined,
  decision: Decision<SubscriberState>,
  key: string,
): Decision<SubscriberState> {
  const blocks = decision.state?.blocks ?? []
  if (blocks === before?.blocks || (blocks.length === 0 && (before?.blocks ?? []).length === 0)) return decision
  const told = blocks.map(({ port, scope }) => ({ port, scope }))
  return {
    ...decision,
    emit: [...(decision.emit ?? []), { topic: 'subscriber.blocks', key, type: 'blocks.set', data: { blocks: told } }],
  }
}

function decideMo(
  state: SubscriberState | undefined,
  message: Envelope<'mo.received', Mo>,
  context: Context<Refs>,
): Decision<SubscriberState> {
  const { refs, now, key, cause } = context
  const texted = message.data
  const mo = toItsPort(texted, state, context)
  const command = atItsPort(refs.parse(mo.text), state, context, mo)
  const isCode = command.kind === 'unknown' && serviceByCode(command.shape, { refs, mo, now }) !== undefined
  const subscriber = listening(state ?? newSubscriber(mo.from), command, mo, isCode)
  const situation: Situation = {
    now,
    key,
    refs,
    cause,
    mo,
    texted: texted.to,
    language: subscriber.language ?? 'zh-CN',
  }
  const { heard: last, ...calm } = subscriber
  if (!acts(command, subscriber, situation)) return obey({ state: calm, emit: [] }, command, situation)
  const { repeats, heard } = hearing(last, mo, now, refs.policy)
  const acted = remembering(subscriber.acted, mo.fingerprint, now, refs.policy)
  if (!acted) return { state }
  const next = { ...(repeats ? (state ?? subscriber) : calm), acted, ...(heard ? { heard } : {}) }
  return repeats ? { state: next } : obey({ state: next, emit: [] }, command, situation)
}

/** What is sent to an extension is sent to its port. */
function toItsPort(mo: Mo, state: SubscriberState | undefined, { refs, now }: Context<Refs>): Mo {
  if (refs.policy.shortCodes.query.includes(mo.to)) return mo
  const to = portMeant(mo.to, state, refs, now)
  return to === mo.to ? mo : { ...mo, to }
}

/**
 * At a port the code of its service comes before what is no word of a port there: a language's bare name (`英语`), and a
 * number when no list was sent from it.
 */
function atItsPort(
  command: Command,
  state: SubscriberState | undefined,
  { refs, now }: Context<Refs>,
  mo: Mo,
): Command {
  if (command.kind !== 'numbers' && !(command.kind === 'language' && command.to)) return command
  if (command.kind === 'numbers' && state?.lists.some(({ about }) => about === mo.to)) return command
  const shape = normalizeText(mo.text)
  if (command.kind === 'language' && refs.policy.words.language.some((word) => shape.startsWith(word))) return command
  return serviceByCode(shape, { refs, mo, now }) ? { kind: 'unknown', shape } : command
}

/** A language that `语言` set stays until it is set again; else it follows what the subscriber writes. Digits say nothing. */
function listening(state: SubscriberState, command: Command, mo: Mo, isCode: boolean): SubscriberState {
  if (command.kind === 'language' && command.to) return { ...state, language: command.to, languageChosen: true }
  const heard = state.languageChosen || isCode ? undefined : languageOf(mo.text)
  return heard && heard !== state.language && !isBareLetter(mo.text) ? { ...state, language: heard } : state
}

/** `T`, `TD`, `N` and their like are typed by everybody, whatever they speak. */
const isBareLetter = (text: string): boolean => /^[a-z]{1,2}$/.test(normalizeText(text))

/** Handling these twice would act twice, so a repetition by the network is recognised (docs/rules.md, "Parsing"). */
function acts(command: Command, state: SubscriberState, situation: Situation): boolean {
  if (command.kind === 'unknown')
    return (
      (!isQueryCode(situation) && !!serviceByCode(command.shape, situation)) ||
      onlyNamed(state, situation) !== undefined
    )
  return command.kind !== 'list' && command.kind !== 'help' && command.kind !== 'empty'
}

/** What changes something, and so ends the question whether all is to be cancelled. */
function changes({ kind }: Command, situation: Situation): boolean {
  if (kind === 'block' || kind === 'marketing-off') return !isQueryCode(situation)
  return CHANGES.includes(kind) || kind === 'unknown'
}
const CHANGES: readonly Command['kind'][] = [
  'numbers',
  'undo',
  'full-block',
  'unblock',
  'subscribe',
  'refund',
  'complain',
  'solved',
  'reopen',
  'lock',
  'unlock',
  'guardian',
  'no-guardian',
]

function obey(before: Turn, command: Command, situation: Situation): Turn {
  const { mo, language } = situation
  const turn = acts(command, before.state, situation) && changes(command, situation) ? withoutQuestion(before) : before
  const texts = textsIn(language)
  switch (command.kind) {
    case 'undo':
      return undo(turn, command.code, situation)
    case 'more':
      return sendMore(turn, situation)
    case 'numbers':
      return cancelNumbers(turn, command.numbers, situation)
    case 'cancel-all':
      return askCancelAll(turn, situation)
    case 'language':
      return answer(turn, command.to ? texts.languageSet : texts.languageHow, situation)
    case 'help':
      return help(turn, isQueryCode(situation) ? texts.help : texts.portHelp(mo.to), situation, true)
    case 'yes':
      return answerQuestion(turn, true, situation)
    case 'no':
      return command.word === 'n' && !openQuestion(turn.state, situation) && !isQueryCode(situation)
        ? marketingOff(turn, situation)
        : answerQuestion(turn, false, situation)
    default:
      return isQueryCode(situation) ? obeyAtQueryCode(turn, command, situation) : obeyAtPort(turn, command, situation)
  }
}

/** To 10086 `0000` and `00000` mean the same; `退订` alone has the numbers to choose from. */
function obeyAtQueryCode(turn: Turn, command: Command, situation: Situation): Turn {
  if (command.kind === 'list' || command.kind === 'block' || command.kind === 'marketing-off')
    return sendFullList(turn, situation)
  if (command.kind === 'refund') return askForRefund(turn, command.rest, situation)
  if (command.kind === 'complain') {
    const complained = complain(turn, 'complaint.made', complaintOf(turn, command.rest, situation), situation)
    const spammer = spammerIn(command.rest, situation.mo.from, situation.refs.policy)
    return spammer === undefined ? complained : toReport(complained, spammer, situation)
  }
  if (command.kind === 'status') return askStatus(turn, command.number, situation)
  if (command.kind === 'solved' || command.kind === 'reopen') return rate(turn, command.kind === 'solved', situation)
  if (command.kind === 'proof') return askForProof(turn, situation)
  if (
    command.kind === 'lock' ||
    command.kind === 'unlock' ||
    command.kind === 'guardian' ||
    command.kind === 'no-guardian'
  )
    return askOnLine(turn, command, situation)
  const { text } = situation.mo
  const withdrawal = command.kind === 'unknown' ? withdrawalIn(text) : undefined
  if (withdrawal?.namesReport) return withdrawReport(turn, withdrawal, situation)
  // Spam that names a service, `退订回T` behind it, cancels nothing.
  if (command.kind === 'unknown' && isPassedOn(text)) return toReports(turn, situation)
  const cancelled = cancelNamed(turn, command, situation)
  if (cancelled) return cancelled
  if (command.kind === 'unknown' && speaksOfSpam(text, situation.refs.policy)) return toReports(turn, situation)
  return notUnderstood(turn, textsIn(situation.language).help, situation)
}

/** The one service that a text names to be cancelled. */
function onlyNamed(state: SubscriberState, situation: Situation): Subscription | undefined {
  const named = namedToCancel(state, situation)
  return named?.length === 1 ? named[0] : undefined
}

/** What is named is cancelled, and can be undone; who names nothing of theirs, or several, gets the numbers to choose from. */
function cancelNamed(turn: Turn, command: Command, situation: Situation): Turn | undefined {
  if (command.kind !== 'unknown') return undefined
  const only = onlyNamed(turn.state, situation)
  if (only) return cancelServices(turn, [idOf(only)], situation)
  const waits = openQuestion(turn.state, situation) ?? openList(turn.state, situation)
  if (waits || !namedToCancel(turn.state, situation)) return undefined
  return isQueryCode(situation) ? sendFullList(turn, situation) : sendPortList(turn, situation)
}

function obeyAtPort(turn: Turn, command: Command, situation: Situation): Turn {
  switch (command.kind) {
    case 'list':
      return sendPortList(turn, situation)
    case 'block':
      return blockPort(turn, 'marketing', situation)
    case 'full-block':
      return blockPort(turn, 'full', situation)
    case 'unblock':
      return unblockPort(turn, situation)
    case 'marketing-off':
      return marketingOff(turn, situation)
    case 'subscribe':
      return askToSubscribe(turn, situation)
    case 'status':
      // `查询` at a port asks what `0000` does; with a number it is about a complaint.
      return command.number === undefined ? sendPortList(turn, situation) : elsewhere(turn, situation)
    case 'refund':
    case 'complain':
    case 'proof':
    case 'solved':
    case 'reopen':
    case 'lock':
    case 'unlock':
    case 'guardian':
    case 'no-guardian':
      return elsewhere(turn, situation)
    default:
      if (command.kind === 'unknown') {
        const named = serviceByCode(command.shape, situation)
        if (named) return askForService(turn, named, situation)
      }
      return (
        cancelNamed(turn, command, situation) ??
        notUnderstood(turn, textsIn(situation.language).portHelp(situation.mo.to), situation)
      )
  }
}

/** Understood, and nothing that a port answers. */
const elsewhere = (turn: Turn, situation: Situation): Turn => {
  const [query] = situation.refs.policy.shortCodes.query
  return help(turn, textsIn(situation.language).elsewhere(query as string), situation)
}

/** Who passes spam on to 10086 is told of the number that takes it. */
const toReports = (turn: Turn, situation: Situation): Turn => {
  const [code] = situation.refs.policy.shortCodes.reports
  return help(turn, reportTextsIn(situation.language).reportTo(code as string), situation, true)
}

/** Whoever complains that a number sends spam is told how that is reported, too, and how to hear nothing from it. */
const toReport = (turn: Turn, sender: string, situation: Situation): Turn => {
  const [code] = situation.refs.policy.shortCodes.reports
  return answer(turn, reportTextsIn(situation.language).reportOf(sender, code as string), situation)
}

/** What may have been meant as the answer to a question of ours, or to a list, is told so at once, and how to say it. */
function notUnderstood(turn: Turn, text: string, situation: Situation): Turn {
  const texts = textsIn(situation.language)
  if (openQuestion(turn.state, situation)) return help(turn, texts.yesOrNo, situation, true)
  if (openList(turn.state, situation)) return help(turn, texts.onlyNumbers, situation, true)
  return help(turn, text, situation)
}

/** The list that was sent here, while a reply may still be meant for it. */
const openList = (state: SubscriberState, situation: Situation) =>
  state.lists.find((each) => each.about === aboutOf(situation) && !isExpired(each, situation))
