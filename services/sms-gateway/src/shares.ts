import { randomBytes } from 'node:crypto'
import type { InRecord, Tail } from '#bus'
import { type MessageOf, parseMessage, sendingAsks, sendingShares } from '#contracts'
import { type Deps, edgeRecord, publishFromEdge } from '#service'

type Granted = Extract<MessageOf<typeof sendingShares>, { type: 'share.granted' }>['data']

/** May it go? At once, or in bulk at its place; `refused`: not within the rate; `late`: nobody said in time. */
export type Turn = { readonly due: number } | 'refused' | 'late'

interface Waiting {
  readonly since: number
  readonly done: (turn: Turn) => void
}

interface Line {
  now: Waiting[]
  bulk: Waiting[]
  /** What was asked and not answered yet. */
  asked: { readonly id: string; readonly now: Waiting[]; readonly bulk: Waiting[]; readonly at: number } | undefined
}

/** The lane that leases shares answers in milliseconds; it may just be moving to another process. */
const PATIENCE_MS = 5000
const LOOK_MS = 250

/**
 * This replica’s part in the ports’ rates: asks for as many as wait here, one question a port at a time, and uses what it is
 * given while that holds. Nothing is kept for later, so nothing is lost to others.
 */
export class Shares {
  readonly #deps: Pick<Deps, 'bus' | 'clock'>
  readonly #lines = new Map<string, Line>()
  readonly #replica = randomBytes(6).toString('base64url')
  #asks = 0
  #tail: Tail | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(deps: Pick<Deps, 'bus' | 'clock'>) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    this.#tail = await this.#deps.bus.tail(sendingShares.name, (record) => this.#heard(record))
    this.#timer = setInterval(() => this.#giveUp(), LOOK_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#tail?.stop()
  }

  /** A place for one message of a port that has a rate. */
  take(port: string, kind: 'now' | 'bulk'): Promise<Turn> {
    return new Promise((done) => {
      const line = this.#lines.get(port) ?? { now: [], bulk: [], asked: undefined }
      this.#lines.set(port, line)
      line[kind].push({ since: performance.now(), done })
      // Those that come in the same moment are one question.
      if (line.now.length + line.bulk.length === 1) setImmediate(() => this.#ask(port, line))
    })
  }

  #ask(port: string, line: Line): void {
    if (line.asked) return
    const now = line.now.splice(0, 10_000)
    const bulk = line.bulk.splice(0, 10_000)
    if (now.length + bulk.length === 0) {
      this.#lines.delete(port)
      return
    }
    const id = `${this.#replica}.${this.#asks++}`
    line.asked = { id, now, bulk, at: performance.now() }
    const data = { port, ask: id, now: now.length, bulk: bulk.length }
    const message = { id: `share-${id}`, at: this.#deps.clock.now(), corr: id, type: 'share.asked', data }
    publishFromEdge(this.#deps.bus, [edgeRecord(sendingAsks, this.#deps.bus, port, message)]).catch(() => undefined)
  }

  #heard(record: InRecord): void {
    const line = this.#lines.get(record.key)
    const { data } = (record.trusted ? record.message : parseMessage(sendingShares, record.message)) as {
      data: Granted
    }
    if (!line?.asked || line.asked.id !== data.ask) return
    const { now, bulk } = line.asked
    line.asked = undefined
    const holds = this.#deps.clock.now() <= data.until
    for (const [index, { done }] of now.entries()) {
      if (index >= data.now) done('refused')
      else done(holds ? { due: 0 } : 'late')
    }
    const { from, everyMs, count } = data.bulk
    for (const [index, each] of bulk.entries()) {
      if (index < count) each.done({ due: Math.ceil(from + index * everyMs) })
      // The rest of what was asked may have places after the port’s next opening.
      else if (count > 0) line.bulk.push(each)
      else each.done('refused')
    }
    this.#ask(record.key, line)
  }

  #giveUp(): void {
    const over = performance.now() - PATIENCE_MS
    for (const [port, line] of this.#lines) {
      if (!line.asked || line.asked.at > over) continue
      const { now, bulk } = line.asked
      line.asked = undefined
      for (const { done } of [...now, ...bulk]) done('late')
      this.#ask(port, line)
    }
  }
}
