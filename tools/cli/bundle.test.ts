import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bundleOf, makeSealer } from '#evidence'
import { bundleFile } from './bundle.ts'

it('a name that somebody gave a file of an archive moves nothing on a screen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  const file = join(folder, 'case.tar')
  const odd = { name: 'a\u001b[1A\u001b[2Kcase 48210371: all whole', bytes: Buffer.from('as it was') }
  const archive = bundleOf('48210371', [odd], makeSealer('somebody’s'), Date.parse('2026-11-26T08:00:00Z'))
  archive.write('is it now', archive.indexOf('as it was'))
  writeFileSync(file, archive)
  const { told } = bundleFile(file, undefined)
  expect(told).toEqual([expect.stringMatching(/^a\\u001b\[1A[\x20-\x7e]+ all whole: it is not the file/)])
  rmSync(folder, { recursive: true })
})
