import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { OutRecord } from '#bus'
import { canonical } from '#evidence'
import { callerOf, Problem } from '#http'
import { type ImportLine, type Row, takeRows } from '#intake'
import type { Catalogue } from '#reference'
import { type Deps, isAlone, MOST_RECORDS, propose } from '#service'
import { importRows, isKept, recordOf } from './imports.ts'
import { type Outs, outsAt } from './likeness.ts'

type Kind = 'partners' | 'services' | 'ports'
type Sent = { readonly key: string; readonly data?: unknown }
/** Fields that all of them have, or some. */
type Data = {
  readonly partnerId: string
  readonly nameZh: string
  readonly nameEn: string
  readonly legalId?: string
  readonly serviceId?: string
  readonly port?: string
  readonly version: number
}

const needs = ['import', 'catalogue'] as const
const SHOWN = 20
/** So many partners one proposal can concern; who has an interest in one does not decide it. */
const MOST_PARTNERS = 2000
/** So many of a file’s partners that are out, or called like one, a second person reads. */
const MOST_OUT = 200

/** A partner of a file that is out, or is called like one that is. */
type Out = Pick<Data, 'partnerId' | 'nameZh' | 'nameEn'> & Outs

/**
 * What the second person is shown: how many rows, all of them that would let somebody in who is out or is called alike, the
 * first of them, a digest of all, and whether the world has moved on: also where a case keeps by now whoever has what it moves.
 */
function previewOf(kind: Kind, records: readonly Sent[], { catalogue, clock }: Pick<Deps, 'catalogue' | 'clock'>) {
  const all = records.map(({ data }) => data as Data)
  const outs = kind === 'partners' ? outsOf(all, outsAt(catalogue, clock.now())) : []
  const kept = all.filter((each) => isKept(newest(kind, each, catalogue), each.partnerId, { catalogue, clock })).length
  return {
    kind,
    rows: all.length,
    ...(outs.length > 0 ? { outs } : {}),
    first: all.slice(0, SHOWN),
    digest: createHash('sha256').update(canonical(all)).digest('base64url'),
    outdated: all.filter((each) => (newest(kind, each, catalogue)?.version ?? 0) + 1 !== each.version).length,
    ...(kept > 0 ? { kept } : {}),
  }
}

function outsOf(all: readonly Data[], outsFor: ReturnType<typeof outsAt>): Out[] {
  return all.flatMap((each) => {
    const outs = outsFor(each)
    const { partnerId, nameZh, nameEn } = each
    return Object.keys(outs).length > 0 ? [{ partnerId, nameZh, nameEn, ...outs }] : []
  })
}

function newest(kind: Kind, { partnerId, serviceId = '', port = '' }: Data, catalogue: Catalogue) {
  return kind === 'partners'
    ? catalogue.newestPartner(partnerId)
    : kind === 'services'
      ? catalogue.newestService(serviceId)
      : catalogue.newestApproval(port)
}

/** Whose it would be, and whose it is: who has an interest in either does not decide it. */
const partnersOf = (kind: Kind, records: readonly OutRecord[], catalogue: Catalogue): string[] => {
  const all = records.map(({ message }) => message.data as Data)
  return [...new Set(all.flatMap((each) => [each.partnerId, newest(kind, each, catalogue)?.partnerId ?? []].flat()))]
}

/** Looks at an import again when it is approved: another one may have changed the same rows meanwhile. */
export function previewImports(deps: Deps): void {
  for (const kind of ['partners', 'services', 'ports'] as const)
    deps.previews.set(`import.${kind}`, async ({ records }) => previewOf(kind, records, deps))
}

/**
 * A file of reference data is one proposal; where nobody else could approve it, it is taken at once, and the audit says so.
 * Its rows may name what is approved already, not what the same file brings.
 */
export async function* importOfReference(
  deps: Deps,
  request: FastifyRequest,
  kind: Kind,
  rows: AsyncIterable<Row>,
): AsyncGenerator<ImportLine> {
  const caller = callerOf(request)
  const wish = (records: readonly OutRecord[], count: number) => ({
    kind: `import.${kind}`,
    needs,
    title: `${kind}: ${count}`,
    partners: partnersOf(kind, records, deps.catalogue),
    preview: previewOf(
      kind,
      records.map(({ key, message }) => ({ key, data: message.data })),
      deps,
    ),
    records: records.map(({ topic, key, message }) => ({ topic, key, type: message.type, data: message.data })),
  })
  if (isAlone(deps, caller, { needs })) {
    for await (const line of importRows(kind, rows, deps)) {
      if (!('done' in line)) yield line
      else
        yield {
          ...line,
          ...(line.done.taken > 0 ? await propose(deps, caller, wish([], line.done.taken), request.id) : {}),
        }
    }
    return
  }
  const held: OutRecord[] = []
  const keys = new Set<string>()
  const lines = takeRows(rows, {
    batch: 500,
    recordOf: (values) => {
      if (held.length >= MOST_RECORDS) return `more than ${MOST_RECORDS} rows: split the file`
      const record = recordOf(kind, values, deps)
      if (typeof record !== 'object') return record
      if (keys.has(record.key)) return 'the same stands in this file already'
      keys.add(record.key)
      return record
    },
    publish: async (batch) => void held.push(...batch),
  })
  for await (const line of lines) {
    if (!('done' in line)) yield line
    else
      yield {
        ...line,
        ...(held.length > 0 ? await propose(deps, caller, checked(wish(held, held.length)), request.id) : {}),
      }
  }
}

function checked<
  W extends { readonly partners: readonly string[]; readonly preview: { readonly outs?: readonly Out[] } },
>(wish: W): W {
  if ((wish.preview.outs?.length ?? 0) > MOST_OUT)
    throw new Problem(
      'request.too-large',
      `More than ${MOST_OUT} of its partners are out by a verdict, or called like one that is: split the file.`,
    )
  if (wish.partners.length > MOST_PARTNERS)
    throw new Problem('request.too-large', `One proposal concerns at most ${MOST_PARTNERS} partners: split the file.`)
  return wish
}
