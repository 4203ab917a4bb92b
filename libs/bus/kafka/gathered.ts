/** A question that takes longer keeps others waiting no more: what it is about may be missing. */
const MOST_MS = 100

/**
 * Questions about names, asked together: those that come while one is under way wait for the next. So an answer is as new as
 * its question, and many who ask at once cost as little as one.
 */
export class Gathered<Answer> {
  readonly #act: (names: readonly string[]) => Promise<ReadonlyMap<string, Answer>>
  #waiting = new Map<string, PromiseWithResolvers<Answer | undefined>>()
  #running = false

  constructor(act: (names: readonly string[]) => Promise<ReadonlyMap<string, Answer>>) {
    this.#act = act
  }

  /** Undefined when there is nothing of that name. */
  ask(name: string): Promise<Answer | undefined> {
    const known = this.#waiting.get(name)
    if (known) return known.promise
    const waiting = Promise.withResolvers<Answer | undefined>()
    this.#waiting.set(name, waiting)
    if (!this.#running) void this.#run()
    return waiting.promise
  }

  async #run(): Promise<void> {
    this.#running = true
    // Who asks in the same turn asks together.
    await Promise.resolve()
    while (this.#waiting.size > 0) {
      const asked = this.#waiting
      this.#waiting = new Map()
      await Promise.race([this.#answer(asked), new Promise((resolve) => setTimeout(resolve, MOST_MS))])
    }
    this.#running = false
  }

  /** A name that spoils the common question is asked for alone, and so is each of the others; nobody waits for that. */
  async #answer(asked: ReadonlyMap<string, PromiseWithResolvers<Answer | undefined>>): Promise<void> {
    try {
      const answers = await this.#act([...asked.keys()])
      for (const [name, { resolve }] of asked) resolve(answers.get(name))
    } catch (error) {
      if (asked.size > 1) for (const each of asked) void this.#answer(new Map([each]))
      else for (const { reject } of asked.values()) reject(error)
    }
  }
}
