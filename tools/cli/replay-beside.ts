import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { type AboutWays, buffersOfOrders, ColumnsIn, type CountsWays, type Observation, type Orders } from '#monitor'
import type { MonitorPolicy } from '#policy'
import type { Answered, Asked, Batch, ThreadData, Wanted } from './replay-thread.ts'

/** Pieces that are read ahead of who takes them: of the end of a day either has more to do than the other. */
const AHEAD = 64
/** A look at all ways of the largest house takes a second. */
const PATIENCE_MS = 600_000

export interface Read {
  readonly batch: Batch
  readonly seen: readonly Observation[]
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

  /** @param file open, to be read from where it stands; absent: its pieces are given */
  constructor(policy: MonitorPolicy, file?: number) {
    const { port1, port2 } = new MessageChannel()
    const workerData: ThreadData = { policy, file, orders: port2, answered: this.#answered }
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
    this.#worker.on('messageerror', fail)
    this.#worker.on('exit', () => fail(new Error('The thread that reads the lines ended before its time.')))
  }

  /**
   * What the lines of the file, or of these pieces, bring: some lines at a time, which are read ahead of whoever takes them.
   * @throws Error when the thread ends before its time; whatever `pieces` throws
   */
  async *batches(pieces?: AsyncIterable<Uint8Array>): AsyncGenerator<Read> {
    const given = pieces?.[Symbol.asyncIterator]()
    let [under, isOver] = [0, false]
    let broken: { readonly why: unknown } | undefined
    const ask = (wanted: Wanted) => {
      under++
      this.#worker.postMessage(wanted)
    }
    // Whoever brings pieces may pause for long: what was brought is taken meanwhile.
    let coming: Promise<void> | undefined
    const bring = (from: AsyncIterator<Uint8Array>) =>
      from
        .next()
        .then(
          ({ done, value }) => {
            isOver = done === true
            ask({ piece: done ? undefined : value })
          },
          (why) => {
            ;[broken, isOver] = [{ why }, true]
          },
        )
        .finally(() => {
          coming = undefined
          this.#wake()
        })
    try {
      while (!isOver || under > 0) {
        if (given && !isOver && under < AHEAD) coming ??= bring(given)
        while (!given && !isOver && under < AHEAD) ask('more')
        const batch = this.#read.shift()
        if (!batch) {
          await this.#something()
          continue
        }
        under--
        // Of a file it is known when it has been read; what was asked for beyond its end is nothing.
        isOver ||= given === undefined && batch.octets === 0
        yield { batch, seen: this.#columns.of(batch.columns) }
      }
      if (broken) throw broken.why
    } finally {
      // A piece that is waited for may never come.
      const ended = given?.return?.()
      if (coming) ended?.catch(() => undefined)
      else await ended
    }
  }

  /** Something has come. @throws Error when the thread ended before its time */
  async #something(): Promise<void> {
    if (this.#failed) throw this.#failed
    await new Promise<void>((wake) => {
      this.#wake = wake
    })
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
