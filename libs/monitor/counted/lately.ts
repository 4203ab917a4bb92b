import { at, COUNTERS } from './counters.ts'

/** What is only told over whole days: part of one is all night, or none. */
const places = [at.night, at.timed, at.nightCharges, at.charges, at.rushed, at.answers]

/** Used again for each unit. */
const sum = new Float32Array(COUNTERS)

/** Step by step the counts of the last 24 hours, so that nights are seen as soon as they are over. */
export class Lately {
  #steps: Float32Array | undefined
  #size = 0

  close(step: number, inADay: number, counts: Float32Array | undefined): void {
    // Released with other steps: what was kept by the former ones is begun anew.
    if (this.#size !== inADay) this.#steps = undefined
    if (!this.#steps && !counts) return
    this.#steps ??= new Float32Array(places.length * inADay)
    this.#size = inADay
    const place = (step % inADay) * places.length
    for (let i = 0; i < places.length; i++) this.#steps[place + i] = counts?.[places[i] as number] ?? 0
  }

  save() {
    return { steps: this.#steps, size: this.#size }
  }
  load({ steps, size }: ReturnType<Lately['save']>): void {
    ;[this.#steps, this.#size] = [steps, size]
  }

  /** All of them as one, until the next one is asked. */
  sum(): Float32Array | undefined {
    if (!this.#steps) return undefined
    sum.fill(0)
    for (let step = 0; step < this.#size; step++)
      for (let i = 0; i < places.length; i++) {
        const place = places[i] as number
        sum[place] = (sum[place] as number) + (this.#steps[step * places.length + i] as number)
      }
    return sum
  }
}
