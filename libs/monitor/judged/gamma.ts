const HALF_LOG_TWO_PI = 0.9189385332046727
/** From here on Stirling’s series has 11 digits. */
const LARGE = 10

/** Logarithm of the gamma function of x > 0 (Stirling; small ones by what they are of larger ones). */
export function logGamma(x: number): number {
  let [product, large] = [1, x]
  for (; large < LARGE; large++) product *= large
  const square = 1 / (large * large)
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / large
  const log = (large - 0.5) * Math.log(large) - large + HALF_LOG_TWO_PI + series
  return product === 1 ? log : log - Math.log(product)
}

/** log of the negative binomial of x with this mean and Gamma shape, without −log x!, which a ratio of two does not need. */
const logCount = (x: number, mean: number, shape: number, ofShape: number): number =>
  logGamma(x + shape) -
  ofShape +
  shape * Math.log(shape / (shape + mean)) +
  (x === 0 ? 0 : x * Math.log(mean / (shape + mean)))

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

/** A Beta, with what its beta-binomials have in common. */
interface Beta {
  readonly a: number
  readonly b: number
  readonly log: number
}
const betaOf = (mean: number, held: number): Beta => {
  const [a, b] = [mean * held, (1 - mean) * held]
  return { a, b, log: logBeta(a, b) }
}
/** log of the beta-binomial of x of n, without the binomial coefficient. */
const logShare = (x: number, n: number, { a, b, log }: Beta): number => logBeta(x + a, n - x + b) - log

/**
 * How much more often (odds), and how variously, the malicious are taken to do it: a little more, much more, and mostly
 * that; each is as likely. One that is far from all of them would have to be told by too many cases.
 */
const ALTERNATIVES = [
  { times: 5, shape: 1 },
  { times: 20, shape: 0.7 },
  { times: 200, shape: 0.5 },
] as const
/** The same of what is counted beside what is expected of each one’s own: there honest ones are alike, and a little more tells. */
const OF_EXPECTED = [
  { times: 2.5, shape: 4 },
  { times: 6, shape: 2 },
  { times: 20, shape: 0.7 },
] as const
/** Of shares, the malicious are taken to have at most so much on average. */
const MOST_SHARE = 0.6
/** From here on it is no share any more that could be much larger. */
const MOSTLY = 0.98

/** Of who could hardly be seen, no more is made than this. */
const LEAST_POWER = 0.1

export interface Usual {
  /** The mean rate of honest peers. */
  readonly rate: number
  /** How much alike they are. */
  readonly shape: number
  /** Of as many as are expected of each one’s own: a rate, however low it is. */
  readonly expected?: boolean
  /** Where others are taken away of what is counted: how often it is before they are. */
  readonly taken?: number
}

const LOG_GAMMA = new Map<number, number>(
  [...ALTERNATIVES, ...OF_EXPECTED].map(({ shape }) => [shape, logGamma(shape)]),
)

/** What hangs on “usual” alone, worked out when it is asked for. */
class Held {
  readonly usual: Usual
  #ofShape: number | undefined
  #beta: Beta | undefined
  #more: readonly Beta[] | undefined
  #powers: Map<number, number> | undefined

  constructor(usual: Usual) {
    this.usual = usual
  }

