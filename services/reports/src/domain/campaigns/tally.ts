import type { CampaignMember, campaignMembers, MemberSender, MessageOf } from '#contracts'
import { MOST_COUNTED as MOST, type WholePolicy } from '#policy'

const DAY = 86_400_000
const DAYS = 40

type LeftReport = Extract<MessageOf<typeof campaignMembers>, { type: 'report.left' }>['data']

/** One reporter, as a campaign remembers them while they count. */
export interface Counted {
  readonly reporter: string
  /** Their report. */
  readonly number?: string
  readonly at: number
  /** The weight of their word, and what of it counts after the group that they report with. */
  readonly weight: number
  readonly value: number
  readonly first: boolean
  readonly variant: string
  readonly beside: readonly string[]
}

/** What is counted of reports by what they say; of a port, the campaigns of their texts as well. */
export interface Counts {
  readonly size: number
  readonly reporters: number
  readonly honest: number
  readonly days: readonly { readonly day: number; readonly reports: number; readonly reporters: number }[]
  readonly kinds: Readonly<Record<string, number>>
  readonly senders: Readonly<Record<string, number>>
  /** Numbers of persons who sent it: what a block would be of. */
  readonly numbers: Readonly<Record<string, number>>
  readonly places: Readonly<Record<string, number>>
  readonly campaigns: Readonly<Record<string, number>>
}

export interface Tally extends Counts {
  readonly recent: readonly Counted[]
}

export const noCounts: Counts = {
  size: 0,
  reporters: 0,
  honest: 0,
  days: [],
  kinds: {},
  senders: {},
  numbers: {},
  places: {},
  campaigns: {},
}

export const nothing: Tally = { ...noCounts, recent: [] }

/** Counts one report. A second one of the same subscriber counts as a report, not as a reporter. */
export function count(tally: Tally, member: CampaignMember, { campaigns }: Pick<WholePolicy, 'campaigns'>): Tally {
  const { at } = member
  const recent = tally.recent.filter((each) => each.at > at - campaigns.days * DAY)
  // A group that reports the same things one after another is heard as its first and a little of each other.
  const fellows = recent.filter(
    ({ beside }) => member.beside.filter((each) => beside.includes(each)).length >= campaigns.together,
  ).length
  const counted: Counted = {
    reporter: member.reporter,
    number: member.number,
    at,
    weight: member.weight,
    value: member.weight / (1 + fellows),
    first: member.first,
    variant: member.variant,
    beside: member.beside,
  }
  // The last of them, so that whoever is new after a decision is heard.
  return { ...withOne(tally, member), recent: member.again ? recent : [...recent, counted].slice(-MOST) }
}

/** One report more. */
export const withOne = (counts: Counts, member: CampaignMember): Counts => ({
  size: counts.size + 1,
  reporters: counts.reporters + (member.again ? 0 : 1),
  honest: counts.honest + (member.honest ? 1 : 0),
  days: onDay(counts.days, Math.floor(member.at / DAY), member.again ? 0 : 1),
  kinds: more(counts.kinds, member.kind, 12),
  senders: more(counts.senders, nameOf(member.sender), 30),
  numbers: member.sender.number === undefined ? counts.numbers : more(counts.numbers, member.sender.number, 30),
  places: member.place === undefined ? counts.places : more(counts.places, member.place, 30),
  campaigns: more(counts.campaigns, member.of, TEXTS),
})

/** A report came from nobody who was named: what was counted of its sender is counted of the other. */
export function resorted<Of extends Counts>(counts: Of, former: MemberSender, sender: MemberSender): Of {
  const senders = more(fewer(counts.senders, nameOf(former)), nameOf(sender), 30)
  return {
    ...counts,
    senders,
    numbers: former.number === undefined ? counts.numbers : fewer(counts.numbers, former.number),
  }
}

/** What stays when reports with these counts leave. */
export function less(counts: Counts, gone: Counts): Counts {
  const left = (from: Tally['kinds'], of: Tally['kinds']) =>
    Object.entries(of).reduce((rest, [name, count]) => fewer(rest, name, count), from)
  const days = counts.days.map(({ day, reports, reporters }) => {
    const off = gone.days.find((each) => each.day === day)
    return { day, reports: reports - (off?.reports ?? 0), reporters: Math.max(0, reporters - (off?.reporters ?? 0)) }
  })
  return {
    size: Math.max(0, counts.size - gone.size),
    reporters: Math.max(0, counts.reporters - gone.reporters),
    honest: Math.max(0, counts.honest - gone.honest),
    days: days.filter(({ reports }) => reports > 0),
    kinds: left(counts.kinds, gone.kinds),
    senders: left(counts.senders, gone.senders),
    numbers: left(counts.numbers, gone.numbers),
    places: left(counts.places, gone.places),
    campaigns: left(counts.campaigns, gone.campaigns),
  }
}

