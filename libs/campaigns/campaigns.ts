import { standsBesideNotice } from './beside.ts'
import { commonplaces } from './commonplaces.ts'
import { Comparison } from './comparison.ts'
import type { Evidence } from './evidence.ts'
import { Exemplars, type Kept, type Standing } from './exemplars.ts'
import { Grams, hashOf } from './grams.ts'
import { Hits } from './hits.ts'
import {
  BUT_PADDING,
  inPieces,
  isAddedTo,
  isLittle,
  isShort,
  isWhole,
  type JoinRules,
  joinRules,
  type Match,
  scoreOf,
} from './joining.ts'
import { Least } from './least.ts'
import { narrow } from './narrow.ts'
import { isPadding } from './padding.ts'
import { Postings } from './postings.ts'
import { Rarity } from './rarity.ts'
import type { Reading } from './reading.ts'
import { tokensOf } from './tokens.ts'

/** Where a text belongs. */
export type Placed =
  | {
      readonly kind: 'joined'
      readonly campaign: number
      readonly match: Match
      readonly alike: readonly Match[]
      readonly exemplar?: number
    }
  | { readonly kind: 'new'; readonly campaign: number; readonly exemplar: number; readonly nearest?: Match }
  | { readonly kind: 'apart'; readonly reason: 'otp' | 'service' | 'personal' | 'little' }

/** Grams by which an exemplar is found. */
const FOUND_BY = 12
const ROOM_OF_GRAM = 2 ** 32
const PLAIN_OF_THEM = 8
/** Looked at for these, since some have all the exemplars that they may have. */
const OFFERED = 32
const LOOKED_AT = 12
const OF_ONE_CAMPAIGN = 2
/** A hit by evidence is worth so many grams. */
const EVIDENCE_HITS = 3
/** Words of an honest notice, and of what all senders write, are as those of so many campaigns. */
const OF_HONEST = 8
const OF_ALL = 64
/** The score, at least, of two texts that are hardly more than the same link, number or id, or that lead to the same id. */
const ALL_BUT_EVIDENCE = 1.5
/** What so many others, varied, are like throughout, is the whole text. */
const KNOWN_BY = 2
/** Two that share more are the same text again, and nothing is known by the second. */
const SAME = 0.97
/** Texts of a campaign that are perhaps the whole one, and others of it, at most. */
const MOST_LOOSE = 4
/** The share of a whole text that a notice has beside itself, at least. */
const HALF_BESIDE = 0.2
/** A text has all of another that has so much of it. */
const WHOLLY = 0.85
const FIRST: Standing = { step: 0, loose: false, liked: false }
const LOOSE: Standing = { step: 0, loose: true, liked: false }
const VARIANT: Standing = { step: 1, loose: false, liked: false }
/**
 * Campaigns of texts, found by an index and told by exemplars: a text is compared with the exemplars of campaigns, never
 * with what was joined by likeness to something joined. The same texts in the same order come out the same.
 */
export class Campaigns {
  readonly #rules: JoinRules
  readonly #rarity = new Rarity()
  readonly #postings = new Postings()
  readonly #exemplars = new Exemplars()
  readonly #comparison = new Comparison(this.#rarity)
  readonly #hits = new Hits()
  readonly #grams = new Grams()
  readonly #plain = new Least(OFFERED)
  readonly #other = new Least(OFFERED)
  /** How many exemplars each campaign has. */
  #counts = new Uint8Array(1024)
  /** How many texts, varied, were like one of these throughout. */
  #known = new Uint8Array(1024)
  #next = 0

  constructor(rules: JoinRules = joinRules) {
    this.#rules = rules
    for (const text of commonplaces) this.#countCommon(tokensOf(narrow(text), []), OF_ALL)
  }

  /** Octets of index and exemplars. */
  get bytes(): number {
    return this.#rarity.bytes + this.#postings.bytes + this.#exemplars.bytes
  }

  /** Of these the index alone, without the texts that it finds. */
  get indexBytes(): number {
    return this.#rarity.bytes + this.#postings.bytes
  }

