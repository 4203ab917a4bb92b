import { ContractError, type MessageOf, parseMessage, processes } from '#contracts'

type Told = Extract<MessageOf<typeof processes>, { type: 'process.told' }>['data']

export interface Watched extends Told {
  readonly id: string
  readonly toldAt: number
  readonly silent: boolean
}

/** Silence of so many tellings is told, of so many more it is forgotten: it ended without a word. */
const SILENT = 3
const GONE = 60

/** What the processes told of themselves, the last of each. */
export class Watch {
  readonly #everyMs: number
  readonly #told = new Map<string, { readonly at: number; readonly told: Told }>()

  constructor(everyMs: number) {
    this.#everyMs = everyMs
  }

  take(id: string, raw: unknown, isOurs: boolean): void {
    const message = isOurs ? (raw as MessageOf<typeof processes>) : parsed(raw)
    if (message?.type === 'process.told') this.#told.set(id, { at: message.at, told: message.data })
    else this.#told.delete(id)
  }

  list(now: number): Watched[] {
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
