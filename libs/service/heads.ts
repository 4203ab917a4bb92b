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
  /** Nothing is signed of it, and nobody need see it. */
  readonly isBare?: (state: State) => boolean
}

const nothing = z.undefined()

/** Where each state of a process stands that is evidence (`sealed`), by what is stored now: what `quadzero verify` reads. */
export function headsRoute<State extends { readonly proof?: Version | undefined }>(
  { http, store }: Deps,
  { path, summary, process, contentOf, isOwn, isBare = () => false }: Heads<State>,
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
      const items = found.flatMap(({ key, body, changed }) => {
        const state = body as State
        const item = readable(standingShape.or(nothing), key, () => {
          if (isBare(state)) return undefined
          const standing = standingOf(key, state.proof, contentOf(state))
          return { ...standing, whole: standing.whole && !changed && isOwn(state, key) }
        })
        return item ?? []
      })
      return { items, ...nextOf(found, limit) }
    },
  )
}
