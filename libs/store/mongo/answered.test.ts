import { expect, it } from 'vitest'
import { answered } from './answered.ts'

it('waits for an answer, whatever it is, and for none that never comes', async () => {
  expect(await answered(Promise.resolve(1))).toBe(1)
  await expect(answered(Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(answered(new Promise(() => undefined), 5)).rejects.toThrow('within 5 ms')
})
