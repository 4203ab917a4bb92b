import { cluesIn, squeezed } from '#clues'
import type { ReportedSender, SpamKind, TextClues } from '#contracts'
import type { Policy } from '#policy'
import type { CatalogueView } from '#reference'
import type { MessageClasses } from '#sms'
import type { Sender } from './sender.ts'

export interface SortingRefs {
  readonly policy: Policy
  readonly catalogue: CatalogueView
  readonly classes: MessageClasses
  readonly keyOf: (address: string) => string
}

export interface Reason {
  readonly rule: string
  readonly words: string
}

/** A report by who sent it, what is in it, and what it is. */
export interface Sorting extends TextClues {
  readonly sender: ReportedSender
  readonly kind: SpamKind
  readonly reasons: readonly Reason[]
  readonly honest?: 'otp' | 'service'
}

/** What it is taken for where several kinds are seen: the gravest. */
const GRAVEST = ['minors', 'fraud', 'impersonation', 'porn', 'gambling', 'loan', 'invoice', 'marketing'] as const
const MOST_REASONS = 20

/** Sorts a report; each finding is a reason that staff read (docs/rules.md, "Spam reports"). */
export function sortReport(text: string, from: Sender | undefined, now: number, refs: SortingRefs): Sorting {
  const clues = cluesIn(text)
  const sender = whoseIs(from, now, refs)
  const shapes = squeezed(text)
  const honest = honestyOf(text, shapes.loose, sender, clues, refs)
  const reasons = reasonsOf(shapes, sender, clues, refs)
  const kind = honest
    ? 'other'
    : (GRAVEST.find((each) => reasons.some(({ rule }) => rule.startsWith(`${each}.`))) ?? 'other')
  const about = {
    rule: `sender.${sender.kind}`,
    words: sender.port ?? (sender.kind === 'person' ? '' : (sender.address ?? '')),
  }
  const named = honest ? [{ rule: `honest.${honest}`, words: '' }] : []
  return {
    ...clues,
    sender,
    kind,
    reasons: [about, ...named, ...reasons].slice(0, MOST_REASONS),
    ...(honest ? { honest } : {}),
  }
}

/** A partner’s port by its longest beginning that the catalogue knows, one of the operator’s own, a person, one abroad. */
export function whoseIs(
  from: Sender | undefined,
  now: number,
  { policy, catalogue, keyOf }: SortingRefs,
): ReportedSender {
  if (!from) return { kind: 'unknown' }
  const { address, look } = from
  const known = { address, id: keyOf(address) }
  if (look === 'number') return { ...known, kind: 'person' }
  if (look === 'foreign') return { ...known, kind: 'foreign' }
  if (look !== 'port') return { ...known, kind: 'unknown' }
  const { query, prompts, reports } = policy.shortCodes
  if ([...query, prompts, ...reports].includes(address)) return { ...known, kind: 'own' }
  for (let length = address.length; length >= 3; length--) {
    const port = address.slice(0, length)
    const partnerId = catalogue.approval(port, now)?.partnerId ?? catalogue.port(port, now)[0]?.partnerId
    if (partnerId) return { ...known, kind: 'port', port, partnerId }
  }
  if (policy.reports.own.some((prefix) => address.startsWith(prefix))) return { ...known, kind: 'own' }
  return { ...known, kind: 'unknown' }
}

const CODE =
  /验证码|校验码|动态(?:密)?码|动态密码|确认码|激活码|授权码|取件码|(?:verification|security|confirmation|login) code|passcode|one.time (?:password|pin)|\botp\b|code is|is your/u
const NOTICE =
  /尾号\d{3,4}|账户\d{3,4}|消费人民币|(?:支出|收入|入账|存入|转入|转出|扣款)|余额|快递|包裹|取件|签收|订单|发货|派送|航班|车次|次列车|挂号|就诊|套餐(?:余量|内)|流量已用|话费|已使用|账单|还款日|缴费|验收|预约成功/u
const LURE =
  /点击|点此|领取|立即|速|抢|优惠|特价|促销|中奖|抽奖|红包|返现|贷款|借款|投资|理财|加微|微信|qq|退订|冻结|异常|失效|过期|click|claim|free|offer|discount|urgent|locked|suspended/u
/** Numbers that only their owners send from. */
const WELL_KNOWN = /^(?:95\d{3}|96\d{3,4}|100\d{2}|12\d{3}|11\d{3})$/

/** A one-time password, or a notice of an honest sender about what its reader did: never joined with others. */
function honestyOf(
  text: string,
  loose: string,
  sender: ReportedSender,
  { links, phones, accounts }: TextClues,
  { classes }: SortingRefs,
): Sorting['honest'] {
  if (links.length > 0 || accounts.length > 0 || sender.kind === 'person' || sender.kind === 'foreign') return undefined
  if (phones.some((phone) => phone.length > 6 && !/^[48]00\d{7}$/.test(phone))) return undefined
  if (CODE.test(loose) && classes.otpFlaw(text) === undefined) return 'otp'
  const isKnown = sender.kind === 'port' || sender.kind === 'own' || WELL_KNOWN.test(sender.address ?? '')
  return isKnown && NOTICE.test(loose) && !LURE.test(loose) ? 'service' : undefined
}

function reasonsOf(
  { loose, tight }: { loose: string; tight: string },
  sender: ReportedSender,
  { links, phones, accounts }: TextClues,
  { policy }: SortingRefs,
): Reason[] {
  const { signs } = policy.reports
  const has = (word: string) =>
    /\p{Script=Han}/u.test(word) ? tight.includes(word.replace(/\s/g, '')) : isWord(word, loose)
  const hits = (kind: (typeof GRAVEST)[number]) =>
    signs[kind].filter(has).map((words) => ({ rule: `${kind}.words`, words: words.slice(0, 80) }))
  const leads =
    links.length > 0 ||
    accounts.length > 0 ||
    phones.some((phone) => /^861/.test(phone)) ||
    sender.kind === 'person' ||
    sender.kind === 'foreign'
  // A bank’s name in its own message from its own port is no impersonation.
  const pretends = leads && sender.kind !== 'port' && sender.kind !== 'own'
  const card = accounts.find(({ kind }) => kind === 'card')
  return [
    ...hits('minors'),
    ...hits('fraud'),
    ...(card ? [{ rule: 'fraud.card', words: `…${card.id.slice(-4)}` }] : []),
    ...(pretends ? hits('impersonation') : []),
    ...(sender.kind === 'unknown' && /^11[029]$|^12[02]$|^911$/.test(sender.address ?? '')
      ? [{ rule: 'impersonation.emergency', words: sender.address ?? '' }]
      : []),
    ...hits('porn'),
    ...hits('gambling'),
    ...hits('loan'),
    ...hits('invoice'),
    ...hits('marketing'),
  ]
}

/** A word of letters stands alone: `sale` is not in `salesman`. */
function isWord(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ''
    const after = text[at + word.length] ?? ''
    if (!/[a-z]/.test(before) && !/[a-z]/.test(after)) return true
  }
  return false
}
