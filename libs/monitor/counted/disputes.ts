import type { Observation } from '../observed/observe.ts'
import type { Counter } from './counters.ts'
import { HOUR } from './moment.ts'

/** Open disputes of a unit that are remembered, the latest. */
const OPEN = 128

type Count = (counter: Counter) => void

/** Disputes that are open, and how long each took. */
export class Disputes {
  /** When each was opened. */
  #open = new Map<string, number>()

  /** @returns whether it is told for the first time; of whose charge nothing is told, it is */
  opened({ id, since, at }: Observation): boolean {
    if (id === undefined) return true
    if (this.#open.has(id)) return false
    if (this.#open.size >= OPEN) this.#open.delete(this.#open.keys().next().value as string)
    this.#open.set(id, since ?? at)
    return true
  }

  decided({ id, at }: Observation, slowHours: number, count: Count): void {
    const opened = id === undefined ? undefined : this.#open.get(id)
    if (id === undefined || opened === undefined) return
    this.#open.delete(id)
    count('decided')
    if (at - opened > slowHours * HOUR) count('slow')
  }

  /** Nobody decided it in time. */
  overdue({ id }: Observation, count: Count): void {
    if (id === undefined || !this.#open.delete(id)) return
    for (const each of ['overdue', 'decided', 'slow'] as const) count(each)
  }

  save() {
    return this.#open
  }
  load(open: ReturnType<Disputes['save']>): void {
    this.#open = open
  }
}
