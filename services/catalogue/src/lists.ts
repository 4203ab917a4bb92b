import { Readable } from 'node:stream'
import { z } from 'zod'
import { portClass } from '#contracts'
import { csvRow } from '#csv'
import { Problem, pageQuery } from '#http'
import type { CatalogueKind, Catalogue as Records } from '#reference'
import type { Deps } from '#service'
import { promptsOf, prompts as promptsShape } from './prompts.ts'
import { historyOf, presentOf, type Shown, shapes } from './shown.ts'

const filters = z.object({
  q: z.string().trim().max(60).optional().describe('In its id, its names, its port or its code'),
  partner: z.string().max(40).optional(),
  state: z.enum(['in-force', 'coming', 'ended']).optional().describe('How it stands now'),
  kind: z.string().max(40).optional().describe('Of partners'),
  period: z.enum(['month', 'once', 'marketing']).optional().describe('Of services'),
  class: portClass.optional().describe('Of ports: those that may send it'),
  category: z.string().max(40).optional().describe('Of ports'),
})
type Filters = z.infer<typeof filters>
const paged = pageQuery(200, 50)
  .extend({ order: z.enum(['asc', 'desc']).default('asc') })
  .extend(filters.shape)

const columns = {
  partners: ['id', 'name_zh', 'name_en', 'kind'],
  services: [
    'id',
    'partner',
    'partner_zh',
    'partner_en',
    'port',
    'name_zh',
    'name_en',
    'tariff_fen',
    'period',
    'window',
    'code',
    'trial_days',
    'per_week',
    'months',
  ],
  ports: ['id', 'partner', 'partner_zh', 'partner_en', 'category', 'classes', 'hours', 'per_minute'],
} as const satisfies Record<CatalogueKind, readonly string[]>

type Field = string | number | readonly string[] | undefined
const fields = (shown: Shown) => shown as unknown as Readonly<Record<string, Field>>

/** `GET /v1/catalogue/{partners|services|ports}`, `…/{id}` with all its versions, and the lists as CSV. */
export function listRoutes(deps: Deps): void {
  const { http, catalogue, clock } = deps
  const needs = { needs: ['read', 'catalogue'] } as const
  const names = (partner: string) => catalogue.partner(partner, clock.now())
  const versionsOf = (kind: CatalogueKind, id: string): Shown[] =>
    historyOf(recordsOf(catalogue, kind, id), clock.now(), names)
  function* chosen(kind: CatalogueKind, order: 'asc' | 'desc', by: Filters): Generator<Shown> {
    const ids = catalogue.ids(kind)
    if (order === 'desc') ids.reverse()
    for (const id of ids) {
      const shown = presentOf(versionsOf(kind, id))
      if (shown && fits(shown, by)) yield shown
    }
  }

  for (const kind of ['partners', 'services', 'ports'] as const) {
    http.get(
      `/v1/catalogue/${kind}`,
      {
        config: needs,
        schema: {
          summary: `All ${kind}, as they hold now or are to hold`,
          tags: ['catalogue'],
          querystring: paged,
          response: {
            200: z.object({
              items: z.array(shapes[kind] as z.ZodType<Shown>),
              next: z.string().optional(),
              previous: z.string().optional(),
            }),
          },
        },
      },
      async (request) => {
        const { after, limit, order, ...by } = request.query
        const isAfter = ({ id }: Shown) => after === '' || (order === 'asc' ? id > after : id < after)
        const items: Shown[] = []
        for (const each of chosen(kind, order, by)) {
          if (!isAfter(each)) continue
          items.push(each)
          if (items.length > limit) break
        }
        const page = items.slice(0, limit)
        const [first, last] = [page[0], page.at(-1)]
        return {
          items: page,
          ...(last && items.length > limit ? { next: last.id } : {}),
          ...(first && after !== '' ? { previous: first.id } : {}),
        }
      },
    )
    http.get(
      `/v1/catalogue/${kind}/:id`,
      {
        config: { ...needs, problems: ['not-found'] },
        schema: {
          summary: `One of the ${kind}, with all its versions`,
          tags: ['catalogue'],
          params: z.object({ id: z.string().max(60) }),
          response: {
            200: z.object({
              present: shapes[kind] as z.ZodType<Shown>,
              history: z.array(shapes[kind] as z.ZodType<Shown>).describe('Oldest first'),
              prompts: promptsShape.optional().describe('Of a service: what subscribers read as it holds now'),
            }),
          },
        },
      },
      async (request) => {
        const { id } = request.params
        const history = versionsOf(kind, id)
        const present = presentOf(history)
        if (!present) throw new Problem('not-found', `There is nothing of this id among the ${kind}.`)
        const service = kind === 'services' ? catalogue.service(id, clock.now()) : undefined
        return { present, history, ...(service ? { prompts: promptsOf(deps, service) } : {}) }
      },
    )
  }

  http.get(
    '/v1/catalogue/csv/:kind',
    {
      config: needs,
      schema: {
        summary: 'A list as it was narrowed, as CSV, with the dates of each',
        tags: ['catalogue'],
        params: z.object({ kind: z.enum(['partners', 'services', 'ports']) }),
        querystring: filters.extend({ order: z.enum(['asc', 'desc']).default('asc') }),
      },
    },
    async (request, reply) => {
      const { kind } = request.params
      const { order, ...by } = request.query
      const lines = function* () {
        yield csvRow([...columns[kind], 'version', 'from', 'state'])
        for (const each of chosen(kind, order, by))
          yield csvRow([...columns[kind], 'version', 'from', 'state'].map((name) => cellOf(fields(each)[name])))
      }
      return reply.type('text/csv; charset=utf-8').send(Readable.from(lines()))
    },
  )
}

const cellOf = (value: Field): string | number =>
  value === undefined ? '' : typeof value === 'object' ? value.join(' ') : value

const recordsOf = (catalogue: Records, kind: CatalogueKind, id: string) =>
  kind === 'partners'
    ? catalogue.history('partners', id)
    : kind === 'services'
      ? catalogue.history('services', id)
      : catalogue.history('ports', id)

function fits(shown: Shown, by: Filters): boolean {
  const of = fields(shown)
  const q = by.q?.toLowerCase()
  const found =
    !q ||
    ['id', 'name_zh', 'name_en', 'port', 'code'].some((name) =>
      String(of[name] ?? '')
        .toLowerCase()
        .includes(q),
    )
  return (
    found &&
    (by.partner === undefined || of['partner'] === by.partner) &&
    (by.state === undefined || of['state'] === by.state) &&
    (by.kind === undefined || of['kind'] === by.kind) &&
    (by.period === undefined || of['period'] === by.period) &&
    (by.category === undefined || of['category'] === by.category) &&
    (by.class === undefined || (of['classes'] as readonly string[] | undefined)?.includes(by.class) === true)
  )
}
