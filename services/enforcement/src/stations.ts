import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { squeezed } from '#clues'
import { carriedAsks, type MessageOf, type Place, sortedReports, stationSightings } from '#contracts'
import { csvRow } from '#csv'
import type { Effect } from '#process'
import { type Deps, edgeRecord, lastFirst, listPage, listQuery, listWays, refuseRecord } from '#service'
import { maskNumber } from '#sms'
import type { Cluster, StationState } from './domain/station.ts'
import { iso } from './shown.ts'

const PAGE = 500
const read = { needs: ['read', 'block'] } as const
const cluster = z.object({
  from: z.iso.datetime().describe('When the first of its messages was got'),
  until: z.iso.datetime().describe('When the last was'),
  reports: z.array(z.string()).describe('Numbers of the reports'),
  reporters: z.number().int().describe('People who reported it'),
  senders: z.array(z.string()).describe('What it pretended to be, most often first'),
})
const shown = z.object({
  district: z.string().optional().describe('Where it was'),
  cell: z.string().optional().describe('The cell that the phones should have been in'),
  clusters: z.array(cluster).describe('Its passes, oldest first'),
  policy: z.string().optional().describe('Version of the policy by which they are suspected'),
})

/** A mainland number that it sent in the name of is a person’s; ports begin otherwise. */
export const shownSender = (sender: string): string => (/^86\d{9,}$/.test(sender) ? maskNumber(sender) : sender)

const show = ({ from, until, ...rest }: Cluster): z.infer<typeof cluster> => ({
  from: iso(from),
  until: iso(until),
  reporters: rest.reporters,
  reports: [...rest.reports],
  senders: rest.senders.map(shownSender),
})

/** Suspected fake base stations: a list for people, and the same as a file for the authorities. */
export function stationRoutes(deps: Deps): void {
  const { http, store } = deps
  http.get(
    '/v1/stations',
    {
      config: read,
      schema: {
        summary: 'Suspected fake base stations, by place and time',
        tags: ['blocks'],
        querystring: listQuery(200, 50).extend({ order: lastFirst }),
        response: { 200: z.object({ items: z.array(shown), ...listWays }) },
      },
    },
    async (request) => {
      const { found, ways } = await listPage(deps, 'stations', { tag: 'stations=suspected', ...request.query })
      const items = found.map(({ body }) => {
        const { place, clusters, policy } = body as StationState
        return { ...named(place), clusters: clusters.map(show), ...(policy === undefined ? {} : { policy }) }
      })
      return { items, ...ways }
    },
  )
  http.get(
    '/v1/stations/csv',
    {
      config: read,
      schema: { summary: 'The same as CSV, for the authorities', tags: ['blocks'] },
    },
    async (_request, reply) => {
      const rows = async function* () {
        yield csvRow(['district', 'cell', 'from', 'until', 'reporters', 'senders', 'reports'])
        for (let after = ''; ; ) {
          const found = await store.find('stations', { tag: 'stations=suspected', after, limit: PAGE })
          for (const { body } of found) {
            const { place, clusters } = body as StationState
            for (const { from, until, reporters, senders, reports } of clusters)
              yield csvRow([
                ...[place.district ?? '', place.cell ?? '', iso(from), iso(until), reporters],
                ...[senders.map(shownSender).join(' '), reports.join(' ')],
              ])
          }
          const last = found.at(-1)
          if (!last || found.length < PAGE) return
          after = last.cursor
        }
      }
      return reply.type('text/csv; charset=utf-8').send(Readable.from(rows()))
    },
  )
}

const named = ({ district, cell }: Place) => ({ ...(district ? { district } : {}), ...(cell ? { cell } : {}) })

/** The same for the same words: of Han characters where there are enough, else of letters. */
export function textMark(text: string): string {
  const { tight } = squeezed(text)
  const han = tight.replace(/\P{Script=Han}/gu, '')
  const words = han.length >= ENOUGH ? han : tight.replace(/\P{L}/gu, '')
  return createHash('sha256').update(words).digest('base64url').slice(0, 16)
}
const ENOUGH = 8

/** Has reports looked up in the network’s record; those that it does not have are sightings at their place. */
export const lookUp = (deps: Deps): Effect => ({
  name: 'carried-lookups',
  inputs: [sortedReports],
  carryOut: async ({ message }) => {
    const { type, data, id, corr } = message as MessageOf<typeof sortedReports>
    const { number, reporter, place, sender, at } = data
    const next = { id: `${id}/carried`, at: deps.clock.now(), corr }
    const key = place?.cell ?? place?.district
    if (type === 'report.withdrawn') {
      if (sender.kind !== 'fake' || !place || key === undefined) return []
      const gone = { number, reporter, place }
      return [edgeRecord(stationSightings, deps.bus, key, { ...next, type: 'station.left', data: gone })]
    }
    const { carried, receivedAt, text } = data
    if (type === 'report.sorted') {
      if (carried === undefined) return []
      const ask = { digest: carried, number, reporter, reportedAt: at, ...(receivedAt ? { receivedAt } : {}) }
      return [edgeRecord(carriedAsks, deps.bus, carried, { ...next, type: 'carried.asked', data: ask })]
    }
    if (sender.kind !== 'fake' || !place || key === undefined) return []
    const sighting = {
      number,
      reporter,
      place,
      text: textMark(text),
      receivedAt: receivedAt ?? at,
      ...(sender.address ? { sender: sender.address } : {}),
    }
    return [edgeRecord(stationSightings, deps.bus, key, { ...next, type: 'station.sighted', data: sighting })]
  },
  refuse: (record, reason) => refuseRecord(deps, 'carried-lookups', record, reason),
})
