import type { CampaignMember } from '#contracts'
import { cutAt } from '#sms'
import { VARIANTS, type Variant } from './standing.ts'
import { noCounts, summed, type Tally, withOne } from './tally.ts'

const TEXT = 600
/** Reports whose text was the same and that were compared with at once, as many as one row stands for. */
const ALSO = 50

/** The reports that a text stands for: the one that it is named by, and those of the same text. */
export const reportsOf = ({ report, also = [] }: Variant): readonly string[] => [report, ...also]

/** Whether a text is that of a report, as what was joined by it names it. */
export const isOf = ({ report, also }: Variant, id: string): boolean => report === id || (also?.includes(id) ?? false)

/**
 * One report more of a text: the same text is one, by whichever report it is named (reports that come at once are each
 * compared before any of them is known). Of a port what is more than one row remembers is counted all the same.
 */
export function withVariant(
  variants: readonly Variant[],
  member: CampaignMember,
  isOfPort: boolean,
): readonly Variant[] {
  const { variant, why } = member
  const text = cutAt(member.text, TEXT)
  const hasRoom = ({ also = [] }: Variant) => also.length < ALSO
  const found =
    variants.find((each) => isOf(each, variant)) ??
    variants.find((each) => each.text === text && (isOfPort || hasRoom(each)))
  if (found) {
    const isKnown = isOf(found, variant) || !hasRoom(found)
    const also = isKnown ? found.also : [...(found.also ?? []), variant]
    const grown = { ...found, counts: withOne(found.counts, member), ...(also ? { also } : {}) }
    return variants.map((each) => (each === found ? grown : each))
  }
  if (variants.length >= VARIANTS) return variants
  return [...variants, { report: variant, text, counts: withOne(noCounts, member), ...(why ? { why } : {}) }]
}

interface Texts {
  readonly tally: Tally
  readonly variants: readonly Variant[]
}

/** The texts of two that are one from now on. */
export function variantsOfBoth(one: Texts, other: Texts): readonly Variant[] {
  const all = [...one.variants]
  for (const each of other.variants) {
    const at = all.findIndex(({ text }) => text === each.text)
    const same = all[at]
    const also = same ? [...(same.also ?? []), ...reportsOf(each)] : []
    if (!same || also.length > ALSO) {
      all.push(each)
      continue
    }
    const known = new Set(one.tally.recent.flatMap(({ variant, reporter }) => (isOf(same, variant) ? [reporter] : [])))
    const both = other.tally.recent.filter(({ variant, reporter }) => isOf(each, variant) && known.has(reporter)).length
    all[at] = { ...same, also, counts: summed(same.counts, each.counts, both) }
  }
  return all.slice(0, VARIANTS)
}
