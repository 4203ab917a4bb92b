import type { Flag } from '#contracts'
import type { Label } from './population.ts'

const DAY = 86_400_000

export interface KindScore {
  readonly kind: string
  readonly malicious: boolean
  readonly loud: boolean
  readonly soon: boolean
  readonly partners: number
  readonly flagged: number
  /** Middle of the time from its beginning to its first flag, days. */
  readonly days: number
  readonly within24h: number
  readonly within48h: number
}

export interface Score {
  readonly precision: number
  readonly recall: number
  readonly kinds: readonly KindScore[]
  readonly falseFlags: readonly { partner: string; kind: string; by: string }[]
}

/** Flags against who is who: a partner is flagged when any flag that is not in shadow names it. */
export function score(labels: readonly Label[], flags: readonly Flag[]): Score {
  const first = new Map<string, Flag>()
  for (const flag of flags) if (!flag.shadow && !first.has(flag.partner)) first.set(flag.partner, flag)
  const flagged = labels.filter((each) => first.has(each.partner))
  const bad = labels.filter((each) => each.malicious)
  const right = flagged.filter((each) => each.malicious)
  const names = [...new Set(labels.map((each) => each.kind))]
  return {
    precision: flagged.length === 0 ? 1 : right.length / flagged.length,
    recall: bad.length === 0 ? 1 : right.length / bad.length,
    kinds: names.map((kind) => {
      const own = labels.filter((each) => each.kind === kind)
      const times = own.flatMap(({ partner, from }) => {
        const flag = first.get(partner)
        return flag ? [(flag.at - from) / DAY] : []
      })
      return {
        kind,
        malicious: own[0]?.malicious === true,
        loud: own[0]?.loud === true,
        soon: own[0]?.soon === true,
        partners: own.length,
        flagged: times.length,
        days: times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN,
        within24h: times.filter((each) => each <= 1).length,
        within48h: times.filter((each) => each <= 2).length,
      }
    }),
    falseFlags: flagged
      .filter((each) => !each.malicious)
      .map(({ partner, kind }) => ({
        partner,
        kind,
        by: (first.get(partner)?.signals ?? [])
          .slice(0, 3)
          .map((each) => `${each.name} ${each.figure}/${each.baseline} ${each.evidence}`)
          .join(', '),
      })),
  }
}
