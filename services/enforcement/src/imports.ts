import { createHash, randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { OutRecord } from '#bus'
import { readTime } from '#calendar'
import { isSharedDomain } from '#campaigns'
import { blockKey, blockReason, blockScope, enforcementCommands, type MessageOf, whiteKind } from '#contracts'
import { targetOf, WHOLE_SUFFIX } from '#enforcement'
import { canonical } from '#evidence'
import { callerOf, Problem } from '#http'
import { acceptFiles, answerLines, type Flaw, type ImportLine, type Row, rowsOf, takeRows, type Values } from '#intake'
import {
  actorOf,
  asShown,
  type Deps,
  edgeRecord,
  heldBy,
  isAlone,
  propose,
  proposerOf,
  publishFromEdge,
} from '#service'
import { isListed, isPlaced, type TargetState } from './domain/block.ts'
import { nameOf, targetKind } from './shown.ts'

export const importKinds = {
  blocks: ['kind', 'value', 'scope', 'from', 'until', 'reason', 'note'],
  'white-list': ['kind', 'value', 'list', 'note'],
  domains: ['domain', 'reason', 'until', 'note'],
} as const
export type ImportKind = keyof typeof importKinds
const optional: readonly string[] = ['scope', 'from', 'until', 'note']

type Said = MessageOf<typeof enforcementCommands>['data']
type Placed = Parameters<typeof isPlaced>[1]
type Added = Parameters<typeof isListed>[1]

const needs = ['block', 'block'] as const
const BATCH = 500
/** Rows that one digest of a proposal stands for: they are compared before any of them is taken. */
const CHUNK = 5000
const SHOWN = 20
/** Rows of a file among which one that is there twice is known. */
const REMEMBERED = 50_000
const MOST_CHUNKS = 1000
const DAY = 86_400_000
/** How long an approved file can be taken. */
const TAKEN_DAYS = 7

interface Approved {
  readonly kind: string
  readonly status: string
  readonly decidedAt?: number
  readonly preview: { readonly chunks: readonly string[] }
}

/** `POST /v1/import/{blocks|white-list|domains}`: a million rows and more, those that are wrong told by line. */
export function importRoutes(deps: Deps): void {
  const { http, previews } = deps
  acceptFiles(http)
  const kinds = Object.keys(importKinds) as ImportKind[]
  for (const kind of kinds) previews.set(`import.${kind}`, asShown)
  for (const kind of kinds)
    http.post(
      `/v1/import/${kind}`,
      {
        config: {
          needs,
          problems: ['csv.header', 'csv.encoding', 'proposal.key', 'proposal.refused', 'not-found', 'not-ready'],
        },
        bodyLimit: Number.MAX_SAFE_INTEGER,
        schema: {
          operationId: `import${{ blocks: 'Blocks', 'white-list': 'WhiteList', domains: 'Domains' }[kind]}`,
          summary: `Import ${{ blocks: 'blocks for everybody', 'white-list': 'the white list', domains: 'blocked domains' }[kind]}`,
          description: `CSV (text/csv, UTF-8, with header ${importKinds[kind].join(',')}) or NDJSON (application/x-ndjson), streamed; ${optional.filter((each) => (importKinds[kind] as readonly string[]).includes(each)).join(', ')} may be left out. The answer is NDJSON, streamed: bad rows with their line, what is wrong and its code, progress, at last \`done\`. Where two people are there, the file is looked through and proposed; once it is approved, send the same file again with \`proposal\`. Who is on the white list is not blocked by a file.`,
          tags: ['blocks'],
          querystring: z.object({
            proposal: z.string().max(100).optional().describe('The approved proposal, when the file is sent again'),
          }),
        },
      },
      async (request, reply) => {
        const { proposal } = request.query
        const approved = proposal === undefined ? undefined : await approvedFile(deps, kind, proposal)
        const caller = callerOf(request)
        const rows = await rowsOf(request, importKinds[kind], optional)
        if (!approved) proposerOf(deps, caller, { needs, partners: [] })
        const lines =
          approved || isAlone(deps, caller, { needs })
            ? takeFile(deps, request, kind, rows, approved?.preview.chunks)
            : proposeFile(deps, request, kind, rows)
        const brokeOff = (error: unknown) =>
          deps.log.error({ kind, code: (error as { code?: string }).code ?? 'unknown' }, 'an import broke off')
        return reply.type('application/x-ndjson').send(answerLines(lines, brokeOff))
      },
    )
}

async function approvedFile({ store, clock }: Deps, kind: ImportKind, id: string): Promise<Approved> {
  const found = (await store.load('proposals', [id])).get(id)?.body as Approved | undefined
  const isTaken = found?.kind === `import.${kind}` && found.status === 'applied'
  if (!isTaken || clock.now() - (found.decidedAt ?? 0) > TAKEN_DAYS * DAY)
    throw new Problem('not-found', 'No file was approved under this proposal within the last week.')
  return found
}

/** Digests of what the rows come to, chunk by chunk. */
class Chunks {
  readonly digests: string[] = []
  #hash = createHash('sha256')
  #count = 0

  /** @returns the digest of a chunk that is full with this one */
  add({ key, message }: OutRecord): string | undefined {
    const { by: _, ...data } = message.data as Record<string, unknown>
    this.#hash.update(canonical([key, message.type, data]))
    return ++this.#count === CHUNK ? this.end() : undefined
  }

  end(): string | undefined {
    if (this.#count === 0) return undefined
    const digest = this.#hash.digest('base64url')
    this.digests.push(digest)
    this.#hash = createHash('sha256')
    this.#count = 0
    return digest
  }
}

/**
 * Rows that say what holds already: of a file of nothing else there is nothing to propose. What is stored tells why something
 * is blocked, and the log whether it is: a state that was put back in the database keeps nothing from being proposed.
 */
const knowing = ({ store, clock, network }: Deps, kind: ImportKind) =>
  onceEach(
    heldBy<TargetState, Said>(store, {
      process: 'network-blocks',
      holds: (state, said) => {
        const { target } = said
        if (kind === 'white-list') return isListed(state, said as Added) && network.isListed(target)
        const now = clock.now()
        const { scope, from = now, until } = said as Placed
        const dates = { scope: target.kind === 'domain' ? 'all' : scope, from: Math.max(from, now), until } as const
        return isPlaced(state, said as Placed, now) && network.isBlocked(target, dates)
      },
    }),
  )

type Knowing = ReturnType<typeof heldBy>

/** A row that says again what the last one of its target in this file said changes nothing, as far back as is remembered. */
function onceEach({ known, settled }: Knowing): Knowing {
  const said = new Map<string, string>()
  return {
    settled,
    async known(records) {
      const held = await known(records)
      const unchanged = new Set<OutRecord>()
      for (const each of records) {
        const says = createHash('sha256').update(canonical(each.message.data)).digest('base64url')
        const before = said.get(each.key)
        if (before === undefined ? held.has(each) : before === says) unchanged.add(each)
        if (said.size >= REMEMBERED) said.clear()
        said.set(each.key, says)
      }
      return unchanged
    },
  }
}

/** Takes the rows; of an approved file those alone that were approved, each chunk compared before it is taken. */
export async function* takeFile(
  deps: Deps,
  request: FastifyRequest,
  kind: ImportKind,
  rows: AsyncIterable<Row>,
  approved: readonly string[] | undefined,
): AsyncGenerator<ImportLine> {
  const chunks = new Chunks()
  let held: OutRecord[] = []
  const take = async (digest: string | undefined) => {
    if (digest !== undefined && approved && approved[chunks.digests.length - 1] !== digest)
      throw new Error('the file is not the one that was approved')
    for (let at = 0; at < held.length; at += BATCH) await publishFromEdge(deps.bus, held.slice(at, at + BATCH))
    held = []
  }
  const by = actorOf(callerOf(request))
  const { known, settled } = knowing(deps, kind)
  const lines = takeRows(rows, {
    known,
    batch: BATCH,
    recordOf: (values) => recordOf(deps, kind, values, by),
    publish: async (batch) => {
      for (const each of batch) {
        // Batches and chunks do not keep step: of a chunk that is full nothing of the next one is taken.
        held.push(each)
        const digest = approved && chunks.add(each)
        if (digest !== undefined) await take(digest)
      }
      if (!approved) await take(undefined)
    },
  })
  try {
    for await (const line of lines) {
      if ('done' in line) {
        await take(chunks.end())
        await settled()
      }
      yield line
    }
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('the file is not')) throw error
    const text = 'the file is not the one that was approved: nothing from here on was taken'
    yield { line: 0, error: text, code: 'file.other' }
    yield { done: { rows: 0, taken: 0, unchanged: 0, refused: 1 }, omittedErrors: 0 }
  }
}

/** Looks a file through and proposes it, by what its rows come to. */
export async function* proposeFile(
  deps: Deps,
  request: FastifyRequest,
  kind: ImportKind,
  rows: AsyncIterable<Row>,
): AsyncGenerator<ImportLine> {
  const chunks = new Chunks()
  const first: string[] = []
  const lines = takeRows(rows, {
    known: knowing(deps, kind).known,
    batch: BATCH,
    recordOf: (values) => {
      if (chunks.digests.length >= MOST_CHUNKS) {
        const most = MOST_CHUNKS * CHUNK
        return flaw('file.long', `more than ${most} rows: split the file`, { most })
      }
      return recordOf(deps, kind, values, '')
    },
    publish: async (batch) => {
      for (const each of batch) {
        chunks.add(each)
        if (first.length < SHOWN)
          first.push(nameOf((each.message.data as { target: Parameters<typeof nameOf>[0] }).target))
      }
    },
  })
  for await (const line of lines) {
    if (!('done' in line) || line.done.taken === 0) {
      yield line
      continue
    }
    chunks.end()
    const preview = { kind, rows: line.done.taken, refused: line.done.refused, first, chunks: chunks.digests }
    const title = `${kind}: ${line.done.taken}`
    const wish = { kind: `import.${kind}`, needs, title, partners: [], preview, records: [] }
    yield { ...line, ...(await propose(deps, callerOf(request), wish, request.id)) }
  }
}

const flaw = (code: string, error: string, of?: Flaw['of']): Flaw => ({ error, code, ...(of ? { of } : {}) })
const oneOf = (field: string, all: readonly string[]): Flaw =>
  flaw('field.other', `${field}: one of ${all.join(', ')}`, { field, all: all.join(', ') })

/** The command that a row becomes, or why it is refused. */
function recordOf(deps: Deps, kind: ImportKind, values: Values, by: string): OutRecord | Flaw {
  const { config, policy, clock, network, keyOf, bus } = deps
  const typed = kind === 'domains' ? { kind: 'domain', value: values['domain'] } : values
  if (!targetKind.safeParse(typed['kind']).success) return oneOf('kind', targetKind.options)
  const target = targetOf(typed['kind'] ?? '', typed['value'] ?? '', config.COUNTRY)
  if (typeof target === 'string') {
    const error = kind === 'domains' ? target.replace('value', 'domain') : target
    return flaw(target === WHOLE_SUFFIX ? 'value.suffix' : 'value.none', error, { kind: typed['kind'] ?? '' })
  }
  const note = values['note'] ?? ''
  if (note.length > 300) return flaw('note.long', 'note: longer than 300 characters')
  const said = { target, by, ...(note ? { note } : {}) }
  const at = clock.now()
  const record = (type: string, data: object): OutRecord => {
    const id = `import-${randomUUID()}`
    return edgeRecord(enforcementCommands, bus, blockKey(target, keyOf), {
      id,
      at,
      corr: id,
      type,
      data: { ...said, ...data },
    })
  }
  if (kind === 'white-list') {
    const list = whiteKind.safeParse(values['list'])
    return list.success ? record('white.add', { kind: list.data }) : oneOf('list', whiteKind.options)
  }
  const scope = blockScope.safeParse(values['scope'] || 'all')
  const reason = blockReason.safeParse(values['reason'])
  if (!scope.success) return oneOf('scope', blockScope.options)
  if (!reason.success) return oneOf('reason', blockReason.options)
  if (network.isWhite(target, at)) return flaw('white.listed', 'on the white list: block it by itself, with two people')
  if (target.kind === 'domain' && isSharedDomain(target.value))
    return flaw('domain.shared', 'a domain of many, honest ones among them: block it by itself, with two people')
  const dates: Record<string, number> = {}
  for (const name of ['from', 'until']) {
    const text = values[name]
    const time = text ? readTime(text, policy.policy.timeZone) : undefined
    if (text && time === undefined)
      return flaw('date.none', `${name}: not a date such as 2026-05-01 or 2026-05-01T08:00:00Z`, { field: name })
    if (time !== undefined) dates[name] = time
  }
  const { until, from = at } = dates
  if (until !== undefined && until <= Math.max(from, at)) return flaw('until.past', 'until: it would hold at no time')
  return record('block.place', { scope: scope.data, reason: reason.data, ...dates })
}
