import { Worker } from 'node:worker_threads'
import { ContractError } from '#contracts'
import type { Letter } from './letter.ts'

interface Answer {
  readonly id: number
  readonly pdf?: Uint8Array
  readonly error?: string
}

/** Texts of builds of 27 November may hold half a surrogate pair, which is not set. */
const wellFormed = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value

/** How long the thread that sets letters is kept after the last one. */
const IDLE_MS = 60_000

/**
 * Sets letters as PDF, in a thread of its own that lives while there are some. The same letter comes to the same octets, on
 * every machine: neither a clock nor a font of the machine goes into it. So one that cannot be set cannot be set at all:
 * it rejects with a ContractError, and is not asked for again.
 */
export class Press {
  readonly #waiting = new Map<number, { done: (pdf: Buffer) => void; failed: (error: Error) => void }>()
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #last = 0

  print(letter: Letter): Promise<Buffer> {
    clearTimeout(this.#idle)
    const worker = this.#worker ?? this.#begin()
    const id = ++this.#last
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done, failed })
      worker.postMessage({ id, letter: JSON.stringify(letter, wellFormed) })
    })
  }

  #begin(): Worker {
    const worker = new Worker(new URL('./press-worker.ts', import.meta.url))
    worker.unref()
    worker.on('message', ({ id, pdf, error }: Answer) => {
      const waits = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (pdf) waits?.done(Buffer.from(pdf))
      else waits?.failed(new ContractError(`the letter cannot be set: ${error}`))
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.#end(worker), IDLE_MS).unref()
    })
    worker.on('error', (error) => this.#end(worker, error as Error))
    this.#worker = worker
    return worker
  }

  /** Who still waits is told, and asks again. */
  #end(worker: Worker, error = new Error('the thread that sets letters ended')): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    for (const { failed } of this.#waiting.values()) failed(error)
    this.#waiting.clear()
    void worker.terminate()
  }
}