/** A report counts here no more. */
export const without = (tally: Tally, left: LeftReport): Tally => ({
  ...lessOne(tally, left),
  recent: left.last ? tally.recent.filter((each) => each.reporter !== left.reporter) : tally.recent,
})

/** One report less. */
export function lessOne(counts: Counts, { last, honest, kind, sender, place, of, at }: LeftReport): Counts {
  const day = Math.floor(at / DAY)
  const reporters = last ? 1 : 0
  return {
    size: Math.max(0, counts.size - 1),
    reporters: Math.max(0, counts.reporters - reporters),
    honest: Math.max(0, counts.honest - (honest ? 1 : 0)),
    days: counts.days.map((each) =>
      each.day === day
        ? { day, reports: Math.max(0, each.reports - 1), reporters: Math.max(0, each.reporters - reporters) }
        : each,
    ),
    kinds: fewer(counts.kinds, kind),
    senders: fewer(counts.senders, sender ? nameOf(sender) : (largest(counts.senders)?.[0] ?? '')),
    numbers: sender?.number === undefined ? counts.numbers : fewer(counts.numbers, sender.number),
    places: place === undefined ? counts.places : fewer(counts.places, place),
    campaigns: fewer(counts.campaigns, of),
  }
}

const nameOf = ({ port, kind }: MemberSender): string => port ?? kind

/** One less of a name, or several; of one that is not counted by itself, of the rest. */
function fewer(counts: Readonly<Record<string, number>>, name: string, by = 1): Readonly<Record<string, number>> {
  const known = name in counts ? name : REST
  const { [known]: count = 0, ...rest } = counts
  return count > by ? { ...rest, [known]: count - by } : rest
}

function onDay(days: Tally['days'], day: number, reporters: number): Tally['days'] {
  const known = days.find((each) => each.day === day)
  if (known)
    return days.map((each) =>
      each === known ? { day, reports: each.reports + 1, reporters: each.reporters + reporters } : each,
    )
  return [...days, { day, reports: 1, reporters }].sort((a, b) => a.day - b.day).slice(-DAYS)
}

/** Texts of a port that are told apart. */
export const TEXTS = 50
/** What is counted together where there are more names than are kept. */
const REST = 'other'

/**
 * Adds one. Of more names than `most` the least counted go together, the oldest of them first: so one that begins late and
 * is common is known all the same.
 */
function more(counts: Readonly<Record<string, number>>, name: string, most: number): Readonly<Record<string, number>> {
  if (name in counts || Object.keys(counts).length < most) return { ...counts, [name]: (counts[name] ?? 0) + 1 }
  let [least, few] = ['', Number.POSITIVE_INFINITY]
  for (const each in counts) {
    const count = counts[each] as number
    if (each !== REST && count < few) [least, few] = [each, count]
  }
  const kept = { ...counts, [REST]: (counts[REST] ?? 0) + few, [name]: 1 }
  delete kept[least]
  return kept
}

export const largest = (counts: Readonly<Record<string, number>>): [string, number] | undefined =>
  Object.entries(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]

/** Those that have a name: what is counted together is no one thing. */
export const namedOf = ({ [REST]: _, ...named }: Readonly<Record<string, number>>) => named

/** Weighted reporters of the last days, at a time. */
export const weighted = ({ recent }: Tally, now: number, { campaigns }: Pick<WholePolicy, 'campaigns'>): number =>
  recent.reduce((sum, { at, value }) => (at > now - campaigns.days * DAY ? sum + value : sum), 0)

/** Two tallies as one; who stands in both counts once. */
export function together(a: Tally, b: Tally): Tally {
  const known = new Set(a.recent.map(({ reporter }) => reporter))
  const both = b.recent.filter(({ reporter }) => known.has(reporter)).length
  return {
    ...summed(a, b, both),
    recent: [...a.recent, ...b.recent.filter(({ reporter }) => !known.has(reporter))]
      .sort((x, y) => x.at - y.at)
      .slice(-MOST),
  }
}

/** What is counted of two, so many of whose reporters are the same. */
export function summed(a: Counts, b: Counts, both: number): Counts {
  const sum = (one: Tally['kinds'], other: Tally['kinds']) => {
    const counts = { ...one }
    for (const [name, value] of Object.entries(other)) counts[name] = (counts[name] ?? 0) + value
    return counts
  }
  const days = new Map(a.days.map((each) => [each.day, each]))
  for (const each of b.days) {
    const { reports = 0, reporters = 0 } = days.get(each.day) ?? {}
    days.set(each.day, { day: each.day, reports: reports + each.reports, reporters: reporters + each.reporters })
  }
  return {
    size: a.size + b.size,
    reporters: a.reporters + b.reporters - both,
    honest: a.honest + b.honest,
    days: [...days.values()].sort((x, y) => x.day - y.day).slice(-DAYS),
    kinds: sum(a.kinds, b.kinds),
    senders: sum(a.senders, b.senders),
    numbers: sum(a.numbers, b.numbers),
    places: sum(a.places, b.places),
    campaigns: sum(a.campaigns, b.campaigns),
  }
}
