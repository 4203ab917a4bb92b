import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assigned, consentsOf, guardianAt, guardianSaidYes, isLockedAt, play, story, wasLocked } from './lines-story.ts'
import { keys } from './lines-world.ts'

/* A failing run prints its seed and path: fc.assert(..., { seed, path }) plays it again. */
describe('however requests, yes, silence, lock, dismissal, unlock and new owners fall together, in whatever order they arrive', () => {
  const seen = { consents: 0, guarded: 0 }

  it('no consent of a locked number stands, none of a ward without the guardian’s yes, none of a former owner', () => {
    fc.assert(
      fc.property(story, (told) => {
        const world = play(told)
        for (const { askedAt, answeredAt, guardian } of consentsOf(world)) {
          const agreedAt = Math.max(answeredAt, guardian?.answeredAt ?? answeredAt)
          seen.consents++
          expect(wasLocked(world, 'ward', askedAt, agreedAt)).toBe(false)
          expect(assigned(world, 'ward').some((each) => each > askedAt)).toBe(false)
          const needed = guardianAt(world, agreedAt)
          if (needed !== undefined) {
            expect([needed, guardian?.subscriber]).toEqual(['guardian', keys.guardian])
            expect(guardianSaidYes(world, guardian?.answeredAt as number)).toBe(true)
            expect(isLockedAt(world, 'guardian', guardian?.answeredAt as number)).toBe(false)
            seen.guarded++
          }
        }
      }),
      { numRuns: 2500 },
    )
    // It says something only where consents stand at the end, also those of wards.
    expect([seen.consents > 60, seen.guarded > 8, seen]).toEqual([true, true, seen])
  })
})
