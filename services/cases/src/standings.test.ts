import { expect, it } from 'vitest'
import { standingRow } from './standings.ts'

it('a verdict of the small hours stands in the CSV under the operator’s day', () => {
  const penalty = {
    case: '82553416',
    at: '2026-11-27T20:45:14.782Z',
    points: 60 as const,
    sanctions: [],
    frozen: false,
  }
  const row = standingRow(
    { partner: 'p2', partner_zh: '金彩', partner_en: 'Goldhue', points: 40, restraints: [], penalties: [penalty] },
    'Asia/Shanghai',
  )
  expect(row.at(-1)).toBe('2026-11-28 82553416 -60')
})
