import { expect, it } from 'vitest'
import type { Node } from './api.ts'
import { isAsSaved, merged, sparse, withFigure } from './sparse.ts'

const held: Node = { falseFlags: 0.05, signals: { 'answers.fast': { healthy: 0.03, on: 'live' } }, windowsDays: [1, 2] }

it('a draft is only what differs; put back, it is nothing', () => {
  const now = withFigure(withFigure(held, ['signals', 'answers.fast', 'on'], 'shadow'), ['windowsDays'], [1])
  expect(sparse(held, now)).toEqual({ signals: { 'answers.fast': { on: 'shadow' } }, windowsDays: [1] })
  expect(merged(held, sparse(held, now))).toEqual(now)
  expect(sparse(held, withFigure(now, ['windowsDays'], [1, 2]))).toEqual({
    signals: { 'answers.fast': { on: 'shadow' } },
  })
})

it('a draft that was saved elsewhere, in another order, or says what holds by now, is not changed by being looked at', () => {
  const changes = { windowsDays: [1], falseFlags: 0.05, signals: { 'answers.fast': { on: 'shadow', healthy: 0.03 } } }
  const figures = merged(held, changes) as Node
  expect(isAsSaved(held, changes, figures)).toBe(true)
  expect(isAsSaved(held, changes, withFigure(figures, ['falseFlags'], 0.02))).toBe(false)
})
