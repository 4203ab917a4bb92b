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

it('a signal that there is not, and figures by which nobody would ever be flagged, are told', () => {
  const slip = changed(defaultMonitorPolicy, { signals: { complaint: { healthy: 0.002 } } })
  expect(slip.problems[0]).toMatchObject({ name: 'signals.complaint', messageZh: '没有这个名称的信号' })
  const signals = Object.fromEntries(Object.keys(defaultMonitorPolicy.signals).map((name) => [name, { on: 'off' }]))
  const none = changed(defaultMonitorPolicy, { signals, stopFirst: [] })
  expect(none.problems).toMatchObject([
    { name: 'signals', message: expect.stringContaining('nobody would ever be flagged') },
  ])
  expect(changed(defaultMonitorPolicy, { signals }).problems).toEqual([])
})

it('figures that an earlier version of ours stored: what it did not know is as it is by default', () => {
  const { cohortDays: _, ...older } = defaultMonitorPolicy
  expect(figuresOf({ ...older, falseFlags: 0.02 })).toEqual({ ...defaultMonitorPolicy, falseFlags: 0.02 })
  expect(() => figuresOf({ falseFlags: 7 })).toThrow(/falseFlags/)
})
