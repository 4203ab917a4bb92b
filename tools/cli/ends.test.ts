import { spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../../test/servers.ts'
import { endOf } from './ends.ts'

const root = join(import.meta.dirname, '../..')
// Of a machine whose gateway is embedded, whatever the tests have besides.
const embedded = { KAFKA_BROKERS: '', MONGODB_URL: '' }
const environment = {
  ...process.env,
  ...embedded,
  ADMIN_KEY: 'some-administrators-key',
  QUADZERO_URL: 'http://127.0.0.1:9',
}

/** Runs the very `bin`, as a shell does. */
function quadzero(
  args: readonly string[],
  more: Record<string, string> = {},
  stdout: 'pipe' | number = 'pipe',
  cwd = root,
) {
  const env = { ...environment, ...more }
  const child = spawn(join(root, 'scripts/quadzero.mjs'), args, { env, cwd, stdio: ['ignore', stdout, 'pipe'] })
  const told = { out: '', err: '' }
  child.stdout?.on('data', (text) => (told.out += text))
  child.stderr?.on('data', (text) => (told.err += text))
  return new Promise<{ code: number | null; out: string; err: string }>((done) =>
    child.on('close', (code) => done({ code, ...told })),
  )
}

describe('quadzero', () => {
  const folder = temporaryFolder()
  const proxy = createServer((request, response) => {
    if (!request.url?.startsWith('/breaking')) return response.end('<html>Bad gateway</html>')
    response.writeHead(200, { 'content-length': '1000' }).write('partner_id', () => response.destroy())
  })
  let url: string
  beforeAll(async () => {
    writeFileSync(join(folder, 'no.csv'), 'that,is,no,header\n')
    writeFileSync(join(folder, 'torn.csv'), 'partner_id\n')
    writeFileSync(join(folder, 'torn.csv.progress'), '{"mark')
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  })
  afterAll(() => {
    proxy.close()
    removeFolder(folder)
  })

  it.each([
    [['frobnicate'], 2, "unknown command 'frobnicate'"],
    [['import', 'cats', 'x.csv'], 2, 'There is no kind cats'],
    [['import', 'partners', 'nowhere.csv'], 2, 'nowhere.csv is not there'],
    [['import', 'partners', '.'], 2, '. is no file'],
    [['import', 'partners'], 2, "missing required argument 'file'"],
    [
      ['keys', 'make', 'x', '--kind', 'partner', '--purposes', 'subscribe', '--per-minute', 'many'],
      2,
      'a whole number',
    ],
    [['settlement', 'export', 'huayu', '2026-13'], 2, '2026-13'],
    [['dead-letters', 'replay'], 2, 'Name one dead letter'],
    [['verify', 'receipts', '--key', 'nowhere.pem'], 2, 'nowhere.pem is no public key'],
    [['keys', 'list'], 3, 'No gateway answers at http://127.0.0.1:9'],
  ])('%j ends with %i and a sentence: %s', async (args, code, words) => {
    const end = await quadzero(args)
    expect({ code: end.code, out: end.out }).toEqual({ code, out: '' })
    expect(end.err).toContain(words)
    expect(end.err).not.toMatch(/\n\s+at /)
  })

  /* Each as somebody might type it, or find it: what is there already, what is none, what is of another kind. */
  it.each<[args: string[], code: number, words: string, more?: Record<string, string>]>([
    [[], 2, 'Usage: quadzero'],
    [['--jsn', 'keys', 'list'], 2, "unknown option '--jsn'"],
    [['import', 'partners', 'no.csv', 'more.csv'], 2, 'too many arguments'],
    [['import', 'partners', 'torn.csv'], 3, 'No gateway answers'],
    [['export', 'audit'], 3, 'is no gateway', { QUADZERO_URL: 'proxy' }],
    [['export', 'partners'], 3, 'broke off', { QUADZERO_URL: 'breaking' }],
    [['keys', 'list'], 2, 'no address', { QUADZERO_URL: 'ftp://10.0.0.1' }],
    [['keys', 'list'], 2, 'no address', { QUADZERO_URL: '', HTTP_PORT: 'abc' }],
    [['keys', 'list'], 2, 'ADMIN_KEY', { ADMIN_KEY: 'two\nlines' }],
    [['keys', 'list'], 2, 'No key', { ADMIN_KEY: '', DATA_DIR: 'nowhere' }],
    [['keys', 'make', 'x', '--kind', 'partner'], 2, '--purposes'],
    [['replay'], 2, 'Name a file'],
    [['replay', '.'], 2, 'is a folder'],
    [['replay', 'no.csv', '--policy', '.'], 2, 'is a folder'],
    [['replay', 'no.csv', '--policy', 'no.csv'], 2, 'Policy no.csv'],
    [['campaigns', 'group', '.'], 2, 'is a folder'],
    [['verify', 'bundle', '.'], 2, '. cannot be read'],
    [['verify', 'audit', '--remember', 'no.csv'], 3, 'No gateway answers'],
    [['backup', '.'], 2, 'holds no data', { ADMIN_KEY: '' }],
    [['backup', 'copy'], 2, 'nowhere', { DATA_DIR: 'nowhere' }],
    [['restore', '--from', 'tape 7'], 2, 'nowhere', { DATA_DIR: 'nowhere' }],
    [['restore'], 2, '--from'],
    [['secrets', 'rotate', 'toString'], 2, 'There is no secret toString'],
    [['secrets', 'rotate', 'session'], 2, 'nowhere', { DATA_DIR: 'nowhere' }],
    [['settlement', 'close', 'all', 'last'], 2, 'is no month'],
  ])('misused as %j it ends with %i, in a sentence: %s', async (args, code, words, more = {}) => {
    const of = { proxy: url, breaking: `${url}/breaking` }
    const QUADZERO_URL = of[more['QUADZERO_URL'] as keyof typeof of] ?? more['QUADZERO_URL']
    const end = await quadzero(
      args,
      { ...more, ...(QUADZERO_URL === undefined ? {} : { QUADZERO_URL }) },
      'pipe',
      folder,
    )
    expect([end.code, end.err]).toEqual([code, expect.stringContaining(words)])
    expect(end.err).not.toMatch(/\n\s+at |This is a fault of quadzero/)
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
  })

  it('says which address is none, and when what answers is no gateway', async () => {
    expect(await quadzero(['keys', 'list'], { QUADZERO_URL: 'not an address' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('QUADZERO_URL'),
    })
    expect(await quadzero(['keys', 'list'], { QUADZERO_URL: url })).toMatchObject({
      code: 3,
      err: expect.stringContaining('is no gateway'),
    })
  })

  it('writes nothing but its result to stdout, and lists its exit codes', async () => {
    const { code, out } = await quadzero(['--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Usage: quadzero /)
    for (const each of [
      '0 done',
      '1 done in part',
      '2 wrong use',
      '3 the gateway refused',
      '4 a fault',
      '5 the result could not',
    ])
      expect(out).toContain(each)
  })

  it.runIf(existsSync('/dev/full'))('says that a full disk did not take its result', async () => {
    const texts = join(folder, 'texts.ndjson')
    writeFileSync(texts, '{"id":"a","text":"你好"}\n')
    const { code, err } = await quadzero(['campaigns', 'group', texts], {}, openSync('/dev/full', 'w'))
    expect([code, err]).toEqual([5, expect.stringContaining('The output could not be written: no room is left')])
  })

  it('is the bin of the package', () => {
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(bin).toEqual({ quadzero: 'scripts/quadzero.mjs' })
  })
})

it('a reader that has read enough is no error, and what nobody foresaw is told without a trace', () => {
  expect(endOf(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toEqual({ exitCode: 0, message: '' })
  const end = endOf(new TypeError('x is not a function'))
  expect(end.exitCode).toBe(4)
  expect(end.message).not.toContain('\n')
})
