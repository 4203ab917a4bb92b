import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { Api } from './api.ts'
import { openRoutes } from './open-routes.ts'

/** The OpenAPI of all routes that come after, with try-out, at /docs. */
export async function documentApi(server: Api, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Quadzero',
        version,
        description:
          'The subscriber-protection gateway. Calls carry `Authorization: Bearer KEY`; errors are RFC 9457 problem documents.',
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
  })
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
