import { expect, it } from 'vitest'
import { readTails, Slices } from './slices.ts'

it('finds a lane that others wait for to its end before the next, and those that work meanwhile last', async () => {
  const slices = new Slices()
  const read: string[] = []
  let atOnce = 0
  const lane = async (name: string, isWaitedFor: boolean) => {
    for (const of = {}; read.filter((each) => each === name).length < 3; )
      await slices.next(of, isWaitedFor, async () => {
        expect(++atOnce).toBe(1)
        await Promise.resolve()
        read.push(name)
        atOnce--
      })
  }
  await Promise.all([lane('a', false), lane('b', true), lane('c', true), lane('d', false)])
  // The first had begun already.
  expect(read.join('')).toBe('abbbcccaaddd')
})

it('goes on after a slice that could not be read', async () => {
  const slices = new Slices()
  const failed = slices.next({}, true, () => Promise.reject(new Error('away')))
  const read = slices.next({}, true, () => Promise.resolve('rows'))
  await expect(failed).rejects.toThrow('away')
  expect(await read).toBe('rows')
  expect(await slices.next({}, false, () => Promise.resolve('more'))).toBe('more')
})

it('reads one page first, then as many as there is time for, to the end and no further', async () => {
  const keys = Array.from({ length: 1000 }, (_, n) => String(n).padStart(4, '0'))
  const asked: (string | undefined)[] = []
  const store = {
    tails: async (_: object, { after, limit }: { after?: string; limit: number }) => {
      asked.push(after)
      return keys
        .filter((key) => key > (after ?? ''))
        .slice(0, limit)
        .map((key) => ({ key, tail: '' }))
    },
  }
  const id = { process: 'account', lane: 0 }
  const found: string[] = []
  let after: string | undefined
  for (let more = true; more; ) {
    const page = await readTails(store, id, { after, limit: 2 }, () => true)
    if (after === undefined) expect(page.rows).toHaveLength(2)
    found.push(...page.rows.map(({ key }) => key))
    after = page.rows.at(-1)?.key
    more = page.more
  }
  expect(found).toEqual(keys)
  // Each page was asked for once, and one more that was empty.
  expect(asked).toHaveLength(501)
  expect(await readTails(store, id, { after: undefined, limit: 2 }, () => false)).toEqual({ rows: [], more: false })
})
