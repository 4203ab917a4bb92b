import { z } from 'zod'
import { type BlockTarget, blockKey, portClass, whiteKind } from '#contracts'
import { blockPreview, type PortTraffic, previewOf } from '#enforcement'
import { believed, callerOf } from '#http'
import type { Deps } from '#service'
import type { TargetState } from './domain/block.ts'
import { showBlock, shownBlock } from './shown.ts'

const of = (what: string) =>
  z
    .object({
      allowed: z.number().int().describe('Let through'),
      refused: z.number().int().describe('Refused: its class, its hours, its rate, a block'),
    })
    .describe(what)
const shown = z.object({
  port: z.string().describe('The port: of an extension, whose it is'),
  known: z.boolean().describe('It was approved once'),
  owner: z
    .object({ partner_id: z.string(), partner_zh: z.string(), partner_en: z.string() })
    .optional()
    .describe('Whose it is; GET /v1/catalogue/ports/{port} has its approvals'),
  services: z
    .array(
      z.object({
        service_id: z.string(),
        name_zh: z.string().describe('In Chinese'),
        name_en: z.string().describe('In English'),
      }),
    )
    .describe('What is offered on it')
    .meta({ example: [{ service_id: 'huayu-comics', name_zh: '动漫包月', name_en: 'Comics monthly' }] }),
  traffic: z
    .array(
      z.object({
        day: z.iso.date().describe('The day').meta({ example: '2026-11-26' }),
        service: of('Messages of service'),
        otp: of('One-time passwords'),
        marketing: of('Marketing'),
      }),
    )
    .describe('What it sent, day by day of the operator’s zone, the oldest first'),
  block: shownBlock
    .optional()
    .describe('The block that holds, or held last; of an extension its own, or else its port’s'),
  listed: whiteKind.optional().describe('What it is on the white list as'),
  protected: z.boolean().describe('Two people are needed to block it'),
  preview: blockPreview.describe('What a block of all of it would have stopped last week'),
})

/** `GET /v1/ports/{port}`: whose it is, what it sends, whether it is blocked. */
export function portRoutes(deps: Deps): void {
  const { http, store, keyOf, catalogue, clock, network } = deps
  http.get(
    '/v1/ports/:port',
    {
      config: { needs: ['read', 'block'] },
      schema: {
        operationId: 'getPortStanding',
        summary: 'A port: its owner, services, traffic by class, block',
        description: 'Reports, complaints and campaigns of it are asked for where they are, with `port` or `sender`.',
        tags: ['blocks'],
        params: z.object({
          port: z
            .string()
            .regex(/^\d{3,21}$/)
            .describe('Its digits')
            .meta({ example: '10661234' }),
        }),
        response: { 200: shown },
      },
    },
    async (request) => {
      const now = clock.now()
      const port = catalogue.portOf(request.params.port, now)
      const target: BlockTarget = { kind: 'port', value: request.params.port }
      const known = await Promise.all(
        [...new Set([target.value, port])].map(async (value) => {
          const key = blockKey({ kind: 'port', value }, keyOf)
          const held = await believed<TargetState>(store, 'network-blocks', key)
          return { held, blocks: held ? showBlock(deps, callerOf(request), key, held) : [] }
        }),
      )
      const blocks = known.flatMap((each) => each.blocks)
      const block = blocks.find(({ over }) => !over) ?? blocks[0]
      const listed = known.find(({ held }) => held?.white)?.held?.white
      const traffic = (await store.load('port-traffic', [port])).get(port)?.body as PortTraffic | undefined
      const approval = catalogue.newestApproval(port)
      const owner = approval && catalogue.newestPartner(approval.partnerId)
      return {
        port,
        known: approval !== undefined,
        ...(owner
          ? { owner: { partner_id: owner.partnerId, partner_zh: owner.nameZh, partner_en: owner.nameEn } }
          : {}),
        services: catalogue
          .port(port, now)
          .map(({ serviceId, nameZh, nameEn }) => ({ service_id: serviceId, name_zh: nameZh, name_en: nameEn })),
        traffic: Object.entries(traffic?.days ?? {})
          .sort()
          .map(([day, of]) => ({
            day,
            ...(Object.fromEntries(
              portClass.options.map((kind) => [kind, of[kind] ?? { allowed: 0, refused: 0 }]),
            ) as Record<z.infer<typeof portClass>, { allowed: number; refused: number }>),
          })),
        ...(block ? { block } : {}),
        ...(listed ? { listed: listed.kind } : {}),
        protected: network.isWhite(target, now),
        preview: await previewOf(deps, target, 'all'),
      }
    },
  )
}
