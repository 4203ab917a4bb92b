import { Readable } from 'node:stream'
import { z } from 'zod'
import { monitorObservations } from '#contracts'
import { callerOf, Problem } from '#http'
import { type Archived, hash32, unpacked } from '#monitor'
import { asShown, type Deps, propose, proposed, sightReason } from '#service'
import { maskNumber, parseMsisdn } from '#sms'
import { allRowsOf, erasuresOf, lastRow, rowsOf } from './archive.ts'
import { ALL } from './domain/all.ts'

/** Rows by which octets an event are told. */
const SAMPLED = 50
const ERASURE = 'archive.erasure'
const iso = (at: number): string => new Date(at).toISOString()

/** A message of the archive as a line of a file that `quadzero replay` reads. */
function* linesOf({ at, seen, set }: Archived): Generator<string> {
  if (set) yield lineOf('policy.set', at, set)
  if (seen.length > 0) yield lineOf('seen', at, { seen })
}

const lineOf = (type: string, at: number, data: unknown): string =>
  `${JSON.stringify({ topic: monitorObservations.name, key: ALL, message: { type, at, data } })}\n`

/** All of it, with the figures where they began to hold, and where somebody was erased from it. @throws Problem `record.changed` rather than leave anything out */
export async function* fileOf(store: Deps['store']): AsyncGenerator<string> {
  let held: string | undefined
  for await (const { row } of allRowsOf(store)) {
    const block = unpacked(row.data)
    if (block.held && block.held.name !== held) yield* linesOf({ at: row.from, seen: [], set: block.held })
    held = block.held?.name ?? held
    if (row.erased) yield lineOf('archive.erased', row.from, { observations: row.erased, until: row.until })
    for (const each of block.messages) {
      held = each.set?.name ?? held
      yield* linesOf(each)
    }
  }
}

/** `/v1/monitor/archive`: what was observed, without numbers and texts; out of it, and a subscriber out of it. */
export function archiveRoutes(deps: Deps): void {
  const { http, store, policy, previews } = deps
  previews.set(ERASURE, asShown)

  http.get(
    '/v1/monitor/archive',
    {
      config: { needs: ['look', 'monitor'] },
      schema: {
        summary: 'What the archive of the monitor holds',
        tags: ['policy'],
        response: {
          200: z.object({
            messages: z.number().int().describe('Messages in it'),
            from: z.iso.datetime().optional().describe('The first is of then; absent where it is empty'),
            until: z.iso.datetime().optional().describe('The last is of then'),
            bytes_per_event: z.number().optional().describe('Octets that one thing observed takes, of the first rows'),
            keep_days: z.number().int().describe('Days that it is kept'),
            erasures: z
              .array(
                z.object({
                  at: z.iso.datetime().describe('When it was asked for'),
                  events: z.number().int().describe('Observations that say of nobody any more of whom they are'),
                  done: z.boolean().describe('The whole archive was gone through'),
                }),
              )
              .describe(
                'Subscribers who were erased: of the times of their observations a replay is not what was live',
              ),
          }),
        },
      },
    },
    async () => {
      const last = await lastRow(store)
      let [rows, events, octets, first, from] = [0, 0, 0, 0, 0]
      for await (const { key, row } of rowsOf(store)) {
        if (rows === 0) [first, from] = [Number(key), row.from]
        events += row.events
        octets += row.data.length
        if (++rows === SAMPLED) break
      }
      const erasures = (await erasuresOf(store)).map((each) => ({
        at: iso(each.at),
        events: each.events,
        done: each.done,
      }))
      return {
        messages: last ? Number(last.key) + last.row.messages - first : 0,
        ...(last ? { from: iso(from), until: iso(last.row.until) } : {}),
        ...(events > 0 ? { bytes_per_event: Math.round((octets / events) * 10) / 10 } : {}),
        keep_days: policy.policy.keepDays.archive,
        erasures,
      }
    },
  )

  http.get(
    '/v1/monitor/archive/ndjson',
    {
      config: { needs: ['audit', 'monitor'] },
      schema: {
        summary: 'The archive as NDJSON, in the order of arrival',
        description:
          'A line each as `quadzero replay` reads it, with the figures where they began to hold: under them it prints the flags that were live, and says of which times it does not, since a subscriber was erased from them. Where a part of it cannot be believed now the file breaks off with an error.',
        tags: ['policy'],
      },
    },
    async (request, reply) => {
      request.noted = { target: 'monitor archive', reason: 'export' }
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', 'attachment; filename="monitor-archive.ndjson"')
        .send(Readable.from(fileOf(store)))
    },
  )

  http.post(
    '/v1/monitor/archive/erasures',
    {
      config: { needs: ['import', 'number'], problems: ['number.invalid', 'proposal.key', 'proposal.refused'] },
      schema: {
        summary: 'Propose to erase a subscriber from the archive of the monitor',
        description:
          'A second person approves it: what is erased shows nobody’s guilt any more. That something happened stays counted; to whom, from where and as which charge is not known any more, nor does a flag or a partner’s page name their charges; what cases have pinned is evidence, and stays. A replay of those times is not what was live, and says so.',
        tags: ['policy'],
        body: z.object({ msisdn: z.string().max(40), reason: sightReason }),
        response: { 202: proposed },
      },
    },
    async (request, reply) => {
      const msisdn = parseMsisdn(request.body.msisdn, deps.config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      const { reason } = request.body
      const data = { sub: hash32(deps.keyOf(msisdn)) }
      const made = await propose(
        deps,
        callerOf(request),
        {
          kind: ERASURE,
          needs: ['import', 'number'],
          title: reason.slice(0, 200),
          partners: [],
          preview: { subscriber: maskNumber(msisdn), reason },
          records: [{ topic: monitorObservations.name, key: ALL, type: 'subscriber.erased', data }],
        },
        request.id,
      )
      request.noted = { target: 'monitor archive', reason }
      return reply.code(202).send(made)
    },
  )
}
