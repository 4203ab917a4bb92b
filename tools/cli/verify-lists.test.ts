import { expect, it } from 'vitest'
import type { Client } from './client.ts'
import { verifyLists } from './verify-lists.ts'

it('ends, and says so, where a key that is none keeps its page from going on', async () => {
  let asked = 0
  const json = async (_method: string, path: string) => {
    if (path === '/v1/lists') return { items: ['charge'] }
    if (++asked > 5) throw new Error('asked without end')
    return { rows: 1000, items: [], next: '1,2,3' }
  }
  expect(await verifyLists({ json } as unknown as Client)).toMatchObject({
    flaws: 1,
    wrong: ['charge 1,2,3: a key that is none; nothing behind it was looked at'],
  })
})
