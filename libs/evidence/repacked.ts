import { crc32, gunzipSync, inflateRawSync } from 'node:zlib'
import type { Packed } from './tar.ts'

/** A bundle is some megabytes; what unpacks to more is none. */
const MOST_BYTES = 1 << 30
const BLOCK = 512
const SHIFT = { local: 30, central: 46, end: 22 } as const
const SIGN = { local: 0x04034b50, descriptor: 0x08074b50, central: 0x02014b50, end: 0x06054b50 } as const

/**
 * The files of a bundle that somebody unpacked and packed again by whatever tool: a zip, a tar, either in gzip. Undefined of what
 * is none of these, and of one in which something lies that two tools would read differently: another file than is verified
 * would be shown. A folder around all of them is left out.
 */
export function repacked(archive: Buffer): readonly Packed[] | undefined {
  try {
    const plain = archive.readUInt16BE(0) === 0x1f8b ? gunzipSync(archive, { maxOutputLength: MOST_BYTES }) : archive
    const files = plain.readUInt32LE(0) === SIGN.local ? zipped(plain) : tarred(plain)
    return withoutFolder(files)
  } catch {
    // Cut off, or no such archive.
    return undefined
  }
}

/** What lies in one folder that all of them are in is told by its name in that. */
export function withoutFolder(files: readonly Packed[]): readonly Packed[] {
  const [folder] = files[0]?.name.split('/') ?? []
  if (files.some(({ name }) => name === folder || !name.startsWith(`${folder}/`))) return files
  return files.map(({ name, bytes }) => ({ name: name.slice(`${folder}/`.length), bytes }))
}

const fail = (what: string): never => {
  throw new Error(what)
}

/** By its central directory, where that names all that there is, in one row, as who reads from its beginning finds it. */
function zipped(zip: Buffer): Packed[] {
  const end = zip.lastIndexOf('PK\u0005\u0006', zip.length, 'latin1')
  if (end < 0 || end + SHIFT.end + zip.readUInt16LE(end + 20) !== zip.length) fail('no end')
  const [count, size, begins] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 12), zip.readUInt32LE(end + 16)]
  if (begins + size !== end || zip.readUInt16LE(end + 8) !== count) fail('in parts')
  const entries = []
  let place = begins
  for (let n = 0; n < count; n++) {
    if (zip.readUInt32LE(place) !== SIGN.central) fail('no entry')
    const [flags, method, crc] = [
      zip.readUInt16LE(place + 8),
      zip.readUInt16LE(place + 10),
      zip.readUInt32LE(place + 16),
    ]
    const [packedSize, bytes, at] = [
      zip.readUInt32LE(place + 20),
      zip.readUInt32LE(place + 24),
      zip.readUInt32LE(place + 42),
    ]
    const [name, extra, comment] = [28, 30, 32].map((each) => zip.readUInt16LE(place + each)) as [
      number,
      number,
      number,
    ]
    const text = zip.subarray(place + SHIFT.central, place + SHIFT.central + name)
    entries.push({ text, flags, method, crc, packedSize, bytes, at })
    place += SHIFT.central + name + extra + comment
  }
  if (place !== end) fail('more behind')
  let next = 0
  let total = 0
  const files = entries
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ text, flags, method, crc, packedSize, bytes, at }): Packed[] => {
      const isSame = zip.readUInt32LE(at) === SIGN.local && zip.readUInt16LE(at + 8) === method
      const [name, extra] = [zip.readUInt16LE(at + 26), zip.readUInt16LE(at + 28)]
      const from = at + SHIFT.local + name + extra
      if (at !== next || !isSame || !zip.subarray(at + SHIFT.local, from - extra).equals(text))
        fail('something between')
      next = from + packedSize
      // Sizes stand behind it, where they were not known before: 12 octets, and a signature that may be left out.
      if (flags & 8) next += zip.readUInt32LE(next) === SIGN.descriptor ? 16 : 12
      total += bytes
      if (flags & 1 || total > MOST_BYTES) fail('locked, or too large')
      const content = zip.subarray(from, from + packedSize)
      const file = method === 8 ? inflateRawSync(content, { maxOutputLength: bytes + 1 }) : content
      if ((method !== 0 && method !== 8) || file.length !== bytes || crc32(file) !== crc) fail('not what it says')
      const told = text.toString(flags & 0x800 ? 'utf8' : 'latin1').replaceAll('\\', '/')
      return told.endsWith('/') && bytes === 0 ? [] : [{ name: told, bytes: file }]
    })
  if (next !== begins) fail('something before the directory')
  return files
}

/** As any tar writes it: folders and what only describes are passed by; a link, a device or a part is nothing of a bundle. */
function tarred(tar: Buffer): Packed[] {
  const files: Packed[] = []
  let [place, named] = [0, '']
  while (place + BLOCK <= tar.length && tar[place] !== 0) {
    const head = tar.subarray(place, place + BLOCK)
    const text = (from: number, length: number) =>
      head
        .subarray(from, from + length)
        .toString()
        .replace(/\0.*$/s, '')
    const size = Number.parseInt(text(124, 12), 8)
    const sum = head.reduce((all, each, at) => all + (at >= 148 && at < 156 ? 32 : each), 0)
    const content = tar.subarray(place + BLOCK, place + BLOCK + size)
    if (!Number.isSafeInteger(size) || content.length !== size || Number.parseInt(text(148, 8), 8) !== sum) fail('cut')
    const kind = text(156, 1) || '0'
    const folder = text(257, 6).trim() === 'ustar' && text(263, 2) === '00' ? text(345, 155) : ''
    if (kind === 'x') named = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString())?.[1] ?? ''
    else if (kind === 'L') named = content.toString().replace(/\0.*$/s, '')
    else if (kind === '0') {
      const name = named || (folder ? `${folder}/${text(0, 100)}` : text(0, 100))
      files.push({ name: name.replace(/^(?:\.\/)+/, ''), bytes: content })
      named = ''
    } else if (kind === '5') named = ''
    else if (kind !== 'g') fail('no file')
    place += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  if (files.length === 0 || tar.subarray(place).some((each) => each !== 0)) fail('something behind')
  return files
}
