import { expect, it } from 'vitest'
import type { Flag } from '#contracts'
import { beside } from './beside.ts'

const flag = (partner: string): Flag => ({
  at: 1_782_000_000_000,
  partner,
  service: `${partner}-comics`,
  signals: [{ name: 'complaints', figure: 0.01, baseline: 0.001, evidence: 9 }],
  stop_first: false,
  shadow: false,
  clears: '',
})
const side = (...partners: string[]) => ({
  flags: partners.length,
  stops: 0,
  stopped: [],
  first: Object.fromEntries(partners.map((each) => [each, flag(each)])),
})

it('whom only the one flags, whom only the other, and whom it misses who was punished', () => {
  const found = beside([side('huayu', 'xinyi'), side('huayu', 'mellow')], 40, new Set(['mellow', 'huayu', 'gone']))
  expect(found).toMatchObject({ both: 1, newly: 1, noLonger: 1, missed: 2, nearlyAll: false })
  expect(found.samples.map(({ what, partner }) => `${what} ${partner}`)).toEqual([
    'newly xinyi',
    'no-longer mellow',
    'missed gone',
    'missed mellow',
  ])
  expect(found.names).toEqual({ newly: ['xinyi'], noLonger: ['mellow'], stopped: [], goesOn: [] })
  expect(found.samples[0]).toMatchObject({ service: 'xinyi-comics', signals: [{ name: 'complaints' }] })
})

it('who would be stopped, or let go on, is named though both flag it', () => {
  const stopping = { ...side('huayu', 'mellow'), stopped: ['mellow'] }
  const { names, both, newly } = beside([stopping, { ...side('huayu', 'mellow'), stopped: ['huayu'] }], 40, new Set())
  expect([both, newly, names.stopped, names.goesOn]).toEqual([2, 0, ['mellow'], ['huayu']])
})

it('one that flags nearly everybody is told with the number; of a few partners nothing is said', () => {
  const most = Array.from({ length: 15 }, (_, i) => `p${i}`)
  expect(beside([side(...most), side()], 20, new Set())).toMatchObject({ nearlyAll: true, flagged: 15, partners: 20 })
  expect(beside([side('p1', 'p2'), side()], 2, new Set()).nearlyAll).toBe(false)
})
