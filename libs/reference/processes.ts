import { ContractError, type MessageOf, parseMessage, processes } from '#contracts'

type Told = Extract<MessageOf<typeof processes>, { type: 'process.told' }>['data']

export interface ToldProcess extends Told {
  readonly id: string
  readonly toldAt: number
  readonly silent: boolean
}

/** Silence of so many tellings is told, of so many more it is forgotten: it ended without a word. */
const SILENT = 3
const GONE = 60
/** A version of the figures that others follow for so long, ms, this process ought to. */
const BEHIND = 10_000

/** What the processes of the gateway told of themselves, the last of each. */
export class Processes {
  readonly #everyMs: number
  #newest = { number: 0, at: 0 }
  readonly #told = new Map<string, { readonly at: number; readonly told: Told }>()

  constructor(everyMs: number) {
    this.#everyMs = everyMs
  }

  take(id: string, raw: unknown, isOurs: boolean): void {
    const message = isOurs ? (raw as MessageOf<typeof processes>) : parsed(raw)
    if (message?.type !== 'process.told') {
      this.#told.delete(id)
      return
    }
    const { at, data } = message
    this.#told.set(id, { at, told: data })
    if ((data.released ?? 0) > this.#newest.number) this.#newest = { number: data.released ?? 0, at }
  }

  /** Why this process, which follows that version of the figures, is behind others; undefined: it is not. */
  behind(number: number, now: number): string | undefined {
    const { number: newest, at } = this.#newest
    return newest > number && now - at > BEHIND
      ? `version ${newest} of the figures was released, and this process still decides by version ${number}`
      : undefined
  }

  /** Those that run a build that does not know what is released of the desk. */
  olderThanDesk(now: number): readonly string[] {
    return this.list(now).flatMap(({ id, silent, released }) => (silent || released !== undefined ? [] : [id]))
  }

  list(now: number): ToldProcess[] {
    for (const [id, { at }] of this.#told) if (now - at > GONE * this.#everyMs) this.#told.delete(id)
    return [...this.#told]
      .map(([id, { at, told }]) => ({ id, ...told, toldAt: at, silent: now - at > SILENT * this.#everyMs }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }
}

function parsed(raw: unknown): MessageOf<typeof processes> | undefined {
  try {
    return parseMessage(processes, raw)
  } catch (error) {
    // What another version tells that is not ours to read is as if it told nothing.
    if (error instanceof ContractError) return undefined
    throw error
  }
}
