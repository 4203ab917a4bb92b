import type { InRecord, OutRecord } from '#bus'
import { ContractError, type Envelope, parseMessage, type Topic } from '#contracts'
import type { Batch } from './merge.ts'
import type { LaneWork, Turn } from './work.ts'

/** Carries messages out in the world (sends an SMS, calls a webhook). Its emits are committed with its positions. */
export interface Effect {
  readonly name: string
  readonly inputs: readonly Topic[]
  /**
   * Resolves with what to emit when the message was carried out, or its failure is told by what it emits. Those of a batch
   * are carried out at once. When the signal aborts, what was begun is ended and the rest rejects: nothing new goes out.
   */
  readonly carryOut: (
    message: { readonly key: string; readonly topic: string; readonly message: Envelope },
    signal: AbortSignal,
  ) => Promise<readonly OutRecord[]>
  /** Why it rightly waits now; the watchdog then leaves it alone. */
  readonly excuse?: () => string | undefined
  /** A record that is no contract: what to emit instead (a dead letter). */
  readonly refuse: (record: InRecord, reason: string) => OutRecord
}

type Outcome = { readonly emit: readonly OutRecord[] } | { readonly error: unknown }

export class EffectWork implements LaneWork {
  readonly process: string
  readonly inputs: readonly string[]
  readonly ahead = true
  readonly #effect: Effect
  readonly #topics: ReadonlyMap<string, Topic>

  constructor(effect: Effect) {
    this.process = effect.name
    this.inputs = effect.inputs.map((each) => each.name)
    this.#effect = effect
    this.#topics = new Map(effect.inputs.map((each) => [each.name, each]))
  }

  async records({ records }: Batch, signal: AbortSignal): Promise<Turn> {
    const outcomes = await Promise.all(records.map((each) => this.#carryOut(each, signal)))
    const done = outcomes.findLastIndex((each) => 'emit' in each) + 1
    const failed = outcomes.find((each) => 'error' in each)
    // What was carried out is stored, whatever became of the others. One that was not, before it, goes to the end.
    const emit = outcomes.slice(0, done).flatMap((each, index) => {
      if ('emit' in each) return each.emit
      const { topic, partition, key, message } = records[index] as InRecord
      return [{ topic, partition, key, message: message as Envelope }]
    })
    return { states: [], emit, done, ...(failed ? { failure: failed.error } : {}) }
  }

  async #carryOut(record: InRecord, signal: AbortSignal): Promise<Outcome> {
    try {
      const { key, topic } = record
      const message = record.trusted
        ? (record.message as Envelope)
        : parseMessage(this.#topics.get(topic) as Topic, record.message)
      signal.throwIfAborted()
      return { emit: await this.#effect.carryOut({ key, topic, message }, signal) }
    } catch (error) {
      return error instanceof ContractError ? { emit: [this.#effect.refuse(record, error.message)] } : { error }
    }
  }

  excuse(): string | undefined {
    return this.#effect.excuse?.()
  }

  committed(): void {}
}
