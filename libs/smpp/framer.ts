import { status } from './constants.ts'
import { HEADER, MAX_PDU, PduError } from './pdu.ts'

/** A small buffer costs many times what it holds. */
const MOST_PIECES = 64

/**
 * Cuts a byte stream into PDUs. A chunk is copied only when a PDU spans two. What waits for the rest of its PDU is less
 * than one PDU, in few pieces, however small the chunks are.
 */
export class Framer {
  #rest: Buffer[] = []
  #size = 0
  #need = HEADER

  /** Octets that wait for the rest of their PDU. */
  get buffered(): number {
    return this.#size
  }

  /** Whole PDUs in this chunk together with what was left over. @throws PduError when the stream can never be in step again. */
  *push(chunk: Buffer): Generator<Buffer> {
    let bytes = chunk
    if (this.#size > 0) {
      this.#rest.push(chunk)
      this.#size += chunk.length
      if (this.#size < this.#need) {
        if (this.#rest.length >= MOST_PIECES) this.#rest = [Buffer.concat(this.#rest, this.#size)]
        return
      }
      bytes = Buffer.concat(this.#rest, this.#size)
    }
    this.#rest = []
    this.#size = 0
    this.#need = HEADER
    let at = 0
    while (bytes.length - at >= HEADER) {
      const length = lengthOf(bytes, at)
      if (bytes.length - at < length) {
        this.#need = length
        break
      }
      yield bytes.subarray(at, at + length)
      at += length
    }
    if (at < bytes.length) {
      this.#rest = [Buffer.from(bytes.subarray(at))]
      this.#size = bytes.length - at
    }
  }
}

function lengthOf(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32BE(at)
  if (length < HEADER || length > MAX_PDU) throw new PduError('command_length is out of range', status.ESME_RINVCMDLEN)
  return length
}
