import { z } from 'zod'
import { changesBetween, deskIn, type TunedFigures, withDesk } from '#policy'
import type { Deps } from '#service'

const count = (text: string) => z.number().int().describe(text)

export const effectsShown = z.object({
  items: z
    .array(
      z.object({
        name: z.enum(['campaigns', 'surges']).describe('What was looked at'),
        figures: z.array(z.string()).describe('The figures that it tells of, of those that would change'),
        looked: count('So many were looked at: open campaigns, or series that are counted'),
        all: z.boolean().describe('Those are all; else there are more than are looked at'),
        held: count('By what is in force: campaigns over the threshold now; alarms of the last four weeks'),
        after: count('The same by the draft'),
        newly: count('By the draft alone'),
        no_longer: count('By what is in force alone'),
      }),
    )
    .describe('What would be otherwise, by what is stored now'),
  unknown: z
    .array(z.string())
    .describe('Figures that would change, of which nobody can say beforehand what follows, or what follows besides'),
})
export type Effects = z.infer<typeof effectsShown>

/** What the desk’s figures would change, where that can be worked out by what is kept; and of whom. */
export async function effectsOf(
  { effects, policy }: Pick<Deps, 'effects' | 'policy'>,
  held: TunedFigures,
  after: TunedFigures,
): Promise<{ readonly shown: Effects; readonly partners: readonly string[] }> {
  const names = changesBetween(deskIn(held), deskIn(after)).map(({ name }) => name)
  const [was, would] = [held, after].map((desk) => withDesk(policy.file.policy, desk)) as [never, never]
  const items: Effects['items'] = []
  const known = new Set<string>()
  const touched = new Set<string>()
  for (const [name, { figures, inPart = [], look }] of effects) {
    const own = names.filter((each) => figures.includes(each))
    if (own.length === 0) continue
    const { noLonger, partners = [], ...looked } = await look(was, would)
    items.push({ name: name as Effects['items'][number]['name'], figures: own, ...looked, no_longer: noLonger })
    for (const each of own) if (!inPart.includes(each)) known.add(each)
    for (const each of partners) touched.add(each)
  }
  return { shown: { items, unknown: names.filter((each) => !known.has(each)) }, partners: [...touched].sort() }
}
