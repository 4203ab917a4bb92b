import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readTime } from '#calendar'
import { catalogueTopic, type MessageOf, portClass } from '#contracts'
import { callerOf, Problem } from '#http'
import type { CatalogueKind, Service } from '#reference'
import { type Deps, patiently, propose, proposed } from '#service'
import { flawName, flaws } from './flaws.ts'
import { isKept, recordOf } from './imports.ts'
import { outsAt } from './likeness.ts'
import { promptsOf, prompts as promptsShape } from './prompts.ts'
import { contentOf } from './shown.ts'

type Data = MessageOf<typeof catalogueTopic>['data']
interface Record_ {
  readonly key: string
  readonly type: string
  readonly data: Data
}

const needs = ['admit', 'catalogue'] as const
const whole = z.number().int()
const from = z
  .string()
  .max(40)
  .optional()
  .describe('From when it holds: a date of the operator’s zone, or a time with its zone; absent: from the approval')
const text = z.string().trim().max(60)

/** What an application says of each; its values are those of the CSV. */
const forms = {
  partners: z.object({
    partner_id: text,
    name_zh: text,
    name_en: text,
    kind: text,
    legal_id: text
      .optional()
      .describe(
        'Of the legal person: its unified social credit code, or the like of another country; absent: as it was',
      ),
    from,
  }),
  services: z.object({
    service_id: text,
    partner_id: text,
    port: text,
    name_zh: text,
    name_en: text,
    tariff_fen: whole,
    period: z.enum(['month', 'once', 'marketing']),
    window: z.enum(['24h', '60m']),
    code: text.default(''),
    trial_days: whole.optional(),
    per_week: whole.optional(),
    months: whole.optional(),
    from,
  }),
  ports: z.object({
    port: text,
    partner_id: text,
    category: text,
    classes: z.array(portClass).max(3),
    hours: text.default('').describe('`08:00-22:00`; empty: at any hour'),
    per_minute: whole.optional(),
    from,
  }),
}

const preview = z.object({
  kind: z.enum(['partners', 'services', 'ports']),
  id: z.string(),
  before: z.record(z.string(), z.unknown()).optional().describe('What holds now, or was approved last'),
  after: z.record(z.string(), z.unknown()),
  from: z.iso.datetime().optional().describe('Absent: from the approval'),
  ends: z.boolean(),
  late: z.boolean().describe('Its date was over before it was approved'),
  outdated: z.boolean().describe('Something else was approved for the same meanwhile'),
  puts_out: z
    .literal(true)
    .optional()
    .describe('Its legal person was put out by a verdict: all that it has here is stopped at once'),
  like_out: z
    .array(z.object({ partner: z.string(), name_zh: z.string(), name_en: z.string() }))
    .optional()
    .describe('Partners that were put out by a verdict and are, or were, called alike: it may be one of them'),
  kept: z
    .literal(true)
    .optional()
    .describe('A case keeps whoever has it from something by now: it goes to nobody else meanwhile'),
  prompts: promptsShape.optional().describe('What subscribers will read'),
})

/**
 * Admission one by one (docs/rules.md, "Partners"): applied for, previewed with the very prompt that subscribers will read,
 * approved by a second person, valid from a date. `POST /v1/catalogue/{kind}`, `…/preview`, `…/{id}/end`.
 */
