import { type MessageOf, policyReplays } from '#contracts'
import { figuresOf } from '#policy'
import type { LaneWork, Turn } from '#process'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import { isOpen, openTag, type Replay } from '../domain/replays.ts'
import { type Ran, runBeside } from './run.ts'

/** Progress is told so often, at most. */
const TELL_MS = 1000
/** What one in shadow came to is told when it is something else, and so often at least. */
const HEARD_MS = 30_000
/** Replays that are run again after a restart, a page at a time. */
const PAGE = 20

type Wanted = Pick<Replay, 'proposed' | 'held' | 'until' | 'at'>

/**
 * Runs what was asked for in a thread beside, one after the other, and beside them what is in shadow; whoever takes over
 * begins anew what was not done.
 */
export class Replays {
  readonly #deps: Deps
  readonly #running = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>()
  #queue: Promise<void> = Promise.resolve()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** What was running when this process, or another one, ended. */
  async resume(isOurs: (id: string) => boolean): Promise<void> {
    for (const kind of ['replay', 'shadow'] as const)
      for (let after: string | undefined; ; ) {
        const found = await this.#deps.store.find('policy-replays', {
          ...{ tag: openTag(kind), limit: PAGE },
          ...(after === undefined ? {} : { after }),
        })
        for (const { key, body } of found) if (isOurs(key) && isOpen(body as Replay)) this.run(key, body as Replay)
        if (found.length < PAGE) break
        after = found.at(-1)?.cursor
      }
  }

  run(id: string, wanted: Wanted): void {
    if (this.#running.has(id)) return
    const stop = new AbortController()
    const isShadow = wanted.until !== undefined
    const done = (isShadow ? Promise.resolve() : this.#queue)
      .then(() => (stop.signal.aborted ? undefined : this.#run(id, wanted, stop.signal)))
      .finally(() => this.#running.delete(id))
    this.#running.set(id, { stop, done })
    if (!isShadow) this.#queue = done
  }

  /** Somebody does not want it any more. */
  end(id: string): void {
    this.#running.get(id)?.stop.abort()
  }

  async stop(): Promise<void> {
    const all = [...this.#running.values()]
    for (const each of all) each.stop.abort()
    await Promise.all(all.map(({ done }) => done))
  }

  async #run(id: string, { proposed, held, until, at }: Wanted, signal: AbortSignal): Promise<void> {
    const { log } = this.#deps
    let toldAt = 0
    let telling: Promise<unknown> = Promise.resolve()
    let count = 0
    const begun = this.#deps.clock.now()
    const tell = (type: string, data: object) => this.#tell(id, `${id}.${type}.${begun}.${count++}`, type, data)
    // What cannot be told now is told again in a second.
    const say = (type: string, data: object) => {
      telling = telling.then(() => tell(type, data)).catch(() => undefined)
    }
    try {
      const moved = (data: object) => {
        const now = performance.now()
        if (now - toldAt < TELL_MS) return
        toldAt = now
        say('replay.moved', data)
      }
      const policies = { proposed: figuresOf(proposed), held: figuresOf(held) }
      const shadow = until === undefined ? {} : { shadow: { since: at, until, found: whenOther(say) } }
      const found = await runBeside(this.#deps, policies, { signal, moved, ...shadow })
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

/** What is the same as before is told seldom. */
function whenOther(say: (type: string, data: object) => void): (found: Ran) => void {
  let [before, at] = ['', 0]
  return (found) => {
    const [text, now] = [JSON.stringify({ ...found, until: 0, messages: 0 }), performance.now()]
    if (text === before && now - at < HEARD_MS) return
    ;[before, at] = [text, now]
    say('replay.found', found)
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
      const { type, at, data } = message as MessageOf<typeof policyReplays>
      if (type === 'replay.asked') this.#replays.run(key, { ...data, at })
      if (type === 'replay.stopped') this.#replays.end(key)
    }
    return { states: [], emit: [] }
  }

  committed(): void {}
}
