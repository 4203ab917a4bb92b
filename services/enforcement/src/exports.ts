import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { csvRow } from '#csv'
import { callerOf } from '#http'
import { queueTag } from '#process'
import { askForSight, checkSight, type Deps, proposed } from '#service'
import type { TargetState } from './domain/block.ts'
import { type ImportKind, importKinds } from './imports.ts'
import { iso } from './shown.ts'

const PAGE = 500
const read = { needs: ['read', 'block'] } as const

/** Blocks, white list and domains as the CSV that an import takes; the feed of domains for the operator’s web filter. */
export function exportRoutes(deps: Deps): void {
  const { http, clock, network } = deps
  for (const kind of Object.keys(importKinds) as ImportKind[])
    http.get(
      `/v1/export/${kind}`,
      {
        config: { ...read, problems: ['sight.missing'] },
        schema: {
          operationId: `export${{ blocks: 'Blocks', 'white-list': 'WhiteList', domains: 'Domains' }[kind]}`,
          summary: `${{ blocks: 'Blocks for everybody', 'white-list': 'The white list', domains: 'Blocked domains' }[kind]} as CSV`,
          description:
            'The CSV that an import takes. Numbers of persons are left out, unless two people agreed to show them.',
          tags: ['blocks'],
          querystring: z.object({
            proposal: z
              .string()
              .max(100)
              .optional()
              .describe('With the numbers of persons: by which two people agreed'),
          }),
        },
      },
      async (request, reply) => {
        const { proposal } = request.query
        if (proposal !== undefined) await checkSight(deps, callerOf(request), 'blocks', proposal)
        return reply.type('text/csv; charset=utf-8').send(Readable.from(rowsOf(deps, kind, proposal !== undefined)))
      },
    )

  http.post(
    '/v1/export/blocks',
    {
      config: { ...read, problems: ['proposal.key', 'proposal.refused', 'not-ready'] },
      schema: {
        operationId: 'askForBlockedNumbers',
        summary: 'Ask to see blocked numbers of persons in the export',
        description: 'A second person agrees; then GET with `proposal` shows them to you for a day.',
        tags: ['blocks'],
        body: z.object({ reason: z.string().trim().min(3).max(300) }),
        response: { 202: proposed },
      },
    },
    async (request, reply) =>
      reply.code(202).send(await askForSight(deps, callerOf(request), 'blocks', request.body.reason, request.id)),
  )

  let made: { version: number; until: number; names: readonly string[]; etag: string } | undefined
  http.get(
    '/v1/feeds/domains',
    {
      config: read,
      schema: {
        summary: 'Domains that are blocked now, for a web filter',
        description:
          'Plain text, one a line; `format=json` gives `{"domains":[…]}`. Names below one that stands here are meant as well; so one above a name on the white list does not stand here, blocked though it is: block those of its names that a web filter must stop. Carries an ETag: ask with If-None-Match, and 304 says that nothing has changed.',
        tags: ['blocks'],
        querystring: z.object({ format: z.enum(['text', 'json']).default('text').describe('How it is written') }),
        headers: z.object({ 'if-none-match': z.string().max(200).optional().describe('The ETag that is known') }),
      },
    },
    async (request, reply) => {
      const now = clock.now()
      if (!made || made.version !== network.domainsVersion || made.until <= now) {
        const { names, until } = network.domains(now)
        const digest = createHash('sha256')
        for (const name of names) digest.update(`${name}\n`)
        made = { version: network.domainsVersion, until, names, etag: digest.digest('base64url').slice(0, 22) }
      }
      const { format } = request.query
      const etag = `"${made.etag}-${format}"`
      reply.header('etag', etag).header('cache-control', 'no-cache')
      const known = (request.headers['if-none-match'] ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''))
      if (known.includes(etag)) return reply.code(304).send()
      return format === 'json'
        ? reply.type('application/json; charset=utf-8').send(JSON.stringify({ domains: made.names }))
        : reply.type('text/plain; charset=utf-8').send(made.names.map((each) => `${each}\n`).join(''))
    },
  )
}

async function* rowsOf({ store }: Deps, kind: ImportKind, withNumbers: boolean): AsyncGenerator<string> {
  yield csvRow(importKinds[kind])
  const tag =
    kind === 'white-list' ? queueTag('white', {}) : queueTag('held', kind === 'domains' ? { kind: 'domain' } : {})
  for (let after = ''; ; ) {
    const found = await store.find('network-blocks', { tag, after, limit: PAGE })
    for (const { body } of found) {
      const state = body as TargetState
      if (withNumbers || state.target.kind !== 'number') yield csvRow(cellsOf(kind, state))
    }
    const last = found.at(-1)
    if (!last || found.length < PAGE) return
    after = last.cursor
  }
}

function cellsOf(kind: ImportKind, { target, block, white }: TargetState): string[] {
  if (kind === 'white-list') return [target.kind, target.value, white?.kind ?? '', white?.note ?? '']
  const { reason = '', scope = '', note = '', from, until } = block ?? {}
  const end = until === undefined ? '' : iso(until)
  if (kind === 'domains') return [target.value, reason, end, note]
  return [target.kind, target.value, scope, from === undefined ? '' : iso(from), end, reason, note]
}
