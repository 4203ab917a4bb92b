import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { bundleOf, json, verifyBundle } from './bundle.ts'
import { makeSealer, shownSeal } from './seal.ts'
import { type Packed, packed, unpacked } from './tar.ts'
import { start, versionAfter } from './version.ts'

const sealer = makeSealer('the operator’s')
const at = Date.parse('2026-11-26T08:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'repacked-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A case without charges: what its archive is packed in is what is tried here. */
function bundle(): Buffer {
  const content = { number: '48210371', subject: { partnerId: 'sp-huayu' }, findings: [], files: [] }
  const version = versionAfter(start, content, at)
  const seal = sealer.seal({
    ...{ shard: 'cases-4', number: 1, before: 'genesis', at, chains: 1, records: 1 },
    heads: [{ chain: '48210371', number: 1, digest: version.digest, since: start }],
  })
  const files = [
    { name: 'case.json', bytes: json({ content, version }) },
    { name: 'charges.json', bytes: json({ items: [], missing: [] }) },
    { name: 'receipts.json', bytes: json([]) },
    { name: 'seals.json', bytes: json([shownSeal(seal, () => true)]) },
    { name: 'files/paper.pdf', bytes: Buffer.from('%PDF-1.7 申诉书'.repeat(40)) },
  ]
  return bundleOf('48210371', files, sealer, at)
}
const made = unpacked(bundle()) as readonly Packed[]
const verify = (archive: Buffer | readonly Packed[]) => verifyBundle(archive, sealer.publicKey)
const flawsOf = (archive: Buffer | readonly Packed[]) => verify(archive).flaws.map(({ of, flaw }) => `${flaw} ${of}`)
const whole = { flaws: [], asMade: false, case: '48210371', files: 6, seals: 1 }

/** As a tool of some system packs it; `more`: what is wrong with one. */
function zip(
  files: readonly Packed[],
  more: { shown?: string; between?: string; crc?: number; flags?: number } = {},
): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let place = 0
  for (const { name, bytes } of files) {
    const data = deflateRawSync(bytes)
    const words = (fields: readonly (readonly [number, number])[]) => {
      const out = Buffer.alloc(fields.reduce((sum, [, size]) => sum + size, 0))
      fields.reduce((to, [value, size]) => out.writeUIntLE(value, to, size), 0)
      return out
    }
    const common = [
      ...([
        [more.flags ?? 0, 2],
        [8, 2],
        [0, 4],
        [more.crc ?? crc32(bytes), 4],
      ] as const),
      ...([
        [data.length, 4],
        [bytes.length, 4],
        [Buffer.byteLength(name), 2],
        [0, 2],
      ] as const),
    ] as const
    const local = Buffer.concat([words([[0x04034b50, 4], [20, 2], ...common]), Buffer.from(more.shown ?? name), data])
    const central = words([[0x02014b50, 4], [20, 2], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [place, 4]])
    directory.push(Buffer.concat([central, Buffer.from(name)]))
    parts.push(local, Buffer.from(more.between ?? ''))
    place += local.length + (more.between ?? '').length
  }
  const size = directory.reduce((sum, each) => sum + each.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(place, 16)
  return Buffer.concat([...parts, ...directory, end])
}

function lying(): string {
  const to = join(folder, 'case-48210371')
  for (const { name, bytes } of made) {
    mkdirSync(dirname(join(to, name)), { recursive: true })
    writeFileSync(join(to, name), bytes)
  }
  return to
}
/** Tools that pack what lies in a folder, where they are. */
const tools = (
  [
    ['tar', (out) => ['-cf', out, '.']],
    ['tar', (out) => ['--format=posix', '-czf', out, '--sort=name', '.']],
    ['tar', (out) => ['-C', '..', '-cf', out, 'case-48210371']],
    ['zip', (out) => ['-q', '-r', out, '.']],
    ['zip', (out) => ['-q', '-0', '-r', '-D', out, '.']],
    ['python3', (out) => ['-m', 'zipfile', '-c', out, '.']],
  ] as readonly [string, (out: string) => string[]][]
).filter(([tool]) => process.env['PATH']?.split(':').some((each) => existsSync(join(each, tool))))

describe('a bundle that was packed again', () => {
  it.each(tools.map(([tool, how], n) => [tool, how('OUT').join(' '), how, n] as const))(
    'by %s %s',
    (tool, _, how, n) => {
      const out = join(folder, `again-${n}`)
      execFileSync(tool, how(out), { cwd: lying() })
      expect(verify(readFileSync(existsSync(out) ? out : `${out}.zip`))).toMatchObject(whole)
    },
  )

  it('is whole as a zip, in whatever order, in a folder, in gzip, or unpacked; and the very archive is told apart', () => {
    expect(verify(zip(made))).toMatchObject(whole)
    expect(verify(zip(made.toReversed()))).toMatchObject(whole)
    expect(verify(zip(made.map(({ name, bytes }) => ({ name: `case/${name}`, bytes }))))).toMatchObject(whole)
    expect(verify(zip(made.map(({ name, bytes }) => ({ name: name.replace('/', '\\'), bytes }))))).toMatchObject(whole)
    expect(verify(gzipSync(bundle()))).toMatchObject(whole)
    expect(verify(made)).toMatchObject(whole)
    expect(verify(bundle())).toMatchObject({ ...whole, asMade: true })
  })

  it.each(['zip', 'tar', 'folder'] as const)('names what somebody changed, took away or added (%s)', (kind) => {
    const pack = (files: readonly Packed[]) =>
      kind === 'zip' ? zip(files) : kind === 'tar' ? gzipSync(packed(files, 0)) : files
    for (const changed of made.map(({ name }) => name)) {
      const files = made.map(({ name, bytes }) => {
        const other = Buffer.from(bytes)
        const place = Math.max(0, other.length - 10)
        other[place] = (other[place] as number) ^ 1
        return { name, bytes: name === changed ? other : bytes }
      })
      const named = flawsOf(pack(files))
      expect(named, changed).toContainEqual(
        expect.stringMatching(new RegExp(`(manifest|file|signature|key) ${changed}$`)),
      )
    }
    expect(flawsOf(pack(made.filter(({ name }) => name !== 'seals.json')))).toEqual(['file seals.json'])
    expect(flawsOf(pack([...made, { name: 'files/more.pdf', bytes: Buffer.from('%PDF') }]))).toEqual([
      'file files/more.pdf',
    ])
    expect(flawsOf(pack([...made, made[1] as Packed]))).toEqual(['archive archive'])
    const renamed = made.map(({ name, bytes }) => ({ name: name === 'case.json' ? 'Case.json' : name, bytes }))
    expect(flawsOf(pack(renamed))).toEqual(['file Case.json', 'file case.json'])
  })

  it('is none that another tool would read otherwise, or that is cut, locked, or more than it says', () => {
    const odd = ['archive archive']
    expect(flawsOf(zip(made, { shown: 'other.json' }))).toEqual(odd)
    expect(flawsOf(zip(made, { between: 'hidden' }))).toEqual(odd)
    expect(flawsOf(zip(made, { crc: 1 }))).toEqual(odd)
    expect(flawsOf(zip(made, { flags: 1 }))).toEqual(odd)
    expect(flawsOf(Buffer.concat([zip(made), Buffer.from('behind')]))).toEqual(odd)
    expect(flawsOf(Buffer.concat([Buffer.from('before'), zip(made)]))).toEqual(odd)
    expect(flawsOf(zip(made).subarray(0, -30))).toEqual(odd)
    expect(flawsOf(gzipSync(bundle()).subarray(0, -30))).toEqual(odd)
    const link = Buffer.from(packed([{ name: 'case.json', bytes: Buffer.alloc(0) }], 0))
    link.write('2', 156)
    link.write(`${(Number.parseInt(link.subarray(148, 154).toString(), 8) + 2).toString(8).padStart(6, '0')}`, 148)
    expect(flawsOf(link)).toEqual(odd)
  })
})