export function admissionRoutes(deps: Deps): void {
  const { http, catalogue, clock, previews } = deps
  for (const kind of ['partners', 'services', 'ports'] as const) {
    previews.set(`admit.${kind}`, async ({ records: [record] }) => record && previewOf(deps, kind, record.data as Data))
    const applied = forms[kind] as z.ZodType<Readonly<Record<string, unknown>>>
    http.post(
      `/v1/catalogue/${kind}`,
      {
        config: {
          needs,
          problems: [
            'admission.invalid',
            'admission.unchanged',
            'admission.past',
            'proposal.key',
            'proposal.refused',
            'not-ready',
          ],
        },
        schema: {
          summary: `Apply for one of the ${kind}, or for a change`,
          description:
            'It holds from its date, when a second person has approved it (see /v1/proposals); where nobody else could, at once.',
          tags: ['catalogue'],
          body: applied,
          response: { 202: proposed },
        },
      },
      async (request, reply) => {
        const record = recordFor(deps, kind, request.body)
        return reply.code(202).send(await apply(deps, request, kind, record))
      },
    )
    http.post(
      `/v1/catalogue/${kind}/preview`,
      {
        // Asked with each word that somebody types: no change of theirs.
        config: { needs, problems: ['admission.invalid', 'admission.unchanged', 'admission.past'], onlyShows: true },
        schema: {
          operationId: `preview${{ partners: 'Partner', services: 'Service', ports: 'Port' }[kind]}`,
          summary: `What an application for one of the ${kind} would change`,
          description: 'Nothing is kept. Of a service it gives the prompts that subscribers will read.',
          tags: ['catalogue'],
          body: applied,
          response: { 200: preview },
        },
      },
      async (request) => previewOf(deps, kind, recordFor(deps, kind, request.body).data),
    )
    if (kind === 'partners') continue
    http.post(
      `/v1/catalogue/${kind}/:id/end`,
      {
        config: {
          needs,
          problems: [
            'not-found',
            'admission.invalid',
            'admission.unchanged',
            'admission.past',
            'proposal.key',
            'proposal.refused',
            'not-ready',
          ],
        },
        schema: {
          summary: `Apply for the end of one of the ${kind}`,
          description:
            kind === 'services'
              ? 'Nobody can ask for it any more; who has it keeps it until they cancel.'
              : 'Nothing is sent from it any more.',
          tags: ['catalogue'],
          params: z.object({ id: z.string().max(60) }),
          body: z.object({ from }),
          response: { 202: proposed },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const last = newestOf(deps, kind, id)
        if (!last) throw new Problem('not-found', `There is nothing of this id among the ${kind}.`)
        if (last.retired) throw new Problem('admission.unchanged')
        const { from: _, ...content } = last
        const data = { ...content, ...dateOf(deps, request.body.from), version: last.version + 1, retired: true }
        const record = { key: `${kind.slice(0, -1)}-${id}-${data.version}`, type: `${kind.slice(0, -1)}.set`, data }
        return reply.code(202).send(await apply(deps, request, kind, record))
      },
    )
  }

  /** The answer to what was applied at once comes when it is seen here. */
  async function apply(on: Deps, request: FastifyRequest, kind: CatalogueKind, { key, type, data }: Record_) {
    const id = idOf(data)
    const wish = {
      kind: `admit.${kind}`,
      needs,
      title: id,
      // Whose it would be, and whose it is.
      partners: [...new Set([data.partnerId, newestOf(on, kind, id)?.partnerId ?? data.partnerId])],
      preview: previewOf(on, kind, data),
      records: [{ topic: catalogueTopic.name, key, type, data }],
    }
    const outcome = await propose(on, callerOf(request), wish, request.id)
    const isSeen = async () => (newestOf(on, kind, id)?.version ?? 0) >= data.version
    if (outcome.status === 'applied') await patiently(isSeen, (seen) => seen)
    return outcome
  }

  function previewOf(on: Deps, kind: CatalogueKind, data: Data): z.infer<typeof preview> {
    const names = (partner: string) => catalogue.newestPartner(partner)
    const last = newestOf(on, kind, idOf(data))
    return {
      kind,
      id: idOf(data),
      ...(last ? { before: contentOf(last, names) } : {}),
      after: contentOf(data, names),
      ...(data.from === undefined ? {} : { from: new Date(data.from).toISOString() }),
      ends: data.retired === true,
      late: data.from !== undefined && data.from < clock.now(),
      outdated: (last?.version ?? 0) + 1 !== data.version,
      ...('nameZh' in data && !('serviceId' in data) ? outsAt(catalogue, clock.now())(data) : {}),
      ...(isKept(last, data.partnerId, on) ? { kept: true as const } : {}),
      ...('serviceId' in data ? { prompts: promptsOf(on, data as Service) } : {}),
    }
  }
}

const idOf = (data: Data): string =>
  'serviceId' in data ? data.serviceId : 'classes' in data ? data.port : data.partnerId

const newestOf = ({ catalogue }: Deps, kind: CatalogueKind, id: string) =>
  kind === 'partners'
    ? catalogue.newestPartner(id)
    : kind === 'services'
      ? catalogue.newestService(id)
      : catalogue.newestApproval(id)

/** From when it shall hold. @throws Problem `admission.invalid`, `admission.past` */
function dateOf({ clock, policy }: Deps, wanted: string | undefined): { from?: number } {
  if (wanted === undefined || wanted === '') return {}
  const at = readTime(wanted, policy.policy.timeZone)
  if (at === undefined) throw invalid(flaws.from)
  if (at <= clock.now()) throw new Problem('admission.past')
  return { from: at }
}

/** Names of fields as the contracts have them. */
const named: Readonly<Record<string, string>> = {
  partnerId: 'partner_id',
  serviceId: 'service_id',
  legalId: 'legal_id',
  nameZh: 'name_zh',
  nameEn: 'name_en',
  tariffFen: 'tariff_fen',
  trialDays: 'trial_days',
  perWeek: 'per_week',
  perMinute: 'per_minute',
}

function invalid(detail: string): Problem {
  const [field = ''] = /^[A-Za-z_]+/.exec(detail) ?? []
  return new Problem('admission.invalid', detail, { field: named[field] ?? field, why: flawName(detail) })
}

/** The record that a form becomes, by the checks of the file. @throws Problem */
function recordFor(deps: Deps, kind: CatalogueKind, form: Readonly<Record<string, unknown>>): Record_ {
  const { from: wanted, ...rest } = form
  const values = Object.fromEntries(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(' ') : String(value ?? '')]),
  )
  const date = dateOf(deps, wanted as string | undefined)
  const record = recordOf(kind, values, deps)
  if (typeof record === 'string') throw invalid(record)
  if (record === undefined) throw new Problem('admission.unchanged')
  const { from: _, ...data } = record.message.data as Data
  return { key: record.key, type: record.message.type, data: { ...data, ...date } as Data }
}
