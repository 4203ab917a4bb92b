import { expect, it } from 'vitest'
import { isMistyped } from './legal-id.ts'

it.each([
  // Of large companies, as they publish them.
  ['91440300708461136T', false],
  ['914403001922038216', false],
  ['91310000MA1FL0000N', false],
  ['91310000MA1FL00009', true],
  ['91310000MA1FL000ON', true],
  ['91310000MA1FL000N', true],
  ['91310000MA1FL00000N', true],
  ['ABCDEFGHJKLMNPQRTU', true],
  // Of other countries.
  ['DE123456789', false],
  ['529900T8BM49AURSDO55', false],
])('a unified social credit code has its length, letters and check digit: %s', (legalId, mistyped) => {
  expect(isMistyped(legalId)).toBe(mistyped)
})
