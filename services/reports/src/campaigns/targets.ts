import { z } from 'zod'
import { isHonestDomain, read } from '#campaigns'
import { type BlockTarget, blockTarget } from '#contracts'
import { blockPreview, namedTarget, previewOf } from '#enforcement'
import { Problem } from '#http'
import type { Deps } from '#service'
import { maskNumber } from '#sms'
import type { Campaign, Variant } from '../domain/campaigns/standing.ts'
import { isAsReported } from '../domain/filing.ts'
import type { ReportCase } from '../domain/report-case.ts'
import type { ReporterState } from '../domain/reporter.ts'

/** Of each kind, the most reported. */
const MOST = 5
/** Reports that are looked at for ports that nobody has, and how many have to name one: a slip of a finger is none. */
const LOOKED_AT = 200
const NAMED = 2
/** What companies send from; the numbers of banks and of the state, whoever borrows them, are not offered. */
const OF_SELLERS = /^106\d{5,17}$/

export const shownTarget = z.object({
  id: z.string().describe('Names it in `decide`'),
  kind: z.enum(['port', 'number', 'domain']).describe('What is blocked'),
  value: z.string().describe('The port, the digits or the domain; of a number its mask'),
  reports: z.number().int().optional().describe('Reports that name it as their sender'),
  held: z.boolean().describe('It is blocked already'),
  preview: blockPreview.describe('What a block of all of it would have stopped last week'),
})

/** What `decide` names: one that was shown, or any other. */
export const askedTarget = z.union([
  z.object({ id: z.string().max(300).describe('`id` of one of its `targets`') }),
  z.object({
    kind: z.enum(['port', 'number', 'prefix', 'domain']).describe('What is blocked'),
    value: z.string().trim().min(1).max(300).describe('The port, number, digits or domain'),
  }),
])

const named = (target: BlockTarget): string => `${target.kind} ${target.value}`

/** @throws Problem `block.target`, `request.invalid` */
export function openTarget(
  { ids, config }: Pick<Deps, 'ids' | 'config'>,
  asked: z.infer<typeof askedTarget>,
): BlockTarget {
  if ('kind' in asked) return namedTarget(asked.kind, asked.value, config.COUNTRY)
  const [kind, value] = ids.open('target', asked.id)?.id.split(' ') ?? []
  const target = blockTarget.safeParse({ kind, value })
  if (!target.success) throw new Problem('request.invalid', '`targets` names none that was shown.')
  return target.data
}

/** What a block of this campaign could be of: the ports and numbers that sent it, the domains that its texts lead to. */
export async function targetsOf(
  deps: Deps,
  id: string,
  { tally, variants }: Campaign,
): Promise<z.infer<typeof shownTarget>[]> {
  const { ids, network, clock } = deps
  const ports = id.startsWith('p') ? { [id.slice(1)]: tally.size } : tally.senders
  const found = [
    ...mostOf(ports, 'port'),
    ...(await portsOfNobody(deps, id, tally)),
    ...mostOf(tally.numbers, 'number'),
    ...domainsOf(variants)
      .slice(0, MOST)
      .map((value) => ({ target: { kind: 'domain', value } as const, reports: undefined })),
  ].filter(({ target }) => blockTarget.safeParse(target).success)
  const now = clock.now()
  return Promise.all(
    found.map(async ({ target, reports }) => ({
      id: ids.seal('target', 'staff', named(target)),
      kind: target.kind,
      value: target.kind === 'number' ? maskNumber(target.value) : target.value,
      ...(reports === undefined ? {} : { reports }),
      held:
        target.kind === 'domain'
          ? network.stopsDomain(target.value, now)
          : network.stops(target.value, false, now) !== undefined,
      preview: await previewOf(deps, target, 'all'),
    })),
  )
}

const mostOf = <Kind extends 'port' | 'number'>(counts: Readonly<Record<string, number>>, kind: Kind) =>
  Object.entries(counts)
    .filter(([name]) => /^\d+$/.test(name))
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST)
    .map(([value, reports]) => ({ target: { kind, value }, reports }))

/** Ports that are no partner’s, as its reports name them: a campaign counts whose they are, and they are nobody’s. */
async function portsOfNobody({ store, keyOf }: Deps, id: string, { senders }: Campaign['tally']) {
  if (id.startsWith('p') || !senders['unknown']) return []
  const found = await store.find('report-cases', { tag: `campaign=${id}`, limit: LOOKED_AT })
  const cases = found.map(({ body }) => body as ReportCase)
  const states = await store.load('reporters', [...new Set(cases.map(({ subscriber }) => subscriber))])
  const counts: Record<string, number> = {}
  for (const each of cases) {
    const { kind, address = '' } = each.sorted.sender
    const state = states.get(each.subscriber)?.body as ReporterState | undefined
    const isNobodys = kind === 'unknown' && OF_SELLERS.test(address)
    if (isNobodys && !each.closed?.withdrawn && isAsReported(state, each, keyOf))
      counts[address] = (counts[address] ?? 0) + 1
  }
  const isWhole = found.length < LOOKED_AT
  return mostOf(counts, 'port')
    .filter(({ reports }) => reports >= NAMED)
    .map(({ target, reports }) => ({ target, reports: isWhole ? reports : undefined }))
}

/** Those of the first text first; what many honest senders link to is left out. */
const domainsOf = (variants: readonly Variant[]): string[] => [
  ...new Set(
    variants.flatMap(({ text }) =>
      read(text).evidence.flatMap(({ kind, value }) => (kind === 'domain' && !isHonestDomain(value) ? [value] : [])),
    ),
  ),
]
