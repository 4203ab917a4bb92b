import type { InRecord, OutRecord } from '#bus'
import { ContractError, type Envelope, parseMessage, partitionOf, type Topic } from '#contracts'
import type { Batch } from './merge.ts'
import { notAfter } from './times.ts'
import type { Emit } from './types.ts'
import type { LaneWork, Turn } from './work.ts'

/** What is counted over the messages of a turn, so that a thousand messages become a few sums for whoever keeps them. */
export interface Tally<Sums> {
  readonly name: string
  readonly inputs: readonly Topic[]
  readonly begin: () => Sums
  readonly add: (sums: Sums, message: Envelope, key: string) => void
  readonly told: (sums: Sums) => readonly Emit[]
  /** A record that is no contract: what to emit instead (a dead letter). */
  readonly refuse: (record: InRecord, reason: string) => OutRecord
}

interface TallyOptions {
  readonly partitions: number
  readonly now: () => number
}

/** Counts turn by turn; what it tells is committed with its positions, so that each message is counted once. */
export class TallyWork<Sums> implements LaneWork {
  readonly process: string
  readonly inputs: readonly string[]
  readonly ahead = true
  readonly #tally: Tally<Sums>
  readonly #topics: ReadonlyMap<string, Topic>
  readonly #options: TallyOptions

  constructor(tally: Tally<Sums>, options: TallyOptions) {
    this.process = tally.name
    this.inputs = tally.inputs.map((each) => each.name)
    this.#tally = tally
    this.#topics = new Map(tally.inputs.map((each) => [each.name, each]))
    this.#options = options
  }

  async records({ records }: Batch): Promise<Turn> {
    const sums = this.#tally.begin()
    const emit: OutRecord[] = []
    let last: Envelope | undefined
    const now = this.#options.now()
    for (const record of records) {
      try {
        const message = notAfter(now, this.#parse(record))
        this.#tally.add(sums, message, record.key)
        if (!last || message.at >= last.at) last = message
      } catch (error) {
        if (!(error instanceof ContractError)) throw error
        emit.push(this.#tally.refuse(record, error.message))
      }
    }
    if (last) {
      const { id, at, corr } = last
      this.#tally.told(sums).forEach(({ topic, key, type, data }, index) => {
        const message = { id: `${id}/${this.process}.${index}`, type, v: 1, at, corr, data }
        emit.push({ topic, partition: partitionOf(key, this.#options.partitions), key, message })
      })
    }
    return { states: [], emit }
  }

  #parse(record: InRecord): Envelope {
    if (record.trusted) return record.message as Envelope
    return parseMessage(this.#topics.get(record.topic) as Topic, record.message)
  }

  committed(): void {}
}
