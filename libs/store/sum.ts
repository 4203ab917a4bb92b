import { hash } from 'node:crypto'
import type { LaneStamps } from './port.ts'

/** Octets of what stands for a row in the sum, and of the number of rows: two of them still add up exactly. */
const OCTETS = 6
const RANGE = 2 ** (8 * OCTETS)

/** Of rows of one lane: how many there are, and the sum of what stands for each. */
export interface Total {
  readonly count: number
  readonly sum: number
}
export const NOTHING: Total = { count: 0, sum: 0 }

export const plus = (total: Total, entry: number | undefined, former?: number): Total => ({
  count: total.count + Number(entry !== undefined) - Number(former !== undefined),
  sum: (total.sum + (entry ?? 0) - (former ?? 0) + RANGE) % RANGE,
})
/** How many more, and what they come to. */
export const minus = (total: Total, other: Total): Total => ({
  count: total.count - other.count,
  sum: (total.sum - other.sum + RANGE) % RANGE,
})
export const same = (a: Total, b: Total | undefined): boolean => a.count === b?.count && a.sum === b.sum

/** What is said of the rows of one lane: only who has the secret knows what stands for a row, and reads or says a total. */
export class Sum {
  readonly #name: string
  readonly #stamps: LaneStamps
  readonly #secret: string

  constructor(name: string, stamps: LaneStamps) {
    this.#name = name
    this.#stamps = stamps
    this.#secret = stamps.ofText('rows that are counted')
  }

  /** What stands for a row with this stamp; another of each row, of each of its states. */
  of(key: string, stamp: string | undefined): number | undefined {
    if (stamp === undefined) return undefined
    return Buffer.from(this.#stamps.ofText(`row\n${key}\n${stamp}`), 'base64url').readUIntBE(0, OCTETS)
  }

  /** The same of a kind that is written with each message: nobody sees it, so a hash of a secret does, at a sixth of the price. */
  quickly(key: string, stamp: string | undefined): number | undefined {
    if (stamp === undefined) return undefined
    return Number.parseInt(hash('sha256', `${this.#secret}\n${key}\n${stamp}`).slice(0, 2 * OCTETS), 16)
  }

  /** @param place epoch and number of a commit: no other one has both */
  write(place: string, { count, sum }: Total): string {
    const octets = Buffer.alloc(2 * OCTETS)
    octets.writeUIntBE(count, 0, OCTETS)
    octets.writeUIntBE(sum, OCTETS, OCTETS)
    const hidden = Buffer.from(this.#hide(place, octets)).toString('base64url')
    return `${place}.${hidden}.${this.#stamps.ofText(this.#textOf(place, hidden))}`
  }

  /** Undefined where nobody of ours said it. */
  read(mark: string): Total | undefined {
    const [epoch, seq, hidden = '', stamp] = mark.split('.')
    const place = `${epoch}.${seq}`
    if (!this.#stamps.textHolds(this.#textOf(place, hidden), stamp)) return undefined
    const octets = Buffer.from(this.#hide(place, Buffer.from(hidden, 'base64url')))
    return { count: octets.readUIntBE(0, OCTETS), sum: octets.readUIntBE(OCTETS, OCTETS) }
  }

  /** Hidden, since whoever sees sums sees what stands for a row. */
  #hide(place: string, octets: Buffer): Buffer {
    const pad = Buffer.from(this.#stamps.ofText(['sum', this.#name, place].join('\n')), 'base64url')
    return octets.map((each, n) => each ^ (pad[n] ?? 0)) as Buffer
  }

  #textOf(place: string, hidden: string): string {
    return ['rows', this.#name, place, hidden].join('\n')
  }
}
