import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consentsOf, flawsOf, play, type Story, story } from './lines-story.ts'

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
  {
    // A guardian’s lock is heard of after the number went to somebody else; a yes that was said since it, before.
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
    // The next owner becomes the guardian before it is heard that the number changed hands.
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
  {
    // A guardian says two yes, of which the earlier one is read last, and locks in between.
    of: 'an adult',
    order: 356937,
    happenings: [
      { do: 'request', of: 0 },
      { do: 'request', of: 1 },
      { do: 'step', of: 0 },
      { do: 'web', who: 'guardian', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'enter', who: 'ward', whom: 'guardian' },
      { do: 'lock', who: 'guardian', how: 0 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'step', of: 748 },
      { do: 'lock', who: 'guardian', how: 0 },
      { do: 'step', of: 254 },
      { do: 'name', who: 'ward', whom: 'guardian' },
      { do: 'step', of: 79 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'step', of: 0 },
      { do: 'lock', who: 'ward', how: 0 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'name', who: 'ward', whom: 'guardian' },
      { do: 'web', who: 'ward', of: 0 },
    ],
  },
  {
    // The same; and the guardianship ends, and begins again with the same guardian, before the ward’s yes.
    of: 'an adult',
    order: 0,
    happenings: [
      { do: 'request', of: 0 },
      { do: 'request', of: 1 },
      { do: 'settle' },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'request', of: 0 },
      { do: 'request', of: 0 },
      { do: 'lock', who: 'guardian', how: 0 },
      { do: 'request', of: 0 },
      { do: 'web', who: 'guardian', of: 3 },
      { do: 'block', who: 'ward' },
      { do: 'unlock', who: 'ward', how: 0 },
      { do: 'code', who: 'ward', of: 0 },
      { do: 'settle' },
      { do: 'counter-end', who: 'ward' },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'enter', who: 'ward', whom: 'guardian' },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'request', of: 0 },
      { do: 'web', who: 'guardian', of: 0 },
    ],
  },
  {
    // The number of a child’s former guardian changes hands, and is heard of only when the counter has entered another.
    of: 'a child',
    order: 41927,
    happenings: [
      { do: 'request', of: 0 },
      { do: 'code', who: 'ward', of: 0 },
      { do: 'web', who: 'ward', of: 0 },
      { do: 'web', who: 'ward', of: 0 },
      { do: 'assign', who: 'guardian' },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'step', of: 349 },
      { do: 'enter', who: 'ward', whom: 'other' },
      { do: 'lock', who: 'other', how: 1 },
      { do: 'web', who: 'guardian', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'request', of: 1 },
      { do: 'step', of: 109 },
    ],
  },
  {
    // A guardian’s yes is read before a child’s guardian of before is entered, and ended: what both said since stands.
    of: 'nobody',
    order: 733743,
    happenings: [
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'enter', who: 'ward', whom: 'guardian' },
      { do: 'name', who: 'ward', whom: 'guardian' },
      { do: 'counter-end', who: 'ward' },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'own', of: 0 },
      { do: 'yes', who: 'other', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'request', of: 0 },
      { do: 'web', who: 'guardian', of: 0 },
      { do: 'no', who: 'guardian', of: 0 },
      { do: 'settle' },
      { do: 'web', who: 'ward', of: 0 },
      { do: 'step', of: 0 },
      { do: 'enter', who: 'ward', whom: 'guardian' },
      { do: 'lock', who: 'ward', how: 0 },
      { do: 'yes', who: 'ward', of: 0 },
    ],
  },
  {
    // A line is locked and opened; both are heard of after a yes to what was asked before them.
    of: 'nobody',
    order: 0,
    happenings: [
      { do: 'request', of: 0 },
      { do: 'lock', who: 'ward', how: 0 },
      { do: 'step', of: 129 },
      { do: 'unlock', who: 'ward', how: 1 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'step', of: 794 },
      { do: 'lock', who: 'ward', how: 1 },
      { do: 'counter-end', who: 'ward' },
      { do: 'step', of: 3 },
      { do: 'unlock', who: 'ward', how: 0 },
      { do: 'step', of: 0 },
      { do: 'step', of: 891 },
    ],
  },
  {
    // As two before, with what was asked before the counter entered the same person.
    of: 'nobody',
    order: 0,
    happenings: [
      { do: 'name', who: 'ward', whom: 'guardian' },
      { do: 'step', of: 0 },
      { do: 'step', of: 527 },
      { do: 'enter', who: 'ward', whom: 'guardian' },
      { do: 'step', of: 546 },
      { do: 'counter-end', who: 'ward' },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'request', of: 0 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'web', who: 'ward', of: 0 },
      { do: 'enter', who: 'ward', whom: 'guardian' },
      { do: 'counter-end', who: 'ward' },
      { do: 'request', of: 0 },
      { do: 'step', of: 7 },
      { do: 'step', of: 0 },
    ],
  },
  {
    // A guardian vouches, the number changes hands, the child says yes; that is heard of when the counter has entered another.
    of: 'nobody',
    order: 345817,
    happenings: [
      { do: 'enter', who: 'ward', whom: 'other' },
      { do: 'code', who: 'ward', of: 0 },
      { do: 'request', of: 0 },
      { do: 'step', of: 0 },
      { do: 'yes', who: 'other', of: 0 },
      { do: 'settle' },
      { do: 'assign', who: 'other' },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'enter', who: 'ward', whom: 'guardian' },
      { do: 'step', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'leave', who: 'ward' },
      { do: 'settle' },
      { do: 'step', of: 0 },
      { do: 'lock', who: 'ward', how: 0 },
    ],
  },
  {
    // A child locks and opens the line, which is heard of before the guardian’s number changed hands.
    of: 'a child',
    order: 10,
    happenings: [
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'request', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'code', who: 'ward', of: 0 },
      { do: 'request', of: 0 },
      { do: 'code', who: 'guardian', of: 0 },
      { do: 'assign', who: 'guardian' },
      { do: 'block', who: 'ward' },
      { do: 'lock', who: 'ward', how: 0 },
      { do: 'lock', who: 'other', how: 1 },
      { do: 'lock', who: 'other', how: 1 },
      { do: 'yes', who: 'other', of: 0 },
      { do: 'request', of: 0 },
      { do: 'unlock', who: 'ward', how: 0 },
      { do: 'unlock', who: 'other', how: 0 },
      { do: 'yes', who: 'other', of: 0 },
      { do: 'own', of: 0 },
      { do: 'pass', hours: 25 },
      { do: 'leave', who: 'guardian' },
      { do: 'unlock', who: 'other', how: 0 },
      { do: 'leave', who: 'ward' },
      { do: 'request', of: 0 },
      { do: 'unlock', who: 'other', how: 1 },
      { do: 'code', who: 'guardian', of: 0 },
      { do: 'request', of: 1 },
      { do: 'yes', who: 'ward', of: 0 },
    ],
  },
  {
    // The next owner names whom the former one had asked, while that question is open: a yes to it is nobody’s guardian.
    of: 'nobody',
    order: 11,
    happenings: [
      { do: 'name', who: 'ward', whom: 'guardian' },
      { do: 'settle' },
      { do: 'assign', who: 'ward' },
      { do: 'request', of: 0 },
      { do: 'name', who: 'ward', whom: 'guardian' },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'request', of: 0 },
      { do: 'web', who: 'ward', of: 0 },
    ],
  },
  {
    // A child’s guardian is entered twice, and ended, all heard of after whom the ward named since has said yes.
    of: 'nobody',
    order: 116195,
    happenings: [
      { do: 'own', of: 0 },
      { do: 'settle' },
      { do: 'settle' },
      { do: 'lock', who: 'other', how: 1 },
      { do: 'request', of: 1 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'web', who: 'other', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'enter', who: 'ward', whom: 'guardian' },
      { do: 'code', who: 'other', of: 0 },
      { do: 'enter', who: 'ward', whom: 'guardian' },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'counter-end', who: 'ward' },
      { do: 'name', who: 'ward', whom: 'guardian' },
      { do: 'request', of: 0 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'yes', who: 'guardian', of: 0 },
      { do: 'yes', who: 'ward', of: 0 },
      { do: 'step', of: 43 },
      { do: 'request', of: 0 },
    ],
  },
]

/** Of all consents that stand at the end of a story; gives how many those are, and how many of them are a ward’s. */
function holds(told: Story): { consents: number; guarded: number } {
  const world = play(told)
  const consents = consentsOf(world)
  expect(consents.flatMap((each) => flawsOf(world, each))).toEqual([])
  return { consents: consents.length, guarded: consents.filter((each) => each.guardian).length }
}

/** Others at each run, unless `SEED` names those of one: a failure prints its seed, and the shortest story that it found. */
const seed = process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) }

describe('however requests, yes, silence, lock, dismissal, unlock and new owners fall together, in whatever order they arrive', () => {
  it('no consent of a locked number stands, none of a ward without the guardian’s yes, none of a former owner', () => {
    const seen = { consents: 0, guarded: 0 }
    fc.assert(
      fc.property(story, (told) => {
        const { consents, guarded } = holds(told)
        seen.consents += consents
        seen.guarded += guarded
      }),
      { numRuns: 2500, ...seed, examples: found.map((each) => [each] as [typeof each]) },
    )
    // It says something only where consents stand at the end, also those of wards.
    expect([seen.consents > 150, seen.guarded > 30, seen]).toEqual([true, true, seen])
  })
})
