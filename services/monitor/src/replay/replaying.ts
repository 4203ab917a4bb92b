import { type MessageOf, policyReplays } from '#contracts'
import { figuresOf } from '#policy'
import type { LaneWork, Turn } from '#process'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import type { Replay } from '../domain/replays.ts'
import { runBeside } from './run.ts'

/** Progress is told so often, at most. */
const TELL_MS = 1000
/** Replays that are run again after a restart. */
const MOST_RUNNING = 20

/** Runs what was asked for, one after the other, in a thread beside; whoever takes over begins anew what was not done. */
export class Replays {
  readonly #deps: Deps
  readonly #running = new Map<string, AbortController>()
  #queue: Promise<void> = Promise.resolve()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** What was running when this process, or another one, ended. */
  async resume(isOurs: (id: string) => boolean): Promise<void> {
    const found = await this.#deps.store.find('policy-replays', { tag: 'status=running', limit: MOST_RUNNING })
    for (const { key, body } of found) if (isOurs(key)) this.run(key, body as Replay)
  }

  run(id: string, asked: Pick<Replay, 'proposed' | 'held'>): void {
    if (this.#running.has(id)) return
    const stop = new AbortController()
    this.#running.set(id, stop)
    this.#queue = this.#queue.then(() => this.#run(id, asked, stop.signal)).finally(() => this.#running.delete(id))
  }

  async stop(): Promise<void> {
    for (const each of this.#running.values()) each.abort()
    await this.#queue
  }

  async #run(id: string, { proposed, held }: Pick<Replay, 'proposed' | 'held'>, signal: AbortSignal): Promise<void> {
    const { log } = this.#deps
    let toldAt = 0
    let telling: Promise<unknown> = Promise.resolve()
    let count = 0
    const tell = (type: string, data: object) => this.#tell(id, `${id}.${type}.${count++}`, type, data)
    try {
      const moved = (data: object) => {
        const now = performance.now()
        if (now - toldAt < TELL_MS) return
        toldAt = now
        // What cannot be told now is told again in a second.
        telling = telling.then(() => tell('replay.moved', data)).catch(() => undefined)
      }
      const policies = { proposed: figuresOf(proposed), held: figuresOf(held) }
      const found = await runBeside(this.#deps, policies, { signal, moved })
      await telling
      await tell('replay.done', found)
    } catch (error) {
      await telling
      if (signal.aborted) return
      log.warn({ replay: id, code: (error as { code?: string }).code }, 'a replay of the archive ended before its time')
      await tell('replay.failed', { why: 'The archive could not be read to its end. Ask for it again.' }).catch(
        () => undefined,
      )
    }
  }

  async #tell(key: string, id: string, type: string, data: object): Promise<void> {
    const { bus, clock } = this.#deps
    await publishFromEdge(bus, [edgeRecord(policyReplays, bus, key, { id, at: clock.now(), corr: key, type, data })])
  }
}

/** Of the lane that a replay is asked on: hands it to the thread, and is done with the message. */
export class Replaying implements LaneWork {
  readonly process = 'policy-replaying'
  readonly inputs = [policyReplays.name]
  readonly #replays: Replays
  readonly #isOurs: (id: string) => boolean

  constructor(replays: Replays, isOurs: (id: string) => boolean) {
    this.#replays = replays
    this.#isOurs = isOurs
  }

  start(): Promise<void> {
    return this.#replays.resume(this.#isOurs)
  }

  async records({ records }: Parameters<LaneWork['records']>[0]): Promise<Turn> {
    for (const { key, message } of records) {
      const { type, data } = message as MessageOf<typeof policyReplays>
      if (type === 'replay.asked') this.#replays.run(key, data)
    }
    return { states: [], emit: [] }
  }

  committed(): void {}
}
