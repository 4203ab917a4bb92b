import { describe, expect, it } from 'vitest'
import { placeId, since } from './place.ts'

const at = (complaints: number[], keys: number[]) =>
  new Map([
    ['complaint.events', complaints],
    ['api-keys', keys],
  ])

describe('the id of a live event', () => {
  const id = placeId(at([40, 7], [0, 1000]))

  it('tells whichever process what went on since', () => {
    expect(since(id, at([40, 7], [0, 1000]))).toEqual({ topics: [] })
    expect(since(id, at([40, 8], [0, 1000]))).toEqual({ topics: ['complaint.events'] })
    expect(since(id, at([41, 7], [0, 1001]))).toEqual({ topics: ['complaint.events', 'api-keys'] })
  })

  it('is unknown to a process that is behind it, to another log, and when it is none', () => {
    expect(since(id, at([39, 9], [0, 1000]))).toBe('unknown')
    expect(since(id, at([40, 7, 0], [0, 1000, 0]))).toBe('unknown')
    expect(since(id, new Map([['api-keys', [0, 1000]]]))).toBe('unknown')
    for (const none of ['', 'x', 'complaint.events:,api-keys:', `${id},more:1`, 'a'.repeat(5000)])
      expect(since(none, at([40, 7], [0, 1000]))).toBe('unknown')
  })
})
