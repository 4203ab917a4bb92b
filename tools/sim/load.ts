import { build, type Histogram } from 'hdr-histogram-js'
import type { Mt, Simulator } from './smsc.ts'

export interface LoadOptions {
  /** Subscribers that text, by number. */
  readonly numbers: readonly string[]
  readonly to: string
  /** What all text, or the nth of them. */
  readonly text: string | ((n: number) => string)
  readonly seconds: number
  /** Closed loop: so many wait for an answer at once. */
  readonly concurrency?: number
  /** Open loop: so many a second, whatever the answers do. */
  readonly rate?: number
  /** Open loop: keeps a core busy instead of sleeping, so that the timer’s millisecond is not measured as latency. */
  readonly precise?: boolean
  readonly onProgress?: (answered: number, seconds: number) => void
}

export interface LoadResult {
  readonly sent: number
  readonly answered: number
  /** deliver_sm that the gateway did not take. */
  readonly refused: number
  /** Sent and never answered within two seconds after the end. */
  readonly unanswered: number
  readonly perSecond: number
  readonly seconds: number
  /** From the deliver_sm (open loop: from when it was due) to the answer’s last segment, ms. */
  readonly latencyMs: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number }
}

/** Texts from many handsets at once and measures until each is answered. */
export async function load(simulator: Simulator, options: LoadOptions): Promise<LoadResult> {
  const run = new Run(simulator, options)
  return options.rate === undefined ? run.closed(options.concurrency ?? 100) : run.open(options.rate)
}

class Run {
  readonly #simulator: Simulator
  readonly #options: LoadOptions
  readonly #waiting = new Map<string, { since: number; answered: () => void }>()
  readonly #histogram: Histogram = build({ highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })
  #sent = 0
  #answered = 0
  #refused = 0
  #next = 0

  constructor(simulator: Simulator, options: LoadOptions) {
    this.#simulator = simulator
    this.#options = options
  }

  async closed(concurrency: number): Promise<LoadResult> {
    return this.#measure(async (until) => {
      const worker = async () => {
        while (performance.now() < until) await this.#ask(performance.now())
      }
      await Promise.all(Array.from({ length: concurrency }, worker))
    })
  }

  async open(rate: number): Promise<LoadResult> {
    return this.#measure(async (until, began) => {
      let due = began
      while (due < until) {
        const now = performance.now()
        for (; due <= now && due < until; due += 1000 / rate) void this.#ask(due)
        await new Promise((resolve) => (this.#options.precise ? setImmediate(resolve) : setTimeout(resolve, 1)))
      }
    })
  }

  async #measure(act: (until: number, began: number) => Promise<void>): Promise<LoadResult> {
    const take = (mt: Mt) => this.#take(mt)
    this.#simulator.on('mt', take)
    const began = performance.now()
    const progress = setInterval(
      () => this.#options.onProgress?.(this.#answered, (performance.now() - began) / 1000),
      1000,
    )
    const acting = act(began + this.#options.seconds * 1000, began)
    // A closed loop waits for each answer: one that never comes must not hold it for ever.
    await Promise.race([acting, new Promise((resolve) => setTimeout(resolve, this.#options.seconds * 1000 + 2000))])
    const seconds = (performance.now() - began) / 1000
    const late = performance.now() + 2000
    while (this.#waiting.size > 0 && performance.now() < late) await new Promise((resolve) => setTimeout(resolve, 5))
    clearInterval(progress)
    this.#simulator.off('mt', take)
    const ms = (percentile: number) => Math.round(this.#histogram.getValueAtPercentile(percentile) / 10) / 100
    return {
      sent: this.#sent,
      answered: this.#answered,
      refused: this.#refused,
      unanswered: this.#waiting.size,
      perSecond: Math.round(this.#answered / seconds),
      seconds: Math.round(seconds * 10) / 10,
      latencyMs: { p50: ms(50), p90: ms(90), p99: ms(99), max: Math.round(this.#histogram.maxValue / 10) / 100 },
    }
  }

  async #ask(since: number): Promise<void> {
    const from = this.#free()
    if (from === undefined) return
    const answered = new Promise<void>((resolve) => this.#waiting.set(from, { since, answered: resolve }))
    const { to, text: what } = this.#options
    const text = typeof what === 'string' ? what : what(this.#sent)
    this.#sent++
    const taken = await this.#simulator.sendMo({ from, to, text }).then(
      ({ status }) => status === 0,
      () => false,
    )
    if (taken) return answered
    this.#refused++
    this.#waiting.delete(from)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }

  /** A subscriber who waits for nothing; undefined when all do. */
  #free(): string | undefined {
    const { numbers } = this.#options
    for (let tries = 0; tries < numbers.length; tries++) {
      const number = numbers[this.#next++ % numbers.length] as string
      if (!this.#waiting.has(number)) return number
    }
    return undefined
  }

  #take(mt: Mt): void {
    const waiting = this.#waiting.get(mt.to)
    if (!waiting) return
    this.#waiting.delete(mt.to)
    this.#answered++
    this.#histogram.recordValue(Math.max(1, Math.round((performance.now() - waiting.since) * 1000)))
    waiting.answered()
  }
}
