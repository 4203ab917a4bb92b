import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { type AboutWays, buffersOfOrders, ColumnsIn, type CountsWays, type Observation, type Orders } from '#monitor'
import type { MonitorPolicy } from '#policy'
import type { Answered, Asked, Batch, Piece, ThreadData } from './replay-thread.ts'

/** Pieces that the thread is given before it has read the first of them. */
const AHEAD = 24
/** A look at all ways of the largest house takes a second. */
const PATIENCE_MS = 600_000

export interface Read {
  readonly batch: Batch
  readonly seen: readonly Observation[]
  /** Until the end of the batch, from the beginning of all. */
  readonly octets: number
}

/** The thread beside a replay (`replay-thread.ts`), as the replay sees it. */
export class Beside implements CountsWays, AsyncDisposable {
  readonly #worker: Worker
  readonly #orders: MessagePort
  readonly #answered = new Int32Array(new SharedArrayBuffer(4))
  readonly #columns = new ColumnsIn()
  readonly #read: Batch[] = []
  #failed: unknown
  #wake = () => {}

  constructor(policy: MonitorPolicy) {
    const { port1, port2 } = new MessageChannel()
    const workerData: ThreadData = { policy, orders: port2, answered: this.#answered }
    this.#worker = new Worker(new URL('./replay-thread.ts', import.meta.url), { workerData, transferList: [port2] })
    this.#orders = port1
    this.#worker.on('message', (batch: Batch) => {
      this.#read.push(batch)
      this.#wake()
    })
    const fail = (error: unknown) => {
      this.#failed ??= error
      this.#wake()
    }
    this.#worker.on('error', fail)
    this.#worker.on('exit', () => fail(new Error('The thread that reads the lines ended before its time.')))
  }

  /**
   * What the lines of these pieces bring, some lines at a time and a few of these ahead.
   * @throws Error when the thread ends before its time; whatever `pieces` throws
   */
  async *batches(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Read> {
    const sizes: number[] = []
    let octets = 0
    const next = async (): Promise<Read> => {
      while (this.#read.length === 0) {
        if (this.#failed) throw this.#failed
        await new Promise<void>((wake) => {
          this.#wake = wake
        })
      }
      const batch = this.#read.shift() as Batch
      octets += sizes.shift() ?? 0
      return { batch, seen: this.#columns.of(batch.columns), octets }
    }
    for await (const piece of pieces) {
      this.#give({ piece })
      if (sizes.push(piece.length) >= AHEAD) yield await next()
    }
    this.#give({ piece: undefined })
    sizes.push(0)
    while (sizes.length > 0) yield await next()
  }

  hear(orders: Orders): void {
    this.#ask({ orders }, buffersOfOrders(orders))
  }

  look(about: AboutWays) {
    this.#ask({ about })
    return () => {
      const answered = this.#answer()
      if ('failed' in answered) throw answered.failed
      return answered.ways
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#failed ??= new Error('The replay is over.')
    this.#orders.close()
    await this.#worker.terminate()
  }

  #give(piece: Piece): void {
    this.#worker.postMessage(piece)
  }
  #ask(asked: Asked, handedOver: ArrayBuffer[] = []): void {
    this.#orders.postMessage(asked, handedOver)
  }

  /** The next answer, and nothing else meanwhile. */
  #answer(): Answered {
    for (;;) {
      const before = Atomics.load(this.#answered, 0)
      const found = receiveMessageOnPort(this.#orders)
      if (found) return found.message as Answered
      if (Atomics.wait(this.#answered, 0, before, PATIENCE_MS) === 'timed-out')
        throw new Error('The thread that counts ways does not answer.')
    }
  }
}
