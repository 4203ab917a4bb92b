import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCsv } from '#intake'
import { csvRow } from './index.ts'

it.each([
  ['=HYPERLINK("http://evil.example","退款")', `"'=HYPERLINK(""http://evil.example"",""退款"")"\n`],
  ['+8613800138000', "'+8613800138000\n"],
  ['-2+3+cmd|calc', "'-2+3+cmd|calc\n"],
  ['@SUM(A1:A9)', "'@SUM(A1:A9)\n"],
  ['＝１＋１', "'＝１＋１\n"],
  ['  =1+1', "'  =1+1\n"],
  ['\t=1+1', `"'\t=1+1"\n`],
  ['\r=1+1', `"'\r=1+1"\n`],
  ["'=1", "''=1\n"],
  ['每日笑话', '每日笑话\n'],
  ["'tis", "'tis\n"],
  [-500, '-500\n'],
])('shows %j and works nothing out', (value, line) => {
  expect(csvRow([value])).toBe(line)
})

it('is read back by an import as it was written, whatever it holds', async () => {
  const field = fc
    .string({ unit: fc.constantFrom(...'=+-@＝\'"; ,aé退1\t') })
    .map((text) => text.trim())
    .filter((text) => text !== '')
  await fc.assert(
    fc.asyncProperty(field, field, async (a, b) => {
      const file = [csvRow(['a', 'b']), csvRow([a, b])].map((line) => Buffer.from(line))
      const rows = await Array.fromAsync(
        readCsv(
          (async function* () {
            yield* file
          })(),
          ['a', 'b'],
        ),
      )
      expect(rows).toEqual([{ line: 2, values: { a, b } }])
    }),
    { seed: 12, numRuns: 500 },
  )
})
