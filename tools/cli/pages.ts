import type { Client } from './client.ts'

/** All items of a route that gives them page by page. */
export async function* pages<T>(client: Client, path: string, limit = 1000, from = ''): AsyncGenerator<T> {
  for (let after: string | undefined = from; after !== undefined; ) {
    const page = (await client.json(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}&after=${encodeURIComponent(after)}`,
    )) as {
      items: T[]
      next?: string
    }
    yield* page.items
    after = page.next
  }
}
