import { expect, it } from 'vitest'
import { type Row, readCsv, readNdjson } from './rows.ts'

const columns = ['name', 'port']
async function read(text: string | Buffer, chunk = 7): Promise<Row[]> {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  return Array.fromAsync(readCsv(chunks(), columns))
}

it('reads RFC 4180: quotes, doubled quotes, CRLF, a BOM, columns in any order, no line end at the end', async () => {
  expect(await read('\ufeffport,name\r\n1066,"a ""b"", c"\r\n\r\n1067,每日笑话')).toEqual([
    { line: 2, values: { port: '1066', name: 'a "b", c' } },
    { line: 4, values: { port: '1067', name: '每日笑话' } },
  ])
})

it('costs an open quote its own line and nothing more', async () => {
  expect(await read('name,port\n"open,1\nfine,2\n')).toEqual([
    { line: 2, error: expect.stringContaining('quote'), code: 'row.quote' },
    { line: 3, values: { name: 'fine', port: '2' } },
  ])
})

it('names a line in another encoding, one that is too long, one with too few fields', async () => {
  const gbk = Buffer.concat([
    Buffer.from('name,port\n'),
    Buffer.from('cdcbb6a9', 'hex'),
    Buffer.from(`,1\n${'x'.repeat(20_000)},1\nalone\nfine,1\n`),
  ])
  expect((await read(gbk, 1000)).map((row) => ('error' in row ? row.error.slice(0, 11) : 'ok'))).toEqual([
    'not UTF-8; ',
    'longer than',
    '1 fields in',
    'ok',
  ])
})

it.each([
  ['', 'the file is empty'],
  ['a;b\n', 'the first line must be name,port'],
  ['name\n', 'the first line must be name,port'],
])('refuses %j as a whole', async (text, words) => {
  await expect(read(text)).rejects.toThrow(words)
})

it('reads NDJSON, a bad line by itself', async () => {
  async function* chunks() {
    yield Buffer.from('{"name":"a","port":1}\nnot json\n[1]\n\n{"name":null}\n')
  }
  expect(await Array.fromAsync(readNdjson(chunks()))).toEqual([
    { line: 1, values: { name: 'a', port: '1' } },
    { line: 2, error: 'not JSON', code: 'row.json' },
    { line: 3, error: 'not a JSON object', code: 'row.json' },
    { line: 5, values: { name: '' } },
  ])
})
