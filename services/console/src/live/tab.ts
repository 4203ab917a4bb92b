import type { ServerResponse } from 'node:http'

/** A tab that takes nothing for so long is hung up on. */
const STUCK_MS = 20_000

/** One open stream. What it owes are names, so it is never larger than all of them. */
export class Tab {
  readonly person: string
  /** Digest of the session that opened it. */
  readonly session: string
  readonly #response: ServerResponse
  readonly #hears: ReadonlySet<string>
  readonly #owed = new Set<string>()
  #stuckSince: number | undefined

  constructor(
    response: ServerResponse,
    { person, session, hears }: { person: string; session: string; hears: ReadonlySet<string> },
  ) {
    this.#response = response
    this.person = person
    this.session = session
    this.#hears = hears
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // A proxy that gathers answers would hold it back.
      'x-accel-buffering': 'no',
    })
    // Not all at once when a process has ended.
    this.#write(`retry: ${1000 + Math.floor(Math.random() * 3000)}\n\n`)
  }

  whenClosed(then: () => void): void {
    this.#response.once('close', then)
  }

  /** There is news of it; told with the next `tell`. */
  owe(name: string): void {
    if (this.#hears.has(name)) this.#owed.add(name)
  }

  hello(id: string): void {
    this.#event('hello', id, {})
    this.tell(id)
  }

  /** It cannot be known what it missed. */
  reset(id: string): void {
    this.#owed.clear()
    this.#event('reset', id, {})
  }

  /** What it owes, when the tab takes it; else it stays owed. */
  tell(id: string): void {
    if (this.#owed.size === 0 || this.#stuckSince !== undefined) return
    const names = [...this.#owed]
    this.#owed.clear()
    this.#event('changed', id, names)
  }

  beat(id: string): void {
    if (this.#stuckSince === undefined) return this.#event('beat', id, {})
    if (performance.now() - this.#stuckSince > STUCK_MS) this.#response.destroy()
  }

  /** The session behind it holds no more. */
  over(): void {
    this.#event('over', '', {})
    this.end()
  }

  end(): void {
    this.#response.end()
  }

  #event(type: string, id: string, data: object): void {
    this.#write(`${id === '' ? '' : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  #write(text: string): void {
    if (this.#response.writableEnded || this.#response.write(text)) return
    this.#stuckSince ??= performance.now()
    this.#response.once('drain', () => {
      this.#stuckSince = undefined
    })
  }
}
