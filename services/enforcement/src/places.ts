import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { networkPlaces } from '#contracts'
import { acceptFiles, answerLines, rowsOf, takeRows, type Values } from '#intake'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import type { PlaceState } from './domain/place.ts'

const columns = ['place', 'lat', 'lon'] as const
const BATCH = 500
/** Names that one question may have. */
const MOST = 60
const shown = z.object({
  name: z.string().describe('The district or the cell'),
  lat: z.number().describe('Degrees north').meta({ example: 39.9219 }),
  lon: z.number().describe('Degrees east').meta({ example: 116.4436 }),
})

/** Where districts and cells are: from the operator’s file, for the maps of the console. */
export function placeRoutes(deps: Deps): void {
  const { http, store, bus, log } = deps
  acceptFiles(http)
  http.post(
    '/v1/import/places',
    {
      config: { needs: ['import', 'catalogue'], problems: ['csv.header', 'csv.encoding'] },
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        operationId: 'importPlaces',
        summary: 'Import where districts and cells are',
        description: `CSV (text/csv, UTF-8, with header ${columns.join(',')}) or NDJSON, streamed: \`place\` as reports name it (a district or a cell), \`lat\` and \`lon\` in degrees (WGS 84), both empty to take it off the map. The answer is NDJSON, streamed: bad rows with their line, progress, at last \`done\`.`,
        tags: ['blocks'],
      },
    },
    async (request, reply) => {
      const lines = takeRows(await rowsOf(request, columns), {
        batch: BATCH,
        recordOf: (values) => recordOf(deps, values),
        publish: (batch) => publishFromEdge(bus, batch),
      })
      const brokeOff = (error: unknown) =>
        log.error({ code: (error as { code?: string }).code ?? 'unknown' }, 'an import of places broke off')
      return reply.type('application/x-ndjson').send(answerLines(lines, brokeOff))
    },
  )

  http.get(
    '/v1/places',
    {
      config: { needs: ['read', 'block'] },
      schema: {
        summary: 'Where districts and cells are',
        description: 'Of those that are asked for, the ones that the operator’s file has.',
        tags: ['blocks'],
        querystring: z.object({
          name: z
            .union([
              z
                .string()
                .max(60)
                .transform((one) => [one]),
              z.array(z.string().max(60)).max(MOST),
            ])
            .describe('A district or a cell; several: `name=…&name=…`'),
        }),
        response: { 200: z.object({ items: z.array(shown) }) },
      },
    },
    async ({ query }) => {
      const found = await store.load('places', [...new Set(query.name)])
      return { items: [...found.values()].flatMap(({ body }) => (body as PlaceState | undefined) ?? []) }
    },
  )
}

/** What a row becomes; a text when it is refused. */
export function recordOf({ bus, clock }: Pick<Deps, 'bus' | 'clock'>, values: Values) {
  const { place = '', lat = '', lon = '' } = values
  const name = place.trim()
  if (name === '' || name.length > 60) return 'place: a district or a cell, between 1 and 60 characters'
  const at = { lat: degrees(lat), lon: degrees(lon) }
  const isGone = lat.trim() === '' && lon.trim() === ''
  const data = networkPlaces.messages['place.set'].safeParse({ name, ...(isGone ? {} : { at }) })
  if (!data.success) return 'lat, lon: degrees such as 39.9219 and 116.4436, or both empty'
  const id = `place-${randomUUID()}`
  const message = { id, at: clock.now(), corr: id, type: 'place.set', data: data.data }
  return edgeRecord(networkPlaces, bus, name, message)
}

const degrees = (text: string): number => (/^-?\d{1,3}(\.\d{1,12})?$/.test(text.trim()) ? Number(text) : Number.NaN)