  get ofShape(): number {
    this.#ofShape ??= logGamma(this.usual.shape)
    return this.#ofShape
  }
  get beta(): Beta {
    const { rate, shape } = this.usual
    this.#beta ??= betaOf(rate, Math.max(1, (shape * (1 - rate)) / rate - 1))
    return this.#beta
  }
  get more(): readonly Beta[] {
    const { rate } = this.usual
    this.#more ??= ALTERNATIVES.map(({ times, shape }) => moreOf(rate, times, shape))
    return this.#more
  }
  /** log of how likely the malicious have so many cases or more: of one signal the same least is asked for again and again. */
  power(least: number, n: number, isRate: boolean, others: Others): number {
    const asked = (isRate ? -1 : 1) * (least * MOST_OCCASIONS + n)
    this.#powers ??= new Map()
    const known = this.#powers.get(asked)
    if (known !== undefined) return known
    const log = power(least, n, this.usual.rate, others)
    if (this.#powers.size < MOST_POWERS) this.#powers.set(asked, log)
    return log
  }
}
const MOST_POWERS = 1000
/** More than anything is of. */
const MOST_OCCASIONS = 2 ** 36

/** Of what is usual of a circle all its units are asked about. */
const lasting = new WeakMap<Usual, Held>()
/** The last two: one is asked for again and again, the other changes. */
let [first, second]: [Held, Held] = [new Held({ rate: 0.5, shape: 1 }), new Held({ rate: 0.5, shape: 1 })]

/** Of this one it is asked again and again: what hangs on it is kept as long as it is. */
export function lasts<T extends Usual>(usual: T): T {
  lasting.set(usual, new Held(usual))
  return usual
}

function held(usual: Usual): Held {
  if (first.usual === usual) return first
  ;[first, second] = second.usual === usual ? [second, first] : [lasting.get(usual) ?? new Held(usual), first]
  return first
}

/** Shares of those who have so many times the odds. */
function moreOf(rate: number, times: number, wide: number): Beta {
  const odds = (rate * times) / (1 + rate * (times - 1))
  const more = Math.max(Math.min(odds, MOST_SHARE), (1 + rate) / 2 < odds ? (1 + rate) / 2 : 0)
  return betaOf(more, Math.max(1, (wide * (1 - more)) / more - 1))
}

/**
 * How many log units x cases of n say against “usual”: rates of honest peers are Gamma with this mean and shape, so that the
 * count is negative binomial; shares, which cannot be more than all, are Beta with the same mean and spread, so that it is
 * beta-binomial. Against it stands a mixture of what the malicious do, who are very various. e to this is an e-value: its
 * expectation under “usual” is 1. Where it is only asked from `least` cases on, that is a part of what the malicious may have,
 * and it is divided by that part, so that its expectation is 1 again. One complaint of 12 users says little; 60 where 5 were
 * usual says much.
 */
export function logRatio(x: number, n: number, usual: Usual, least = 0): number {
  const { rate, shape, expected = false } = usual
  const isRate = expected || x > n || rate >= MOSTLY
  const known = held(usual)
  const log = isRate ? logCount(x, n * rate, shape, known.ofShape) : logShare(x, n, known.beta)
  const others: Others = isRate ? (expected ? OF_EXPECTED : ALTERNATIVES) : known.more
  return against(x, n, rate, others) - log - (least > n * rate ? known.power(least, n, isRate, others) : 0)
}

/** What the malicious do of it: rates as so many times what is usual, or shares. */
type Others = readonly { readonly times: number; readonly shape: number }[] | readonly Beta[]

/** log of what the malicious have of x of n, all that they do taken together. */
function against(x: number, n: number, rate: number, others: Others): number {
  let most = Number.NEGATIVE_INFINITY
  let sum = 0
  for (const each of others) {
    const other =
      'times' in each
        ? logCount(x, n * rate * each.times, each.shape, LOG_GAMMA.get(each.shape) as number)
        : logShare(x, n, each)
    sum = other > most ? sum * Math.exp(most - other) + 1 : sum + Math.exp(other - most)
    most = Math.max(most, other)
  }
  return most + Math.log(sum / others.length)
}

/** log of how likely the malicious have `least` cases or more. */
function power(least: number, n: number, rate: number, others: Others): number {
  let fewer = 0
  // The binomial coefficient, or 1 / x!: what both of a ratio have, and a sum needs.
  let ways = 0
  const isShare = !('times' in (others[0] as object))
  for (let x = 0; x < least; x++) {
    if (x > 0) ways += (isShare ? Math.log(n - x + 1) : 0) - Math.log(x)
    fewer += Math.exp(against(x, n, rate, others) + ways)
  }
  return Math.log(Math.max(LEAST_POWER, 1 - fewer))
}

/** What a unit is known by so far narrows what is usual for it: Gamma–Poisson, its own cases before on top of its peers’. */
export function narrowed({ rate, shape, expected, taken }: Usual, x: number, n: number, most: number): Usual {
  const mean = (shape + x) / (shape / rate + n)
  return { expected, taken, rate: mean, shape: Math.min(shape + x, Math.max(shape, most)) }
}

/** So many standard deviations chance is given. */
const CHANCE = 2

/**
 * What is usual of so many occasions where others are taken away of what is counted: beyond it is what chance makes of as many of
 * them as of whom peers have it. Where hardly anybody has it before, that is nothing; where all people are somebody’s
 * neighbours, of a few dozen a third more or less agree by chance.
 */
export function withChance(usual: Usual, n: number): Usual {
  const { taken = 0 } = usual
  return taken > 0 && n > 0 ? { ...usual, rate: usual.rate + CHANCE * Math.sqrt(taken / n) } : usual
}
