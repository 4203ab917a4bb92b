import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { openRoutes } from '#http'
import { type Deps, decides, type Part, type Service } from '#service'
import { webSessions } from './domain/sessions.ts'
import { tenures } from './domain/tenures.ts'
import { signInRoutes } from './sign-in.ts'

const page = resolve(dirname(fileURLToPath(import.meta.url)), '../../../build/account')

/** The subscriber's own page: signing in, and the page itself. What it shows, each service answers for itself. */
export const accountPage = (deps: Deps): Service => ({
  name: 'account',
  lanes: () => ({
    assignments: [decides(tenures, deps, () => undefined), decides(webSessions, deps, () => undefined)],
  }),
  edges: () => pageRoutes(deps),
})

function pageRoutes(deps: Deps): Part {
  signInRoutes(deps)
  void openRoutes(deps.http, async (http) => {
    if (!existsSync(join(page, 'assets'))) return
    await http.register(fastifyStatic, {
      root: join(page, 'assets'),
      prefix: '/account/assets/',
      immutable: true,
      maxAge: '30d',
      decorateReply: false,
    })
    const html = readFileSync(join(page, 'index.html'))
    for (const path of ['/account', '/confirm'])
      http.get(path, { schema: { hide: true } }, (_request, reply) =>
        reply
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-cache')
          .header('content-security-policy', "frame-ancestors 'none'")
          .send(html),
      )
    http.get('/account/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/account'))
  })
  return {}
}
