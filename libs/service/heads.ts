import { z } from 'zod'
import { standingOf, type Version } from '#evidence'
import { nextOf, pageQuery, readable, standingShape, unreadable } from '#http'
import type { Deps } from './service.ts'

interface Heads<State> {
  readonly path: string
  readonly summary: string
  readonly process: string
  readonly contentOf: (state: State) => object
  /** Of what is not in the content: that it belongs to the key under which it is stored. */
  readonly isOwn: (state: State, key: string) => boolean
}

/** Where each state of a process stands that is evidence (`sealed`), by what is stored now: what `quadzero verify` reads. */
export function headsRoute<State extends { readonly proof?: Version | undefined }>(
  { http, store }: Deps,
  { path, summary, process, contentOf, isOwn }: Heads<State>,
): void {
  http.get(
    path,
    {
      config: { needs: ['audit', 'seal'] },
      schema: {
        summary,
        tags: ['audit'],
        querystring: pageQuery(500, 200),
        response: {
          200: z.object({ items: z.array(z.union([standingShape, unreadable])), next: z.string().optional() }),
        },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      // By their keys, which is how what was signed of them comes.
      const found = await store.find(process, { after, limit, asStored: true })
      const items = found.map(({ key, body, changed }) =>
        readable(standingShape, key, () => {
          const standing = standingOf(key, (body as State).proof, contentOf(body as State))
          return { ...standing, whole: standing.whole && !changed && isOwn(body as State, key) }
        }),
      )
      return { items, ...nextOf(found, limit) }
    },
  )
}
