import { expect, it } from 'vitest'
import { pageKey } from '#contracts'
import { openProposalFor } from './four-eyes.ts'
import type { Deps } from './service.ts'

const record = (key: string) => ({ topic: 'network.blocks', key, type: 'block.changed', data: {} })

/** Open proposals in the order of their cursors; the pages of large ones lie beside. */
function storeOf(proposals: readonly object[], pages: Readonly<Record<string, readonly string[]>>) {
  const rows = proposals.map((body, n) => ({ key: `pr-${n}`, cursor: String(n).padStart(6, '0'), body }))
  return {
    find: async (_: string, { after = '', limit }: { after?: string; limit: number }) =>
      rows.filter(({ cursor }) => cursor > after).slice(0, limit),
    load: async (_: string, keys: readonly string[]) =>
      new Map(
        keys.flatMap((key) => (pages[key] ? [[key, { body: { records: pages[key].map(record) } }] as const] : [])),
      ),
  } as unknown as Deps['store']
}
const small = (kind: string, ...keys: string[]) => ({ kind, records: keys.map(record), pages: 0 })

it('finds what waits for a second person, also by a record that lies in a page, and behind five hundred others', async () => {
  const others = Array.from({ length: 600 }, () => small('admit.port', 'p'))
  const large = { kind: 'campaign.decide', records: [], pages: 130 }
  const store = storeOf([...others, small('campaign.decide', 'c-1'), large], {
    [pageKey('pr-601', 0)]: ['c-2'],
    [pageKey('pr-601', 129)]: ['c-3', 'c-4'],
  })
  const waits = (key: string) => openProposalFor({ store }, 'campaign.decide', key)
  expect(await waits('c-1')).toBe('pr-600')
  expect(await waits('c-2')).toBe('pr-601')
  expect(await waits('c-4')).toBe('pr-601')
  expect(await waits('p')).toBeUndefined()
})
