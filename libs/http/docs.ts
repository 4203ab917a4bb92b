import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { Api } from './api.ts'
import { openRoutes } from './open-routes.ts'
import type { OpenApi } from './openapi/document.ts'
import { complete, problemSchema } from './openapi/index.ts'

/** What belongs together, in the order of the page. */
const tags = {
  partners:
    'What a partner’s engineers call: their services, requests for subscriptions, webhooks. See docs/partners.md.',
  messages: 'Messages by ports, and what subscribers text, by HTTP.',
  charges: 'Whether a charge is allowed, and what was charged: billing and partners.',
  settlement: 'A partner’s month: charges, refunds, and what is left.',
  disputes: 'A subscriber wants money back.',
  cases: 'A partner or an app is suspected: cases, verdicts, penalties, public notices.',
  complaints: 'A subscriber complains; each is answered in time.',
  reports: 'A subscriber reports spam; each is taken with a number, sorted, answered in time, and told its outcome.',
  campaigns: 'Reports of the same text, and of the same port: looked at, split, joined, decided.',
  catalogue: 'Partners, services, ports and tariffs, dated from–to; numbers that change hands.',
  keys: 'API keys: who may call what.',
  audit: 'Evidence: receipts, seals, ledger and the audit of what people did.',
  administration: 'People of the operator, and what needs two of them.',
  blocks: 'Senders and domains that are blocked for everybody, and the white list.',
  policy: 'The monitor’s figures: in force, drafted, tried, released by two people, rolled back.',
  'dead letters': 'What could not be handled, with the reason; put right, it is replayed.',
  operations: 'Health and metrics.',
} as const

/** The OpenAPI of all routes that come after, with try-out, at /docs. @param url where it is reached, unless here */
export async function documentApi(server: Api, version: string, url = ''): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Quadzero',
        version,
        description:
          'The subscriber-protection gateway. Calls carry `Authorization: Bearer KEY`; errors are RFC 9457 problem documents with a `code` and what to do. A list answers `items` and `next`, which goes into `after` of the next call. Times are ISO 8601 with a zone; money is in fen (1/100 yuan).',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: url || '/', description: 'This gateway' }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key (POST /v1/keys)' } },
        schemas: { Problem: problemSchema as object },
      },
      security: [{ key: [] }],
    },
    transform: (options) => {
      const { schema, url } = jsonSchemaTransform(options as never) as unknown as { schema: object; url: string }
      const { needs, problems } = options.route.config ?? {}
      return { schema: { ...schema, 'x-needs': needs, 'x-problems': problems }, url }
    },
    transformObject: (document) =>
      complete(
        ('openapiObject' in document ? document.openapiObject : {}) as unknown as OpenApi,
        server.webhookDocs,
      ) as never,
  } as FastifyDynamicSwaggerOptions)
  await openRoutes(server, async (scope) => {
    await scope.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        title: 'Quadzero API',
        // The page of an operator's gateway calls nobody outside.
        withDefaultFonts: false,
        telemetry: false,
        showDeveloperTools: 'never',
        hideClientButton: true,
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    })
  })
}
