import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assigned,
  consentsOf,
  guardianAt,
  guardianSaidYes,
  isLockedAt,
  play,
  type Story,
  story,
  wasLocked,
} from './lines-story.ts'
import { keys } from './lines-world.ts'

/** What failed once, in short. */
const found: readonly Story[] = [
  {
    // A child’s guardian gives the number up, is heard of by a message older than the counter’s unlock, and holds from then.
    of: 'nobody',
    order: 0,
    happenings: [
      { do: 'counter-end', who: 'ward' },
      { do: 'enter', who: 'ward' },
      { do: 'step', of: 0 },
      { do: 'lock', who: 'ward', how: 0 },
      { do: 'unlock', who: 'ward', how: 2 },
      { do: 'unlock', who: 'ward', how: 0 },
      { do: 'enter', who: 'ward' },
      { do: 'assign', who: 'guardian' },
      { do: 'lock', who: 'guardian', how: 1 },
      { do: 'step', of: 0 },
      { do: 'web', who: 'ward', of: 0 },
      { do: 'request', of: 0 },
      { do: 'request', of: 1 },
      { do: 'web', who: 'ward', of: 0 },
    ],
  },
  {
    // The counter enters another guardian before the child’s own lock of before is heard of.
    of: 'nobody',
    order: 0,
    happenings: [
      { do: 'enter', who: 'ward' },
      { do: 'settle' },
      { do: 'lock', who: 'ward', how: 0 },
      { do: 'assign', who: 'guardian' },
      { do: 'enter', who: 'ward' },
      { do: 'request', of: 0 },
      { do: 'settle' },
      { do: 'web', who: 'ward', of: 0 },
      { do: 'unlock', who: 'ward', how: 0 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'lock', who: 'ward', how: 0 },
      { do: 'enter', who: 'ward' },
    ],
  },
  {
    // The guardianship is ended before it is heard that the number was given away while the ward had not said yes yet.
    of: 'a child',
    order: 538838,
    happenings: [
      { do: 'request', of: 0 },
      { do: 'web', who: 'guardian', of: 0 },
      { do: 'settle' },
      { do: 'assign', who: 'guardian' },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'counter-end', who: 'ward' },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'enter', who: 'ward' },
      { do: 'name', who: 'ward' },
      { do: 'assign', who: 'guardian' },
      { do: 'unlock', who: 'ward', how: 0 },
    ],
  },
]

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
      { numRuns: 2500, examples: found.map((each) => [each] as [typeof each]) },
    )
    // It says something only where consents stand at the end, also those of wards.
    expect([seen.consents > 60, seen.guarded > 8, seen]).toEqual([true, true, seen])
  })
})
