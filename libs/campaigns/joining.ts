import type { Overlap } from './comparison.ts'
import type { Evidence } from './evidence.ts'
import type { Kept } from './exemplars.ts'

/** The figures by which texts become one campaign. */
export interface JoinRules {
  /** Share of the shorter text that both have, of texts that have no end; the less is shared at all, the more of it is asked. */
  readonly share: number
  readonly shareOfLittle: number
  /** The same where both have a link, a number or an id that hardly anybody else has. */
  readonly shareWithEvidence: number
  /** Weight of what both have, at least. */
  readonly least: number
  readonly leastWithEvidence: number
  /** Evidence that more campaigns than this have is no evidence. */
  readonly campaignsOfEvidence: number
  /** Texts of a campaign that others are compared with, at most. */
  readonly exemplars: number
  /** The least weight where so much of both is shared: they are short. */
  readonly shareOfBoth: number
  readonly leastOfBoth: number
  /** The same of a campaign whose text is known as a whole, since several were like it throughout. */
  readonly shareOfKnown: number
  readonly shareOfLittleOfKnown: number
  readonly leastOfKnown: number
  /** Of the longer text as well: joined is only what is one text throughout. */
  readonly ofBoth: boolean
}

export const joinRules: JoinRules = {
  share: 0.16,
  shareOfLittle: 2.4,
  shareWithEvidence: 0.1,
  least: 18,
  leastWithEvidence: 3,
  campaignsOfEvidence: 3,
  exemplars: 8,
  shareOfBoth: 0.25,
  leastOfBoth: 10,
  shareOfKnown: 0.1,
  shareOfLittleOfKnown: 2,
  leastOfKnown: 14,
  ofBoth: false,
}

export interface Match {
  readonly campaign: number
  /** The exemplar that it is most alike. */
  readonly exemplar: number
  readonly overlap: Overlap
  readonly evidence: readonly Evidence[]
  /** 1 is just enough. */
  readonly score: number
  /** Whether all that both have may be what they are hidden in: as words alone it would be enough. */
  readonly maybePadding?: true
  /** How much of what its campaign is compared with was found like the text. */
  readonly exemplars: number
}

/** The score, at most, of two texts that share only what they are hidden in, or half of another. */
export const BUT_PADDING = 0.9

/** How far above what is asked: the share of the shorter text, against the share that so much in common must have. */
export function scoreOf(
  { mine, theirs, shared }: Overlap,
  rules: JoinRules,
  { hasEvidence, isKnown, areShort }: { hasEvidence: boolean; isKnown: boolean; areShort: boolean },
): number {
  const has = (rules.ofBoth ? Math.min : Math.max)(mine, theirs)
  const least = isKnown ? rules.leastOfKnown : rules.least
  const enough = areShort || Math.min(mine, theirs) < rules.shareOfBoth ? least : Math.min(least, rules.leastOfBoth)
  const share = isKnown ? rules.shareOfKnown : rules.share
  const shareOfLittle = isKnown ? rules.shareOfLittleOfKnown : rules.shareOfLittle
  const words = shared < enough ? 0 : has / (share + shareOfLittle / shared)
  if (!hasEvidence || shared < rules.leastWithEvidence) return words
  return Math.max(words, has / rules.shareWithEvidence)
}

/** Nothing of a text is new in a piece of more tokens: it was not added to. */
const WHOLE = 14

/** What is new of either text stands in one piece, and not all over it: that is so many times as long as the others. */
export const isAddedTo = ({ gap, theirGap, oneGap, theirOneGap }: Overlap): boolean =>
  (gap > WHOLE && oneGap > ONE_GAP) || (theirGap > WHOLE && theirOneGap > ONE_GAP)
const ONE_GAP = 4

/** Both have pieces of their own beside what they share: half of either is new, or both hid in the same. */
export const inPieces = ({ overlap: { own, theirOwn } }: Pick<Match, 'overlap'>): boolean => own && theirOwn

/** Nothing of either text is new in one piece: one was made of the other, rather than added to it. */
export const isWhole = ({ overlap: { gap, theirGap } }: Match): boolean => Math.max(gap, theirGap) <= WHOLE

/** So few words that who wrote them need not know of the other. With a link or number of its own such a text is as good as that. */
export const isLittle = (tokens: Kept): boolean => wordsOf(tokens) < 8
/** A sentence, which one sender may write to each of many. */
export const isShort = (tokens: Kept): boolean => wordsOf(tokens) < 15
const wordsOf = ({ sounds, letters }: Kept): number => sounds.length + letters.length / 4
