import { Campaigns } from './campaigns.ts'
import { explain, type Span } from './explain.ts'
import { Grams } from './grams.ts'
import { BUT_PADDING, type JoinRules, joinRules, type Match } from './joining.ts'
import { type Reading, read } from './reading.ts'

export interface GivenText {
  readonly id: string
  readonly text: string
  readonly sender?: string | undefined
}

/** Why a text is where it is, for people. */
export interface Why {
  readonly because: string
  /** The text of its campaign that it is most alike. */
  readonly with?: string
  /** 1 is just enough to be joined. */
  readonly score?: number
  /** The share of the shorter text that both have, rarer words counting more, in percent. */
  readonly share?: number
  /** Pieces of this text that are in that one too, and those that are not: as they stand, and where. */
  readonly shared?: readonly Piece[]
  readonly differs?: readonly Piece[]
  /** Links, numbers and ids that both have. */
  readonly evidence?: readonly string[]
}
export interface Piece {
  readonly text: string
  readonly at: Span
}

export interface GroupedText {
  readonly id: string
  /** The id of its campaign’s first text; its own where it is alone. */
  readonly campaign: string
  readonly why: Why
}

/**
 * Groups texts that are all there. The most typical ones are taken first, whatever order they are given in, so that a
 * campaign begins with a text that the others are variants of; the order of the same texts changes nothing.
 * @param told called now and then with how many are done, of three times their number
 */
export function groupTexts(
  given: readonly GivenText[],
  { rules, told = () => {} }: { rules?: JoinRules; told?: (done: number) => void } = {},
): GroupedText[] {
  const typical = typicalFirst(given, told)
  const campaigns = new Campaigns(rules)
  const first: number[] = []
  const exemplars: number[] = []
  const merged = new Map<number, number>()
  const rootOf = (campaign: number): number => {
    const into = merged.get(campaign)
    return into === undefined ? campaign : rootOf(into)
  }
  const places: (number | undefined)[] = []
  const whys: Why[] = []
  const sizes: number[] = []
  const halves: { readonly index: number; readonly campaign: number; readonly match: Match }[] = []
  for (const [done, index] of typical.entries()) {
    if (done % 1000 === 0) told(2 * given.length + done)
    const reading = readGiven(given[index]!)
    const placed = campaigns.place(reading)
    if (placed.kind === 'apart') {
      whys[index] = { because: APART[placed.reason] }
      continue
    }
    if (placed.exemplar !== undefined) exemplars[placed.exemplar] = index
    places[index] = placed.campaign
    sizes[placed.campaign] = (sizes[placed.campaign] ?? 0) + 1
    if (placed.kind === 'new') {
      if (placed.nearest?.maybePadding) halves.push({ index, campaign: placed.campaign, match: placed.nearest })
      first[placed.campaign] = index
      whys[index] = placed.nearest
        ? {
            because: placed.nearest.score === BUT_PADDING ? DOUBTED : 'nothing is alike enough',
            ...about(given, index, reading, exemplars, placed.nearest),
          }
        : { because: reading.quiet === undefined ? 'nothing is alike' : QUIET }
      continue
    }
    whys[index] = { because: sentence(placed.match), ...about(given, index, reading, exemplars, placed.match) }
    for (const { campaign } of placed.alike) {
      const [from, into] = [rootOf(campaign), rootOf(placed.campaign)].sort((a, b) => b - a) as [number, number]
      if (from !== into) merged.set(from, into)
    }
  }
  // What hides many texts is shared by campaigns; what shares it with one, and has no other like it, is half of that one.
  for (const { index, campaign, match } of halves)
    if (sizes[campaign] === 1 && !merged.has(campaign) && sizes[match.campaign]! >= KNOWN_AS_A_WHOLE) {
      merged.set(campaign, rootOf(match.campaign))
      whys[index] = { ...whys[index]!, because: sentence(match) }
    }
  return given.map(({ id }, index) => {
    const place = places[index]
    return { id, campaign: place === undefined ? id : given[first[rootOf(place)]!]!.id, why: whys[index]! }
  })
}

/** Texts of a campaign that is surely one. */
const KNOWN_AS_A_WHOLE = 4

const DOUBTED = 'what is alike may be what both are hidden in, or half of another text: not joined by that alone'

const QUIET = 'it leads nowhere, and is joined with the same words alone'

