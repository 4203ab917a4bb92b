import { expect, it } from 'vitest'
import { monthsUntil } from './calendar.ts'

it('the first month of the operator has begun there, though it has not where one sits', () => {
  const at = Date.parse('2026-12-31T16:30:00Z')
  expect(monthsUntil(at, 'Asia/Shanghai').slice(0, 3)).toEqual(['2027-01', '2026-12', '2026-11'])
  expect(monthsUntil(at, 'UTC').slice(0, 2)).toEqual(['2026-12', '2026-11'])
  expect(monthsUntil(at, 'UTC')).toHaveLength(18)
})
