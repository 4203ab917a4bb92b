import type { InRecord, OutRecord } from '#bus'
import { ContractError, type Envelope, parseMessage, type Topic } from '#contracts'
import type { Batch } from './merge.ts'
import type { LaneWork, Turn } from './work.ts'

/** Carries messages out in the world (sends an SMS, calls a webhook). Its emits are committed with its positions. */
export interface Effect {
  readonly name: string
  readonly inputs: readonly Topic[]
  /** Resolves when every message was carried out or its failure is told by an emitted message. */
  readonly carryOut: (
    messages: readonly { key: string; topic: string; message: Envelope }[],
    signal: AbortSignal,
  ) => Promise<readonly OutRecord[]>
  /** Why it rightly waits now; the watchdog then leaves it alone. */
  readonly excuse?: () => string | undefined
  /** A record that is no contract: what to emit instead (a dead letter). */
  readonly refuse: (record: InRecord, reason: string) => OutRecord
}

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
    const refused: OutRecord[] = []
    const messages: { key: string; topic: string; message: Envelope }[] = []
    for (const record of records) {
      try {
        const message = record.trusted
          ? (record.message as Envelope)
          : parseMessage(this.#topics.get(record.topic) as Topic, record.message)
        messages.push({ key: record.key, topic: record.topic, message })
      } catch (error) {
        if (!(error instanceof ContractError)) throw error
        refused.push(this.#effect.refuse(record, error.message))
      }
    }
    const emitted = await this.#effect.carryOut(messages, signal)
    return { states: [], emit: [...refused, ...emitted] }
  }

  excuse(): string | undefined {
    return this.#effect.excuse?.()
  }

  committed(): void {}
}
