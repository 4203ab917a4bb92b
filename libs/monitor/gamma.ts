const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const

/** Logarithm of the gamma function of x > 0 (Lanczos, 15 digits). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  let sum = 0.9999999999998099
  for (let i = 0; i < 8; i++) sum += (LANCZOS[i] as number) / (x + i)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** log of the negative binomial of x with this mean and Gamma shape, without −log x!, which a ratio of two does not need. */
const logCount = (x: number, mean: number, shape: number): number =>
  logGamma(x + shape) -
  logGamma(shape) +
  shape * Math.log(shape / (shape + mean)) +
  (x === 0 ? 0 : x * Math.log(mean / (shape + mean)))

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

/** log of the beta-binomial of x of n, without the binomial coefficient. */
const logShare = (x: number, n: number, a: number, b: number): number => logBeta(x + a, n - x + b) - logBeta(a, b)

/** How much more often (odds), and how much more variously, the malicious are taken to do it. */
const ALTERNATIVE = { times: 8, shape: 0.6 } as const

export interface Usual {
  /** The mean rate of honest peers. */
  readonly rate: number
  /** How much alike they are. */
  readonly shape: number
}

/**
 * How many log units x cases of n say against “usual”: rates of honest peers are Gamma with this mean and shape, so that the
 * count is negative binomial; shares, which cannot be more than all, are Beta with the same mean and spread, so that it is
 * beta-binomial. The malicious have 8 times the odds, and are very various. e to this is an e-value: its expectation under
 * “usual” is 1. One complaint of 12 users says little; 60 where 5 were usual says much.
 */
export function logRatio(x: number, n: number, { rate, shape }: Usual): number {
  const { times, shape: wide } = ALTERNATIVE
  if (x > n || rate >= 0.98) return logCount(x, n * rate * times, wide) - logCount(x, n * rate, shape)
  const more = (rate * times) / (1 + rate * (times - 1))
  const held = Math.max(1, (shape * (1 - rate)) / rate - 1)
  const loose = Math.max(1, (wide * (1 - more)) / more - 1)
  return logShare(x, n, more * loose, (1 - more) * loose) - logShare(x, n, rate * held, (1 - rate) * held)
}

/** What a unit is known by so far narrows what is usual for it: Gamma–Poisson, its own cases before on top of its peers’. */
export function narrowed({ rate, shape }: Usual, x: number, n: number, most: number): Usual {
  const mean = (shape + x) / (shape / rate + n)
  return { rate: mean, shape: Math.min(shape + x, Math.max(shape, most)) }
}