  /** Finds the campaign of a text, or begins one. `day` counts days and never falls. */
  place(reading: Reading, day = 0): Placed {
    this.#comparison.begin(reading.tokens.sounds, reading.tokens.letters, reading.tokens.again)
    const keys = keysOf(reading)
    if (reading.honest) {
      const [half] = this.#matches(reading, []).filter(({ score }) => score >= 1)
      if (half) return { kind: 'joined', campaign: half.campaign, match: half, alike: [] }
      this.#countCommon(reading.tokens, OF_HONEST)
      return { kind: 'apart', reason: reading.honest }
    }
    if (keys.length === 0 && isLittle(reading.tokens)) return { kind: 'apart', reason: 'little' }
    const matches = this.#matches(reading, keys)
    const alike = matches.filter(({ score }) => score >= 1)
    const [best, ...others] = alike.filter((match) => !reading.personal || !this.#exemplars.isPersonal(match.exemplar))
    if (!best && alike.length > 0) return { kind: 'apart', reason: 'personal' }
    if (!best) {
      const campaign = this.#next++
      const exemplar = this.#keep(reading, campaign, FIRST, day, keys)
      return { kind: 'new', campaign, exemplar, ...(matches[0] ? { nearest: matches[0] } : {}) }
    }
    const joined = { kind: 'joined', campaign: best.campaign, match: best, alike: this.#oneWith(best, others) } as const
    this.#note(best)
    const kept = this.#kindOf(best)
    // What a text that may be the whole one has more is perhaps its own.
    if (!kept?.loose) this.#countNew(best)
    return kept ? { ...joined, exemplar: this.#keep(reading, best.campaign, kept, day, keys) } : joined
  }

  /** Takes a text as an exemplar without asking where it belongs: of a campaign that is known, or of a new one. */
  learn(reading: Reading, day = 0, campaign?: number): { campaign: number; exemplar: number } {
    this.#comparison.begin(reading.tokens.sounds, reading.tokens.letters, reading.tokens.again)
    const keys = keysOf(reading)
    const like =
      campaign === undefined ? undefined : this.#matches(reading, keys).find((each) => each.campaign === campaign)
    if (like) this.#note(like)
    const known = campaign ?? this.#next++
    const kind = !like
      ? campaign === undefined
        ? FIRST
        : VARIANT
      : like.overlap.own
        ? LOOSE
        : { ...VARIANT, liked: like.overlap.throughout }
    return { campaign: known, exemplar: this.#keep(reading, known, kind, day, keys) }
  }

  /** Forgets exemplars of before a day, the oldest together; what still comes begins anew. `gone` hears of each, and whether it was its campaign’s last. */
  forget(before: number, gone: (exemplar: number, campaign: number, isLast: boolean) => void = () => {}): void {
    const forget = (id: number) => {
      const { sounds, letters } = this.#exemplars.tokens(id)
      const { gram, count } = this.#grams.of(sounds, letters)
      for (let i = 0; i < count; i++) this.#postings.remove(gram[i]!, id)
      for (const key of this.#exemplars.evidence(id)) this.#postings.remove(key, id)
      const campaign = this.#exemplars.campaign(id)
      this.#counts[campaign] = this.#counts[campaign]! - 1
      gone(id, campaign, this.#counts[campaign] === 0)
    }
    while (this.#exemplars.forget(before, forget));
  }

  /** The best match with each campaign that comes into question, best first. */
  #matches(reading: Reading, keys: readonly number[]): Match[] {
    const hits = this.#hits
    hits.clear()
    if (reading.quiet === undefined) this.#postings.hit(this.#comparison.finding(), hits)
    const shared = new Map<number, Evidence[]>()
    for (const [index, key] of keys.entries()) {
      const campaigns = new Set<number>()
      const found = this.#postings.find(key)
      for (let each = 0; each < found; each++) {
        const id = this.#postings.met[each]!
        hits.add(id, EVIDENCE_HITS)
        campaigns.add(this.#exemplars.campaign(id))
      }
      if (reading.quiet === undefined && campaigns.size <= this.#rules.campaignsOfEvidence)
        for (const campaign of campaigns)
          shared.set(campaign, [...(shared.get(campaign) ?? []), reading.evidence[index]!])
    }
    const best = new Map<number, Match>()
    const looked = new Map<number, number>()
    for (const exemplar of hits.most(4 * LOOKED_AT, 4)) {
      const campaign = this.#exemplars.campaign(exemplar)
      const already = looked.get(campaign) ?? 0
      if (already >= OF_ONE_CAMPAIGN) continue
      if (!looked.has(campaign) && looked.size >= LOOKED_AT) continue
      looked.set(campaign, already + 1)
      const { sounds, letters } = this.#exemplars.tokens(exemplar)
      const evidence = shared.get(campaign) ?? []
      const isAgain = reading.quiet !== undefined
      const few = evidence.length > 0 || isAgain ? 0 : this.#rules.leastWithEvidence
      const overlap = this.#comparison.with(sounds, letters, few)
      if (!overlap) continue
      const bothLittle = isLittle(reading.tokens) && isLittle({ sounds, letters })
      const isEnough = isAgain || evidence.some(({ kind }) => kind === 'account')
      const least = isEnough || (bothLittle && evidence.length > 0) ? ALL_BUT_EVIDENCE : 0
      const isKnown = this.#isKnown(campaign, exemplar)
      const found = { campaign, exemplar, overlap, evidence, exemplars: 1 }
      const areShort = isShort(reading.tokens) || isShort({ sounds, letters })
      const score = Math.max(
        least,
        scoreOf(overlap, this.#rules, { hasEvidence: evidence.length > 0, isKnown, areShort }),
      )
      const match = { ...found, ...this.#doubted(reading, found, score, isKnown) }
      // By what may be half of something else it is not told: one more is looked at.
      if (match.score === BUT_PADDING && this.#exemplars.isLoose(exemplar)) looked.set(campaign, already)
      const known = best.get(campaign)
      const exemplars = (known?.exemplars ?? 0) + (match.score >= 1 ? 1 : 0)
      best.set(campaign, { ...(known && known.score >= match.score ? known : match), exemplars })
    }
    const isDoubtful = (match: Match): boolean =>
      match.score >= 1 && inPieces(match) && !this.#isKnown(match.campaign, match.exemplar)
    return [...best.values()].sort(
      (a, b) =>
        Number(b.score >= 1) - Number(a.score >= 1) ||
        Number(isDoubtful(a)) - Number(isDoubtful(b)) ||
        b.score - a.score ||
        a.campaign - b.campaign,
    )
  }

  /** A score, unless what both have may be something else than the campaign’s own text. */
  #doubted(
    reading: Reading,
    { campaign, exemplar, overlap, evidence }: Omit<Match, 'score'>,
    score: number,
    isKnown: boolean,
  ): { score: number; maybePadding?: true } {
    if (score < 1) return { score }
    const { here } = this.#comparison.covered
    if (reading.honest)
      return isKnown && overlap.theirs >= HALF_BESIDE && standsBesideNotice(reading, here)
        ? { score }
        : { score: BUT_PADDING }
    if (overlap.throughout) return { score }
    // What has all of it has that half of it too by which it was joined.
    if (this.#exemplars.isLoose(exemplar) && (overlap.theirOwn || overlap.theirs < WHOLLY))
      return { score: BUT_PADDING }
    const isHalf = this.#known[campaign]! >= KNOWN_BY && !isKnown
    if (isHalf && overlap.theirOwn) return { score: BUT_PADDING }
    if (evidence.length > 0) return { score }
    return isPadding(reading, overlap, here, isKnown) ? { score: BUT_PADDING, maybePadding: true } : { score }
  }

  /** Campaigns that a text shows to be one with its own. */
  #oneWith(best: Match, others: readonly Match[]): Match[] {
    const isWholeOf = best.overlap.throughout && this.#isKnown(best.campaign, best.exemplar)
    return others.filter((match) => {
      if (isWhole(match) && !inPieces(match)) return true
      // What is known as a whole takes in a half, and all that the half was compared with so far.
      const { campaign, exemplar, exemplars } = match
      if (!isWholeOf || this.#known[campaign]! >= KNOWN_BY || exemplars < this.#counts[campaign]!) return false
      this.#exemplars.loosen(exemplar)
      return true
    })
  }

  /** Whether an exemplar is the whole text of its campaign, or a variant of it. */
  #isKnown(campaign: number, exemplar: number): boolean {
    return this.#known[campaign]! >= KNOWN_BY && this.#exemplars.isLiked(exemplar)
  }

  /** Learns of what is like it throughout, and is not the same text again, whether an exemplar is the whole one. */
  #note({ campaign, exemplar, overlap: { mine, theirs, throughout } }: Match): void {
    if (!throughout || Math.min(mine, theirs) >= SAME) return
    this.#exemplars.like(exemplar)
    this.#known[campaign] = Math.min(KNOWN_BY, this.#known[campaign]! + 1)
  }

  /** What honest notices say, or all senders, is nobody's own: behind spam it makes no two texts one. */
  #countCommon({ sounds, letters }: Kept, times: number): void {
    const { gram, count } = this.#grams.of(sounds, letters)
    for (let i = 0; i < count; i++) this.#rarity.add(gram[i]!, times)
  }

  /** What a text adds to its campaign in one piece is not that campaign’s own: the more have it, the less it tells. */
  #countNew({ exemplar, overlap }: Match): void {
    if (overlap.gap < PIECE) return
    const { sounds, letters } = this.#exemplars.tokens(exemplar)
    this.#comparison.with(sounds, letters)
    this.#comparison.eachNew(PIECE, (gram) => this.#rarity.add(gram))
  }

  /**
   * An exemplar is what its campaign's first text, or one that is like it, is like as a whole, and is not known yet. What has
   * more than half a text is one too, since that may be the whole: nothing is joined by it but what is like it throughout,
   * until something was.
   */
  #kindOf({ campaign, exemplar, overlap }: Match): Standing | undefined {
    const count = this.#counts[campaign]!
    if (count >= this.#rules.exemplars || this.#exemplars.step(exemplar) !== 0) return undefined
    if (overlap.own || isAddedTo(overlap))
      return overlap.own && this.#known[campaign]! < KNOWN_BY && count < MOST_LOOSE ? LOOSE : undefined
    return Math.min(overlap.mine, overlap.theirs) < 0.8 ? { ...VARIANT, liked: overlap.throughout } : undefined
  }

  /** Of the text that the comparison was begun with. What one person wrote is as good as what it was joined with, which sells. */
  #keep(
    { tokens, personal, quiet }: Reading,
    campaign: number,
    standing: Standing,
    day: number,
    keys: readonly number[],
  ): number {
    const id = this.#exemplars.add(tokens, keys, {
      ...standing,
      campaign,
      personal: personal && standing === FIRST,
      day,
    })
    if (campaign >= this.#counts.length) {
      const wider = new Uint8Array(Math.ceil((campaign + 1) * 1.5))
      wider.set(this.#counts)
      this.#counts = wider
      const known = new Uint8Array(wider.length)
      known.set(this.#known)
      this.#known = known
    }
    this.#counts[campaign] = Math.min(255, this.#counts[campaign]! + 1)
    for (const key of keys) this.#postings.add(key, id)
    // Nobody else finds a text that leads nowhere, and its words are those of whoever says them.
    if (quiet !== undefined) return id
    this.#plain.clear()
    this.#other.clear()
    const { grams, counts, plain: isPlain } = this.#comparison
    // How often a gram is, and then itself, in one number: the rarest are the least.
    for (let i = 0; i < grams.length; i++)
      (isPlain[i] === 1 ? this.#plain : this.#other).offer(counts[i]! * ROOM_OF_GRAM + grams[i]!)
    const plain = this.#plain.sorted
    let left = FOUND_BY
    for (const [list, most] of [
      [plain, PLAIN_OF_THEM],
      [this.#other.sorted, FOUND_BY],
      [plain.subarray(PLAIN_OF_THEM), FOUND_BY],
    ] as const)
      for (let i = 0, taken = 0; i < list.length && left > 0 && taken < most; i++)
        if (this.#postings.add(list[i]! % ROOM_OF_GRAM, id)) {
          left--
          taken++
        }
    if (standing.step === 0 && !standing.loose) for (let i = 0; i < grams.length; i++) this.#rarity.add(grams[i]!)
    return id
  }
}

const keysOf = ({ evidence, quiet }: Reading): number[] =>
  quiet === undefined ? evidence.map(keyOf) : [hashOf(`quiet ${quiet}`)]
const keyOf = ({ kind, value }: Evidence): number => hashOf(`${kind} ${value}`)

/** Tokens of a piece that is another text’s, and no trick’s. */
const PIECE = 8
