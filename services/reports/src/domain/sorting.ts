import { asksForKeys, honestOf, isDisguised, isHonestLink } from '#campaigns'
import { cluesIn, squeezed } from '#clues'
import type { ReportedSender, SpamKind, TextClues } from '#contracts'
import type { Policy } from '#policy'
import type { CatalogueView } from '#reference'
import { isFromPerson, isPersons, type Sender } from './sender.ts'
import { type Reason, type Shapes, signsIn } from './signs.ts'
import { callsIn, officesIn, swindleIn } from './swindle.ts'
import { withoutWarnings } from './warned.ts'

export interface SortingRefs {
  readonly policy: Policy
  readonly catalogue: CatalogueView
  readonly keyOf: (address: string) => string
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
  const reasons = reasonsOf(shapes, sender, clues, now, refs)
  const isSwindle = reasons.some(({ rule }) => rule.startsWith('fraud.')) && asksForKeys(shapes.loose)
  const honest = isDisguised(text) || isSwindle ? undefined : honestyOf(shapes.loose, sender, clues)
  const kind = honest
    ? 'other'
    : (GRAVEST.find((each) => reasons.some(({ rule }) => rule.startsWith(`${each}.`))) ?? 'other')
  const about = {
    rule: `sender.${sender.kind}`,
    words: sender.port ?? (isPersons(sender) ? '' : (sender.address ?? '')),
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

/** A partner’s port, with whatever digits behind it, one of the operator’s own, a person, one abroad. */
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
  const port = catalogue.portOf(address, now)
  const partnerId = catalogue.approval(port, now)?.partnerId ?? catalogue.port(port, now)[0]?.partnerId
  if (partnerId) return { ...known, kind: 'port', port, partnerId }
  if (policy.reports.own.some((prefix) => address.startsWith(prefix))) return { ...known, kind: 'own' }
  return { ...known, kind: 'unknown' }
}

/** A one-time password, or a service notice; people send neither, whatever their words are. */
const honestyOf = (narrow: string, sender: ReportedSender, clues: TextClues): Sorting['honest'] =>
  isFromPerson(sender) ? undefined : honestOf(narrow, clues, sender.address)

function reasonsOf(
  shapes: Shapes,
  sender: ReportedSender,
  { links, phones, accounts }: TextClues,
  now: number,
  { policy, catalogue }: SortingRefs,
): Reason[] {
  const { signs } = policy.reports
  const hits = (kind: (typeof GRAVEST)[number], of = shapes) =>
    signsIn(signs[kind], of).map((words) => ({ rule: `${kind}.words`, words: words.slice(0, 80) }))
  const isElsewhere = links.some(({ url }) => !isHonestLink(url)) || accounts.length > 0
  const isMobile = phones.some((phone) => /^861/.test(phone))
  const isOwnPort = sender.kind === 'port' || sender.kind === 'own'
  // A bank’s name in its own message from its own port is no impersonation.
  const pretends = !isOwnPort && (isElsewhere || isMobile || isFromPerson(sender))
  const card = accounts.find(({ kind }) => kind === 'card')
  const trades = [...hits('porn'), ...hits('gambling'), ...hits('loan'), ...hits('invoice'), ...hits('marketing')]
  const calls = callsIn(shapes.loose, phones) && !(isOwnPort && isOwners(shapes.loose, sender, now, catalogue))
  const leads = isElsewhere || isMobile || calls
  // Who warns of swindles speaks of what swindlers do.
  const said = leads ? shapes : withoutWarnings(shapes, policy.reports)
  return [
    ...hits('minors'),
    ...hits('fraud', said),
    ...swindleIn(said, policy, {
      leads,
      links: links.some(({ url }) => !isHonestLink(url)),
      trades: trades.length > 0,
    }),
    ...(card ? [{ rule: 'fraud.card', words: `…${card.id.slice(-4)}` }] : []),
    ...(pretends ? hits('impersonation') : []),
    ...(sender.kind === 'unknown' && /^11[029]$|^12[02]$|^911$/.test(sender.address ?? '')
      ? [{ rule: 'impersonation.emergency', words: sender.address ?? '' }]
      : []),
    ...trades,
  ]
}

/** Whether a number to call is its sender’s own: who rents a port and names an office, a bank or another’s service is neither. */
function isOwners(
  loose: string,
  { kind, port, partnerId }: ReportedSender,
  now: number,
  catalogue: CatalogueView,
): boolean {
  const offices = officesIn(loose)
  if (kind === 'own' || offices.length === 0) return true
  const partner = partnerId === undefined ? undefined : catalogue.partner(partnerId, now)
  const category = port === undefined ? undefined : catalogue.approval(port, now)?.category
  const named = `${partner?.nameZh ?? ''} ${partner?.nameEn ?? ''} ${category ?? ''}`.toLowerCase()
  return offices.some((office) => named.includes(office))
}
