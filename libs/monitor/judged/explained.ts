import { wordsOf } from './counted.ts'
import { type SignalDefinition, type SignalName, signals } from './signals.ts'

export type { SignalName }

/** What a signal’s figure is: a share; so many a month of active users; or so many times what is expected. */
type Unit = 'share' | 'users' | 'expected'

interface Explained {
  /** What it counts, in words. */
  readonly cases: string
  /** What its figure is of. */
  readonly of: string
  readonly unit: Unit
  /** Of apps, and of ways by which people come, too; only over whole days; and days after which cases come at the latest. */
  readonly apps: boolean
  readonly ways: boolean
  readonly wholeDays: boolean
  readonly lagDays: number
}

const isSignal = (name: string): name is SignalName => Object.hasOwn(signals, name)

export function unitOf(name: string): Unit {
  const { perUsers, expected }: Partial<SignalDefinition> = isSignal(name) ? signals[name] : {}
  return perUsers ? 'users' : expected ? 'expected' : 'share'
}

/** What a signal counts, and of what; undefined: it is none (a rule that stops first is explained by its own figures). */
export function explained(name: string, language: 'en' | 'zh'): Explained | undefined {
  if (!isSignal(name)) return undefined
  const { cases, unless = [], of, apps, ways, wholeDays, lagDays = 0 }: SignalDefinition = signals[name]
  const isZh = language === 'zh'
  const words = (counters: typeof cases) => counters.map((each) => wordsOf(each, language))
  const taken = words(unless).join(isZh ? '；' : '; ')
  const less = isZh ? `；减去两倍的：${taken}` : `; less twice: ${taken}`
  return {
    cases: words(cases).join(isZh ? '；' : '; ') + (taken === '' ? '' : less),
    of: words(of).join(isZh ? '；或（取多者）' : '; or, whichever is more, '),
    unit: unitOf(name),
    ...{ apps: apps === true, ways: ways === true, wholeDays: wholeDays === true, lagDays },
  }
}
