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

/** Not mended yet: orders in which a guardian is named anew, or gives the number up, and is heard of later than a yes. */
const open: readonly Story[] = [
  {
    of: 'nobody',
    order: 669414,
    happenings: [
      { do: 'enter', who: 'ward' },
      { do: 'settle' },
      { do: 'request', of: 0 },
      { do: 'name', who: 'ward' },
      { do: 'lock', who: 'guardian', how: 0 },
      { do: 'step', of: 0 },
      { do: 'step', of: 412 },
      { do: 'step', of: 122 },
      { do: 'step', of: 467 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'code', who: 'guardian', of: 0 },
      { do: 'request', of: 0 },
      { do: 'enter', who: 'ward' },
      { do: 'web', who: 'ward', of: 0 },
      { do: 'assign', who: 'guardian' },
      { do: 'web', who: 'guardian', of: 0 },
    ],
  },
  {
    of: 'nobody',
    order: 622842,
    happenings: [
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'settle' },
      { do: 'enter', who: 'ward' },
      { do: 'request', of: 0 },
      { do: 'settle' },
      { do: 'unlock', who: 'guardian', how: 1 },
      { do: 'assign', who: 'guardian' },
      { do: 'counter-end', who: 'ward' },
      { do: 'guardian-unlocks', who: 'guardian' },
      { do: 'name', who: 'ward' },
      { do: 'step', of: 742 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'request', of: 0 },
      { do: 'step', of: 859 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'request', of: 0 },
      { do: 'request', of: 0 },
      { do: 'step', of: 918 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'settle' },
      { do: 'web', who: 'ward', of: 0 },
      { do: 'unlock', who: 'ward', how: 0 },
      { do: 'request', of: 0 },
    ],
  },
]

/** Of all consents that stand at the end of a story; gives how many those are, and how many of them are a ward’s. */
function holds(told: Story): { consents: number; guarded: number } {
  const world = play(told)
  const seen = { consents: 0, guarded: 0 }
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
  return seen
}

/** The same stories each time; `SEED=20261126`, or any other number, tells others, which is how `open` was found. */
const seed = Number(process.env['SEED'] ?? 1)

describe('however requests, yes, silence, lock, dismissal, unlock and new owners fall together, in whatever order they arrive', () => {
  it('no consent of a locked number stands, none of a ward without the guardian’s yes, none of a former owner', () => {
    const seen = { consents: 0, guarded: 0 }
    fc.assert(
      fc.property(story, (told) => {
        const { consents, guarded } = holds(told)
        seen.consents += consents
        seen.guarded += guarded
      }),
      { numRuns: 7500, seed, examples: found.map((each) => [each] as [typeof each]) },
    )
    // It says something only where consents stand at the end, also those of wards.
    expect([seen.consents > 60, seen.guarded > 8, seen]).toEqual([true, true, seen])
  })

  it.fails.each(open)('an order is known in which it is not so: $order', (told) => {
    holds(told)
  })
})
