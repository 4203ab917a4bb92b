import type { Envelope } from '#contracts'
import type { Context, Emit, ProcessDefinition, Wake } from './types.ts'

/** Steps of a test: messages with the time at which the edge stamped them. */
export interface Given<Refs> {
  readonly key: string
  readonly refs: Refs
  readonly start?: number
}

/**
 * Plays one key of a process as the runtime would: timers that are due come before a later message, the state goes from
 * step to step. `say` gives what that one message made; `wait` lets time pass.
 */
export class Play<State, Refs> {
  state: State | undefined
  now: number
  wakeAt: number | undefined
  /** The lane cannot know yet whether something older is still to come: timers wait while messages pass them. */
  timersWait = false
  readonly #definition: ProcessDefinition<State, Envelope, Refs>
  readonly #given: Given<Refs>
  #count = 0

  constructor(definition: ProcessDefinition<State, Envelope, Refs>, given: Given<Refs>) {
    this.#definition = definition
    this.#given = given
    this.now = given.start ?? Date.parse('2026-11-22T10:30:00Z')
  }

  /** @throws Error when the process answered with a dead letter, unless `deadLetter` is expected by `sayBad`. */
  say(type: string, data: unknown): readonly Emit[] {
    const { emit, deadLetter } = this.#handle(type, data)
    if (deadLetter !== undefined) throw new Error(`dead letter: ${deadLetter}`)
    return emit
  }

  /** The reason of the dead letter that a message becomes. */
  sayBad(type: string, data: unknown): string | undefined {
    return this.#handle(type, data).deadLetter
  }

  /** Lets time pass; gives what timers made meanwhile. */
  wait(ms: number): readonly Emit[] {
    this.now += ms
    return this.#fire()
  }

  #fire(): readonly Emit[] {
    const made: Emit[] = []
    while (!this.timersWait && this.wakeAt !== undefined && this.wakeAt <= this.now) {
      const at = this.wakeAt
      made.push(...this.#decide({ type: 'wake', at }, at).emit)
    }
    return made
  }

  #handle(type: string, data: unknown): { emit: readonly Emit[]; deadLetter: string | undefined } {
    const before = this.#fire()
    const id = `m${++this.#count}`
    const result = this.#decide({ id, type, v: 1, at: this.now, corr: id, data }, this.now)
    return { ...result, emit: [...before, ...result.emit] }
  }

  #decide(message: Envelope | Wake, now: number): { emit: readonly Emit[]; deadLetter: string | undefined } {
    const { key, refs } = this.#given
    const context: Context<Refs> = { now, key, refs, cause: 'id' in message ? message.id : `wake@${now}` }
    const decision = this.#definition.decide(this.state, message, context)
    if (decision.deadLetter === undefined) {
      this.state = decision.state
      this.wakeAt = decision.state === undefined ? undefined : decision.wakeAt
    }
    const due = this.state === undefined ? undefined : this.#definition.wakes?.(this.state, refs)
    if (due !== undefined && !(this.wakeAt !== undefined && this.wakeAt <= due))
      throw new Error(`it asks to be woken at ${this.wakeAt}, and its state says ${due}`)
    return { emit: decision.emit ?? [], deadLetter: decision.deadLetter }
  }
}
