/** GSM 03.38 default alphabet: the septet is the index. `\x1b` leads into the extension table. */
const BASE =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const EXTENSION: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
}
const ESCAPE = 0x1b

const toSeptet = new Map([...BASE].map((char, index) => [char, index]))
const fromExtension = new Map(Object.entries(EXTENSION).map(([char, code]) => [code, char]))

/** Septets that a character takes: 1, 2 for the extension table, undefined when the alphabet lacks it. */
export const septetsOf = (char: string): 1 | 2 | undefined =>
  char in EXTENSION ? 2 : toSeptet.has(char) && char !== '\x1b' ? 1 : undefined

/** Unpacked, one octet a septet, as SMPP carries data_coding 0. @throws RangeError for a character outside the alphabet. */
export function encodeGsm(text: string): Buffer {
  const octets: number[] = []
  for (const char of text) {
    const extension = EXTENSION[char]
    const septet = toSeptet.get(char)
    if (extension !== undefined) octets.push(ESCAPE, extension)
    else if (septet !== undefined && septet !== ESCAPE) octets.push(septet)
    else throw new RangeError('a character is not in GSM 03.38')
  }
  return Buffer.from(octets)
}

/** Unpacked octets to text. An unknown extension is shown as its base character (03.38, 6.2.1.1), a high octet as U+FFFD. */
export function decodeGsm(octets: Uint8Array): string {
  let text = ''
  for (let i = 0; i < octets.length; i++) {
    let octet = octets[i] as number
    if (octet === ESCAPE) {
      octet = octets[++i] ?? 0x20
      const extension = fromExtension.get(octet)
      if (extension !== undefined) {
        text += extension
        continue
      }
    }
    text += octet < 128 ? (octet === ESCAPE ? ' ' : BASE[octet]) : '\ufffd'
  }
  return text
}
