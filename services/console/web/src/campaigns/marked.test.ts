import { describe, expect, it } from 'vitest'
import { piecesOf } from './marked.ts'

describe('a text with its differences marked', () => {
  it('is in pieces that are the whole text again, in order', () => {
    const text = '额度最高50万，详询17755556666'
    const pieces = piecesOf(
      text,
      [
        [0, 4],
        [9, 11],
      ],
      [
        [4, 7],
        [11, 22],
      ],
    )
    expect(pieces).toEqual([
      { text: '额度最高', is: 'shared' },
      { text: '50万', is: 'differs' },
      { text: '，详', is: 'between' },
      { text: '询1', is: 'shared' },
      { text: '7755556666', is: 'differs' },
    ])
    expect(pieces.map((each) => each.text).join('')).toBe(text)
  })

  it('shows nothing twice where pieces overlap, and the whole where there are none', () => {
    const pieces = piecesOf('一二三四', [[0, 3]], [[1, 4]])
    expect(pieces.map((each) => each.text).join('')).toBe('一二三四')
    expect(piecesOf('一二', [], [])).toEqual([{ text: '一二', is: 'between' }])
  })
})
