/** What a reader waits at until something comes. */
export class Bell {
  #isRung = false
  #hear: (() => void) | undefined

  /** Heard by who waits, else by the next who would. */
  ring(): void {
    this.#isRung = true
    this.#hear?.()
  }

  /** Heard by who waits now, and by nobody later. */
  knock(): void {
    this.#hear?.()
  }

  /** Resolves when it is heard, or after so many ms. */
  async wait(ms: number): Promise<void> {
    if (!this.#isRung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#hear = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#hear = undefined
    this.#isRung = false
  }
}
