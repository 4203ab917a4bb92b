import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { readConfig } from '#config'
import { openAdapters } from './adapters.ts'

it('an embedded gateway lives on when somebody else has its file open for writing while it tidies up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quadzero-adapters-'))
  const warned: string[] = []
  const log = { warn: (_fields: object, text: string) => void warned.push(text), error: () => undefined }
  const adapters = await openAdapters(readConfig({ DATA_DIR: folder }), { numberKey: 'a secret of tests' }, log)
  const other = new DatabaseSync(join(folder, 'quadzero.sqlite'))
  other.exec('BEGIN IMMEDIATE')
  adapters.clean?.()
  expect(warned).toEqual(['what is over could not be deleted; it is tried again'])
  other.exec('ROLLBACK')
  other.close()
  adapters.clean?.()
  expect(warned).toHaveLength(1)
  await adapters.close()
  rmSync(folder, { recursive: true })
})
