import type { Language } from '#contracts'
import { type VoiceItem, type VoicePurpose, voiceTextsIn } from '#texts'

/** Keys 1 to 7 stand for services; 8, 9 and 0 have meanings of their own. */
const PAGE = 7
const MOST_MISTAKES = 3

/** Where a caller stands in the menu. The list is the one that was read out: keys never shift onto another service. */
export interface Position {
  readonly menu: 'main' | 'list' | 'confirm'
  readonly purpose?: VoicePurpose
  readonly services: readonly string[]
  readonly page: number
  readonly chosen?: string
  readonly mistakes: number
}

export const start: Position = { menu: 'main', services: [], page: 0, mistakes: 0 }

export type VoiceAct =
  | { readonly kind: 'cancel' | 'refund'; readonly serviceId: string }
  | { readonly kind: 'complain'; readonly serviceId?: string }

export interface Step {
  readonly say: string
  readonly position: Position
  readonly act?: VoiceAct
  readonly end?: true
}

/** What the menu reads out: the subscriber's services now, by id, in their order. */
export interface Caller {
  readonly language: Language
  readonly services: readonly (Omit<VoiceItem, 'key'> & { readonly serviceId: string })[]
}

/**
 * One step of the keypad menu: what was pressed, and what is said then. Voice may query, cancel, dispute and complain,
 * never confirm (docs/rules.md, "Double confirmation").
 */
export function press(position: Position, digits: string | undefined, caller: Caller): Step {
  const texts = voiceTextsIn(caller.language)
  if (digits === undefined) return { say: texts.main, position: start }
  switch (position.menu) {
    case 'main':
      return pressMain(position, digits, caller)
    case 'list':
      return pressList(position, digits, caller)
    case 'confirm':
      return pressConfirm(position, digits, caller)
  }
}

function pressMain(position: Position, digits: string, caller: Caller): Step {
  const texts = voiceTextsIn(caller.language)
  const purposes: Record<string, VoicePurpose> = { '1': 'cancel', '2': 'refund', '3': 'complain' }
  const purpose = purposes[digits]
  if (digits === '0') return { say: texts.goodbye, position: start, end: true }
  if (digits === '9') return { say: texts.main, position: start }
  if (!purpose) return mistake(position, texts.main, caller)
  if (caller.services.length === 0 && purpose !== 'complain')
    return { say: `${texts.nothing}${texts.main}`, position: start }
  return readOut(
    { menu: 'list', purpose, services: caller.services.map((each) => each.serviceId), page: 0, mistakes: 0 },
    caller,
  )
}

function pressList(position: Position, digits: string, caller: Caller): Step {
  const texts = voiceTextsIn(caller.language)
  const { services, page } = position
  const purpose = position.purpose as VoicePurpose
  if (digits === '0') return { say: texts.main, position: start }
  if (digits === '9' && services.length > (page + 1) * PAGE) return readOut({ ...position, page: page + 1 }, caller)
  if (digits === '8' && purpose === 'complain') return { say: '', position: start, act: { kind: 'complain' } }
  const chosen = /^[1-7]$/.test(digits) ? services[page * PAGE + Number(digits) - 1] : undefined
  if (chosen === undefined) return mistake(position, readOut(position, caller).say, caller)
  if (purpose === 'complain') return { say: '', position: start, act: { kind: 'complain', serviceId: chosen } }
  const item = caller.services.find((each) => each.serviceId === chosen) ?? { partner: '', service: chosen }
  return { say: texts.confirm(purpose, item), position: { ...position, menu: 'confirm', chosen } }
}

function pressConfirm(position: Position, digits: string, caller: Caller): Step {
  const texts = voiceTextsIn(caller.language)
  const { purpose, chosen } = position
  if (digits === '0') return readOut({ ...position, menu: 'list' }, caller)
  if (digits !== '1' || chosen === undefined || purpose === undefined || purpose === 'complain')
    return mistake(position, '', caller)
  const done = purpose === 'cancel' ? texts.cancelled : texts.disputed
  return { say: `${done}${texts.main}`, position: start, act: { kind: purpose, serviceId: chosen } }
}

function readOut(position: Position, caller: Caller): Step {
  const { services, page } = position
  const items = services.slice(page * PAGE, (page + 1) * PAGE).map((serviceId, place): VoiceItem => {
    const known = caller.services.find((each) => each.serviceId === serviceId)
    const { partner, service, tariffFen, period } = known ?? {
      partner: '',
      service: serviceId,
      tariffFen: 0,
      period: 'month',
    }
    return { key: place + 1, partner, service, tariffFen, period }
  })
  const more = services.length > (page + 1) * PAGE
  const say = voiceTextsIn(caller.language).list(position.purpose as VoicePurpose, items, more)
  return { say, position }
}

/** A key that means nothing here: said, and asked again, three times. */
function mistake(position: Position, again: string, caller: Caller): Step {
  const texts = voiceTextsIn(caller.language)
  const mistakes = position.mistakes + 1
  if (mistakes >= MOST_MISTAKES) return { say: texts.tooMany, position: start, end: true }
  return { say: `${texts.notAChoice}${again}`, position: { ...position, mistakes } }
}
