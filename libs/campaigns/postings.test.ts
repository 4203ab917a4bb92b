import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Postings } from './postings.ts'

const found = (postings: Postings, key: number) =>
  [...postings.met.subarray(0, postings.find(key))].sort((a, b) => a - b)

it('finds what was added and not taken off, as a map of sets would', () => {
  // Few keys, some of them side by side at the end of the table, so that runs meet and grow past it.
  const key = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0xffffff00, max: 0xffffffff }))
  const act = fc.record({ add: fc.boolean(), key, id: fc.nat(30) })
  fc.assert(
    fc.property(fc.array(act, { minLength: 200, maxLength: 1500 }), (acts) => {
      const postings = new Postings(16)
      const model = new Map<number, Set<number>>()
      for (const { add, key: of, id } of acts) {
        const known = model.get(of) ?? new Set()
        model.set(of, known)
        if (add && !known.has(id)) {
          expect(postings.add(of, id)).toBe(true)
          known.add(id)
        } else if (!add) {
          postings.remove(of, id)
          known.delete(id)
        }
      }
      for (const [of, ids] of model) expect(found(postings, of)).toEqual([...ids].sort((a, b) => a - b))
    }),
    { numRuns: 60 },
  )
})

it('keeps 48 of a key, and says that there is no room for more', () => {
  const postings = new Postings()
  const added = Array.from({ length: 50 }, (_, id) => postings.add(7, id))
  expect(added.lastIndexOf(true)).toBe(47)
  expect(found(postings, 7)).toHaveLength(48)
})
