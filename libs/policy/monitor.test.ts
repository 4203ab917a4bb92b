import { expect, it } from 'vitest'
import { defaultPolicy, overridden } from './index.ts'

it.each([
  [{ clearBelow: 20 }, /clearBelow.*cleared as soon as it is raised/],
  [{ nightHours: { from: 6, to: 2 } }, /nightHours.*ends before it begins/],
  [{ stepHours: 5 }, /a day must be whole steps/],
  [{ leastEvidence: 5000, clearBelow: 1 }, /enough alone|nobody would ever be flagged/],
  [
    { stopFirst: [{ name: 'x', counts: 'no.consent', hours: 1, atLeast: 1, share: 0.0001, on: 'live', source: 'x' }] },
    /nearly everybody/,
  ],
  [
    {
      stopFirst: [
        ...[{ name: 'x', counts: 'after.cancel', hours: 720, atLeast: 1, share: 0.02, of: 'cancels', freezes: false }],
      ].map((each) => ({ ...each, on: 'live', source: 'x' })),
    },
    /would flag nearly everybody/,
  ],
  [{ falseFlags: 0 }, /falseFlags/],
  [{ signals: { complaints: { healthy: 2 } } }, /monitor\.signals\.complaints\.healthy/],
  [{ unheardOf: 1 }, /[Uu]nrecognized/],
  [{ signals: { complaint: { ...defaultPolicy.monitor.signals['complaints'] } } }, /signals\.complaint: no signal/],
  [{ fastSeconds: 10 }, /hastySeconds.*would not be hasty/],
  [{ quickHours: 2000 }, /quickHours.*leave quickly/],
  [{ jumpHours: 100_000 }, /jumpHours.*one wrong clock/],
  [{ windowsDays: [1, 8, 8] }, /windowsDays.*twice/],
])('a policy that contradicts itself is refused with what is wrong: %j', (monitor, words) => {
  expect(() => overridden({ monitor })).toThrow(words)
})

it('one figure of a signal is overridden, the others stay', () => {
  const { policy } = overridden({ monitor: { signals: { complaints: { healthy: 0.002 } } } })
  expect(policy.monitor.signals['complaints']).toMatchObject({ healthy: 0.002, group: 'voice', alone: true })
})
