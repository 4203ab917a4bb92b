import { expect, it } from 'vitest'
import { changed, changesBetween, defaultMonitorPolicy, digestOfFigures, figuresOf } from './index.ts'

it('changes on top of what is in force: figures of a signal one by one, rules as a whole', () => {
  const { figures, problems } = changed(defaultMonitorPolicy, {
    signals: { complaints: { healthy: 0.002 } },
    stopFirst: [],
  })
  expect(problems).toEqual([])
  expect(figures.signals['complaints']?.cap).toBe(defaultMonitorPolicy.signals['complaints']?.cap)
  expect(changesBetween(defaultMonitorPolicy, figures)).toEqual([
    { name: 'signals.complaints.healthy', from: 0.001, to: 0.002 },
    { name: 'stopFirst', from: defaultMonitorPolicy.stopFirst, to: [] },
  ])
  expect(digestOfFigures(figures)).not.toBe(digestOfFigures(defaultMonitorPolicy))
})

it('all that is wrong is told, figure by figure, and the figures stay', () => {
  const { figures, problems } = changed(defaultMonitorPolicy, {
    clearBelow: 20,
    nightHours: { from: 6, to: 2 },
    surprise: 1,
  })
  expect(figures).toBe(defaultMonitorPolicy)
  expect(problems.map((each) => each.message).join()).toMatch(/surprise/)
  const alone = changed(defaultMonitorPolicy, { clearBelow: 20, nightHours: { from: 6, to: 2 } })
  expect(alone.problems.map((each) => each.name)).toEqual(['clearBelow', 'nightHours'])
})

it('figures that an earlier version of ours stored: what it did not know is as it is by default', () => {
  const { cohortDays: _, ...older } = defaultMonitorPolicy
  expect(figuresOf({ ...older, falseFlags: 0.02 })).toEqual({ ...defaultMonitorPolicy, falseFlags: 0.02 })
  expect(() => figuresOf({ falseFlags: 7 })).toThrow(/falseFlags/)
})
