import { expect, it } from 'vitest'
import { Names } from './names.ts'

const name = (i: number) => `reporter-${(i * 7919) % 100_003}.${100_000_000 + i}`
const filled = (count: number) => {
  const names = new Names()
  for (let i = 0; i < count; i++) names.add(name(i))
  return names
}

it('gives back each name by its number, and the last number of a name, over several rooms', () => {
  const names = filled(20_000)
  expect(names.add(name(3))).toBe(20_000)
  for (const i of [0, 1, 8191, 8192, 16_384, 19_999]) expect(names.at(i)).toBe(name(i))
  expect(names.lastOf(name(3))).toBe(20_000)
  expect(names.lastOf(name(8192))).toBe(8192)
  expect([names.lastOf('nobody'), names.at(20_001)]).toEqual([-1, undefined])
})

it('has no room for those of before that are all forgotten, and takes few octets', () => {
  const names = filled(100_000)
  expect(names.bytes / 100_000).toBeLessThan(name(0).length + 20)
  const before = names.bytes
  for (let i = 0; i < 16_384; i++) names.forget(i)
  expect(names.at(5)).toBeUndefined()
  expect(names.at(16_384)).toBe(name(16_384))
  expect(before - names.bytes).toBeGreaterThan(16_384 * name(0).length)
})
