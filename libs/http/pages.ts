import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { Api } from './api.ts'
import { openRoutes } from './open-routes.ts'
import { Problem } from './problem.ts'

export interface PageFiles {
  /** Where the page was built: index.html and assets/. */
  readonly folder: string
  /** Under this its assets are: `/account/`. */
  readonly base: string
  /** Where the page itself is; with `*`, it knows its screens itself, and `api/` under its base are none. */
  readonly paths: readonly string[]
}

/** Stands in the built page where the nonce of its styles goes. */
const PLACE = '__NONCE__'

/**
 * Serves a page that was built, and nothing that was not: no code runs but its own files, no style holds but those and what
 * carries this answer's nonce, nobody frames it, and it calls nobody but us.
 */
export function servePage(http: Api, { folder, base, paths }: PageFiles): void {
  void openRoutes(http, async (scope) => {
    if (!existsSync(join(folder, 'assets'))) return
    await scope.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: `${base}assets/`,
      immutable: true,
      maxAge: '30d',
      decorateReply: false,
    })
    const html = readFileSync(join(folder, 'index.html'), 'utf8')
    for (const path of paths)
      scope.get(path, { schema: { hide: true } }, (request, reply) => {
        if (request.url.startsWith(`${base}api/`)) throw new Problem('not-found')
        const nonce = randomBytes(16).toString('base64url')
        return reply
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('content-security-policy', policyOf(nonce))
          .header('x-content-type-options', 'nosniff')
          .header('referrer-policy', 'no-referrer')
          .header('cross-origin-opener-policy', 'same-origin')
          .send(html.replaceAll(PLACE, nonce))
      })
    scope.get(base, { schema: { hide: true } }, (_request, reply) => reply.redirect(base.replace(/\/$/, '')))
  })
}

const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
