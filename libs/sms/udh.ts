export interface Concatenation {
  readonly reference: number
  readonly total: number
  readonly part: number
}

/**
 * Takes the user data header off a short_message (GSM 03.40, 9.2.3.24) and reads its concatenation, 8-bit (IEI 0) or
 * 16-bit (IEI 8). A header that lies about its length is taken for none.
 */
export function readUdh(octets: Buffer): { body: Buffer; concatenation?: Concatenation } {
  const length = octets[0]
  if (length === undefined || length + 1 > octets.length) return { body: octets }
  const body = octets.subarray(length + 1)
  let at = 1
  while (at + 1 < length + 1) {
    const iei = octets[at] as number
    const size = octets[at + 1] as number
    const value = octets.subarray(at + 2, at + 2 + size)
    if (at + 2 + size > length + 1) break
    const concatenation =
      iei === 0 && size === 3
        ? { reference: value[0] as number, total: value[1] as number, part: value[2] as number }
        : iei === 8 && size === 4
          ? { reference: value.readUInt16BE(0), total: value[2] as number, part: value[3] as number }
          : undefined
    if (concatenation) return isSound(concatenation) ? { body, concatenation } : { body }
    at += 2 + size
  }
  return { body }
}

/** A part outside 1…total, or a total of 0 or 1, is no concatenation (03.40: "shall be ignored"). */
export const isSound = ({ total, part }: Concatenation): boolean => total > 1 && part >= 1 && part <= total
