import { expect, it } from 'vitest'
import { Processes } from './processes.ts'

const told = (at: number, more: object) => ({
  ...{ id: 'x', type: 'process.told', v: 1, at, corr: 'x' },
  data: {
    ...{ version: '0.1.0', policy: 'x', startedAt: 0, services: [], edges: [], troubles: [], lanes: [], links: [] },
    ...more,
  },
})

it('a process that tells of no version of the figures is of an older build, as long as it tells', () => {
  const all = new Processes(10_000)
  all.take('new', told(1000, { released: 0 }), false)
  all.take('old', told(1000, {}), false)
  expect(all.olderThanDesk(20_000)).toEqual(['old'])
  expect(all.olderThanDesk(40_000)).toEqual([])
})

it('who still decides by a version that others left some time ago is behind', () => {
  const all = new Processes(10_000)
  expect(all.behind(0, 5000)).toBeUndefined()
  all.take('other', told(1000, { released: 2 }), false)
  all.take('other', told(11_000, { released: 2 }), false)
  expect(all.behind(1, 9000)).toBeUndefined()
  expect(all.behind(1, 12_000)).toMatch(/version 2 .* was released, and this process still decides by version 1/)
  expect(all.behind(2, 12_000)).toBeUndefined()
})
