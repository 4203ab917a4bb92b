/** A file of an archive. */
export interface Packed {
  readonly name: string
  readonly bytes: Buffer
}

const BLOCK = 512
const pad = (length: number): number => (BLOCK - (length % BLOCK)) % BLOCK
const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`

function headOf({ name, bytes }: Packed, at: number): Buffer {
  const head = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(name) > 99) throw new Error(`${name}: too long a name for an archive`)
  head.write(name, 0)
  head.write(octal(0o644, 8), 100)
  head.write(octal(0, 8), 108)
  head.write(octal(0, 8), 116)
  head.write(octal(bytes.length, 12), 124)
  head.write(octal(Math.floor(at / 1000), 12), 136)
  head.write(' '.repeat(8), 148)
  head.write('0', 156)
  head.write('ustar\u000000', 257)
  const sum = head.reduce((all, each) => all + each, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return head
}

/** A tar (ustar) that every tool opens. The same files at the same time come to the same octets. */
export const packed = (files: readonly Packed[], at: number): Buffer =>
  Buffer.concat([
    ...files.flatMap((each) => [headOf(each, at), each.bytes, Buffer.alloc(pad(each.bytes.length))]),
    Buffer.alloc(2 * BLOCK),
  ])

/**
 * The files of an archive that `packed` made; undefined of any other, down to the last octet: nothing hides between the files.
 */
export function unpacked(archive: Buffer): readonly Packed[] | undefined {
  const files: Packed[] = []
  let [place, seconds] = [0, 0]
  while (place + BLOCK <= archive.length && archive[place] !== 0) {
    const text = (from: number, length: number): string =>
      archive
        .subarray(place + from, place + from + length)
        .toString('latin1')
        .replace(/\0.*$/s, '')
    const size = Number.parseInt(text(124, 12), 8)
    seconds = Number.parseInt(text(136, 12), 8)
    const end = place + BLOCK + size
    if (!Number.isSafeInteger(size) || !Number.isSafeInteger(seconds) || end > archive.length) return undefined
    files.push({ name: text(0, 100), bytes: archive.subarray(place + BLOCK, end) })
    place = end + pad(size)
  }
  try {
    return packed(files, seconds * 1000).equals(archive) ? files : undefined
  } catch {
    return undefined
  }
}
