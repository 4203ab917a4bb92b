import { describe, expect, it } from 'vitest'
import { axisOf, dotted, trailing } from './lines.ts'

describe('lines of a chart', () => {
  it('tell nothing where there was nothing to tell of, and no day alone', () => {
    expect(trailing([9, 0, 0, 1, 3], [9, 0, 0, 4, 4], 2)).toEqual([null, 1, null, 0.25, 0.5])
    expect(trailing([2], [4], 7)).toEqual([0.5])
    expect(trailing([2, 0], [4, 4], 7)).toEqual([null, 0.25])
    expect(trailing([], [], 7)).toEqual([])
  })

  it('show a point that stands alone', () => {
    const dot = (value: number) => ({ value, symbol: 'circle', symbolSize: 7 })
    expect(dotted([5])).toEqual([dot(5)])
    expect(dotted([null, 5, null, 1, 2])).toEqual([null, dot(5), null, 1, 2])
  })

  it('end at 100 % where all is shares, and at what was seen otherwise', () => {
    expect(axisOf([[20, 91.5], [null]], '%')).toEqual({ max: 100, interval: 25 })
    expect(axisOf([[20, 40]], '%')).toEqual({})
    expect(axisOf([[20, 240]], '%')).toEqual({})
    expect(axisOf([[91]], '')).toEqual({})
  })
})
