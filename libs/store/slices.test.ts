import { expect, it } from 'vitest'
import { Slices } from './slices.ts'

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