const readGiven = ({ text, sender }: GivenText): Reading => read(text, { sender })

const APART = {
  otp: 'a one-time password: never joined',
  service: 'a service notice: never joined',
  personal: 'what one person writes to another: never joined with another such text',
  little: 'too few words to tell: never joined',
} as const

function sentence({ overlap, evidence }: Match): string {
  const percent = Math.round(Math.max(overlap.mine, overlap.theirs) * 100)
  const words = `${percent} % of the shorter text is the same, rarer words counting more`
  if (evidence.length === 0) return words
  const shared = evidence.map(({ kind, value }) => `the ${kind} ${value}`).join(', ')
  return percent < LITTLE_SHARED ? `both lead to ${shared}; ${words}` : `${words}, and ${shared}`
}

/** Where so little is the same, what both lead to is why they are one. */
const LITTLE_SHARED = 10

function about(
  given: readonly GivenText[],
  index: number,
  reading: Reading,
  exemplars: readonly number[],
  match: Match,
): Omit<Why, 'because'> {
  const other = given[exemplars[match.exemplar]!]!
  const { shared, differs } = explain(reading, readGiven(other))
  const { text } = given[index]!
  const piece = (at: Span): Piece => ({ text: text.slice(...at), at })
  return {
    with: other.id,
    score: Math.round(match.score * 100) / 100,
    share: Math.round(Math.max(match.overlap.mine, match.overlap.theirs) * 100),
    shared: shared.map(piece),
    differs: differs.map(piece),
    evidence: match.evidence.map(({ kind, value }) => `${kind} ${value}`),
  }
}

/** Texts that are one throughout: most of the longer one too. */
const THROUGHOUT: JoinRules = {
  ...joinRules,
  share: 0.5,
  shareOfKnown: 0.5,
  leastOfBoth: joinRules.least,
  leastOfKnown: joinRules.least,
  shareWithEvidence: 0.5,
  ofBoth: true,
}
const BITS = 22

/**
 * The order in which texts are placed: first those that most others are like throughout, so that what is half one text
 * and half another finds both; of as many, those of whose grams all are known to others, rather than one half to many.
 */
function typicalFirst(given: readonly GivenText[], told: (done: number) => void): number[] {
  const counts = new Uint16Array(1 << BITS)
  const all = new Grams()
  const personal: boolean[] = []
  const grams: Uint32Array[] = given.map((each, done) => {
    if (done % 1000 === 0) told(done)
    const { tokens, personal: isPersonal } = readGiven(each)
    personal.push(isPersonal)
    const list = new Set<number>()
    const { gram, count } = all.of(tokens.sounds, tokens.letters)
    for (let i = 0; i < count; i++) list.add(gram[i]! >>> (32 - BITS))
    for (const gram of list) if (counts[gram]! < 65_535) counts[gram] = counts[gram]! + 1
    return Uint32Array.from(list)
  })
  const evenly = grams.map((list) => {
    const sorted = Float64Array.from(list, (gram) => Math.log2(counts[gram]!)).sort()
    const quarter = (of: number): number => sorted[Math.floor((of * (sorted.length - 1)) / 4)] ?? 0
    return 2 * quarter(1) - quarter(3)
  })
  const isBefore = (a: number, b: number): number =>
    evenly[b]! - evenly[a]! ||
    (given[a]!.text < given[b]!.text ? -1 : given[a]!.text > given[b]!.text ? 1 : given[a]!.id < given[b]!.id ? -1 : 1)
  const order = given.map((_, index) => index).sort(isBefore)
  const campaigns = new Campaigns(THROUGHOUT)
  const places: number[] = []
  const sizes: number[] = []
  for (const [done, index] of order.entries()) {
    if (done % 1000 === 0) told(given.length + done)
    const placed = campaigns.place(readGiven(given[index]!))
    if (placed.kind === 'apart') continue
    places[index] = placed.campaign
    sizes[placed.campaign] = (sizes[placed.campaign] ?? 0) + 1
  }
  const alike = (index: number): number => sizes[places[index] ?? -1] ?? 0
  // What looks like one person's to another comes last: with others like it it is nothing, with what sells it may be hidden well.
  return order.sort((a, b) => Number(personal[a]) - Number(personal[b]) || alike(b) - alike(a))
}
