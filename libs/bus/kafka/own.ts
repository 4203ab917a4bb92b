import type { OutRecord } from '../port.ts'

/** Of one generation; what nobody reads here goes with it. */
const MOST = 5000

/**
 * What lanes of this process sent lately and this process reads itself, by source. A source names one record for ever, so what
 * comes back under it need not be parsed again. Of what edges send only what is `checked`: a dead letter that is put back may
 * be anything. In two generations, of which the older is dropped whole.
 */
export class Own {
  #young = new Map<string, OutRecord>()
  #old = new Map<string, OutRecord>()
  readonly #reads: (record: OutRecord) => boolean
  /** What this process's edges call themselves. */
  readonly edges = new Set<string>()

  /** @param reads whether what is sent will be read here */
  constructor(reads: (record: OutRecord) => boolean) {
    this.#reads = reads
  }

  sent(source: string, record: OutRecord): void {
    if (!this.#reads(record)) return
    if (this.#young.size >= MOST) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(source, record)
  }

  /** An edge of this process sent it. */
  isEdges(source: string): boolean {
    return this.edges.has(source.slice(0, source.indexOf('|')))
  }

  /** The message of a record that came back, once. */
  message(source: string, { topic, partition, key }: Pick<OutRecord, 'topic' | 'partition' | 'key'>) {
    const from = this.#young.has(source) ? this.#young : this.#old
    const own = from.get(source)
    if (own?.topic !== topic || own.partition !== partition || own.key !== key) return undefined
    from.delete(source)
    return own.message
  }
}
