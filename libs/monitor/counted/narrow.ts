/** Buckets of times to answer, sixteen an octave: from half a second to a day and more. */
const AN_OCTAVE = 16
const FIRST = 8 * AN_OCTAVE
const BUCKETS = 20 * AN_OCTAVE
const SECOND = 1000
/** No machine lets so long go by before it says yes for somebody; who answers after lunch, or the next morning, is honest. */
const SLOWEST = Math.floor(Math.log2(180 * SECOND) * AN_OCTAVE) - FIRST
/** Answers before which no window is looked for. */
const LEAST = 12
/** So many answers are remembered, half of them when they are more. */
const MOST = 600
/** Half the width of a window, buckets: from a twentieth to a third. */
const HALVES = [0, 1, 2, 3]
/** What is expected of a window is what its flanks have, so many buckets on each side. */
const FLANK = 12
/** Up to so many times as much on one side as on the other, people become more gradually. */
const CLIFF = 2
/** People’s times are no smoother than this: so much more a window of honest ones may have than its flanks, or a bell, say. */
const PEAK = 1.25
/** Answers that were seen nowhere count as so many spread by the bell, and so many more spread evenly: a few always take very long. */
const PRIOR = 3
const EVENLY = 24
/** By fewer log units than this no window stands out: of some hundred that are looked at one always has a little more. */
const LEAST_SAYS = 2

interface Window {
  readonly from: number
  readonly to: number
  /** Share of all answers that is expected in it. */
  readonly expected: number
}

/** Used again for each look. */
const sums = new Float64Array(BUCKETS + 1)

/**
 * Whether many answer after the very same time, beside others who answer as people do. People’s times spread over an order of
 * magnitude and are many or few gradually; a machine’s stand out of what is beside them. The window where they stand out most
 * is fixed from what came before, and what comes after counts against what is expected of it.
 */
export class Narrow {
  #buckets = new Uint16Array(BUCKETS)
  #count = 0
  #window: Window | undefined
  /** Something came since it was looked for, or fewer are remembered. */
  #isOther = true

  /**
   * @param sub of whole seconds, as some networks tell times, each is somewhere in its second by its subscriber
   * @returns of this answer what share of one is expected in the window, and whether it is there; undefined: none is known
   */
  add(ms: number, sub: number): { readonly expected: number; readonly isIn: boolean } | undefined {
    const took = ms % SECOND === 0 ? ms + (sub % SECOND) : ms
    const bucket = Math.min(BUCKETS - 1, Math.max(0, Math.floor(Math.log2(took + 1) * AN_OCTAVE) - FIRST))
    this.#buckets[bucket] = (this.#buckets[bucket] as number) + 1
    this.#count++
    this.#isOther = true
    const window = this.#window
    return window && { expected: window.expected, isIn: bucket >= window.from && bucket <= window.to }
  }

  /** The window is fixed from what came until now; where none stands out, there is none. */
  look(): void {
    if (!this.#isOther || this.#count < LEAST) return
    this.#isOther = false
    for (let i = 0; i < BUCKETS; i++) sums[i + 1] = (sums[i] as number) + (this.#buckets[i] as number)
    const bell = bellOf(sums, this.#count)
    let most = LEAST_SAYS
    this.#window = undefined
    for (let centre = 0; centre <= SLOWEST; centre++) {
      if (this.#buckets[centre] === 0) continue
      for (const half of HALVES) {
        const [from, to] = [Math.max(0, centre - half), Math.min(BUCKETS - 1, centre + half)]
        const seen = between(sums, from, to)
        const flanks = flanksOf(sums, from, to)
        // The bell is looked at only where a window stands out of its flanks.
        if (saysOf(seen, PEAK * expectedIn(flanks, this.#count, from, to, 0)) <= most) continue
        const expected = PEAK * expectedIn(flanks, this.#count, from, to, bell(from, to))
        const says = saysOf(seen, expected)
        if (says <= most) continue
        most = says
        this.#window = { from, to, expected: Math.min(1, expected / this.#count) }
      }
    }
    if (this.#count <= MOST) return
    this.#isOther = true
    this.#count = 0
    for (let i = 0; i < BUCKETS; i++) {
      this.#buckets[i] = (this.#buckets[i] as number) >>> 1
      this.#count += this.#buckets[i] as number
    }
  }

  save() {
    return { buckets: this.#buckets, count: this.#count, window: this.#window }
  }
  load({ buckets, count, window }: ReturnType<Narrow['save']>): void {
    ;[this.#buckets, this.#count, this.#window] = [buckets, count, window]
  }

  get bytes(): number {
    return this.#buckets.byteLength
  }
}

const between = (sums: Float64Array, from: number, to: number): number =>
  (sums[Math.min(BUCKETS, to + 1)] as number) - (sums[Math.max(0, from)] as number)

/** How far a window stands out, log units. */
const saysOf = (seen: number, expected: number): number =>
  seen > expected ? seen * Math.log(seen / expected) - (seen - expected) : 0

/** As many as its flanks have, for its width, or as the bell has, whichever is more; and a few. */
const expectedIn = (flanks: number, count: number, from: number, to: number, bell: number): number =>
  Math.max(flanks, count * bell) + PRIOR * bell + (EVENLY * (to - from + 1)) / BUCKETS

/**
 * As many as the flanks of a window have, for its width. Where hardly anybody is on one side (below what anybody takes, say),
 * people begin there all at once: then as many as the other side has.
 */
function flanksOf(sums: Float64Array, from: number, to: number): number {
  const [least, most] = [Math.max(0, from - FLANK), Math.min(BUCKETS - 1, to + FLANK)]
  const left = between(sums, least, from - 1) / Math.max(1, from - least)
  const right = between(sums, to + 1, most) / Math.max(1, most - to)
  const fuller = Math.max(left, right)
  const both = Math.min(1, (CLIFF * Math.min(left, right)) / Math.max(fuller, 1e-9))
  return (both * ((left + right) / 2) + (1 - both) * fuller) * (to - from + 1)
}

/** The share of a bell between two buckets: of the middle and the quarters of what is known. */
function bellOf(sums: Float64Array, count: number): (from: number, to: number) => number {
  const at = (share: number) => {
    let bucket = 0
    while (bucket < BUCKETS - 1 && (sums[bucket + 1] as number) < count * share) bucket++
    return bucket
  }
  const middle = at(0.5)
  // At least as wide as of who is quickest and most alike.
  const spread = Math.max((at(0.75) - at(0.25)) / 1.349, AN_OCTAVE / 2)
  return (from, to) => normal((to + 0.5 - middle) / spread) - normal((from - 0.5 - middle) / spread)
}

/** Share of a normal distribution below z, to four digits (Abramowitz and Stegun 26.2.16). */
function normal(z: number): number {
  const t = 1 / (1 + 0.33267 * Math.abs(z))
  const tail = 0.39894228 * Math.exp((-z * z) / 2) * t * (0.4361836 - t * (0.1201676 - 0.937298 * t))
  return z > 0 ? 1 - tail : tail
}
