import type { Api } from './api.ts'

/** Puts routes on the server that everybody may call: the files of a page. */
export function openRoutes(server: Api, put: (scope: Api) => Promise<void>): PromiseLike<unknown> {
  return server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, needs: ['open', 'page'] }
    })
    await put(scope as unknown as Api)
  })
}
