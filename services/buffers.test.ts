import { expect, it } from 'vitest'
import { smallSlabs } from './buffers.ts'

it('a small buffer that lives on keeps about eight KiB, not sixty-four', () => {
  smallSlabs()
  // Out of the slab that was begun before, at first.
  for (let octets = 0; octets < 64 * 1024; octets += 1000) Buffer.allocUnsafe(1000)
  const made = [Buffer.allocUnsafe(100), Buffer.from('退订'), Buffer.concat([Buffer.from('a'), Buffer.from('b')])]
  expect(Math.max(...made.map((each) => each.buffer.byteLength))).toBeLessThan(10_000)
})
