import { expect, it } from 'vitest'
import { sharing } from './sharing.ts'

it('what many ask for within a second is worked out once; another question, a later one and one that failed anew', async () => {
  let now = 0
  let asked = 0
  const shared = sharing<number>(() => now)
  const ask = async () => {
    asked++
    if (asked === 3) throw new Error('the store is away')
    return asked
  }
  expect(await Promise.all([shared('day', ask), shared('day', ask), shared('week', ask)])).toEqual([1, 1, 2])
  now = 1000
  await expect(shared('day', ask)).rejects.toThrow('away')
  expect(await shared('day', ask)).toBe(4)
  now = 1999
  expect(await shared('day', ask)).toBe(4)
})
