import { existsSync, readFileSync } from 'node:fs'
import {
  flawOfRestoration,
  flawOfSeal,
  type GrownHead,
  keyIdOf,
  type Place,
  type Restoration,
  type Seal,
  start,
} from '#evidence'
import { sealKey } from '../../services/confirmations/src/domain/seals.ts'
import { CliError, type Client } from './client.ts'
import { pages } from './pages.ts'
import type { Proved } from './proved.ts'
import { Restorations } from './restorations.ts'

/** Whose heads a share of seals gathers, by the first part of its name. */
export type Kind =
  | 'receipts'
  | 'accounts'
  | 'months'
  | 'audit'
  | 'cases'
  | 'points'
  | 'blocks'
  | 'holdings'
  | 'baselines'

export interface Told {
  readonly id: string
  readonly flaw: keyof typeof words
}

export const words = {
  content: 'its content was changed, or has lost its salt',
  erased: 'its content is gone, and that was not signed or was not due',
  digest: 'its digest is not that of the record',
  key: 'it was signed with another key',
  signature: 'its signature is not that of the key',
  order: 'it does not follow the one before it',
  missing: 'those before it are missing',
  head: 'records after it are missing, or it is not the one that was last',
  count: 'it counts other chains or records than the seals before it',
  gone: 'it was there when this was last proved, or restored from a backup, and is not now',
  sealed: 'it is not what was signed',
  since: 'it was changed between two seals',
  back: 'it is an earlier one than was signed',
  taken: 'it was signed, and is not there',
  unsealed: 'it was changed, and nobody signed it since',
  state:
    'what is decided from beside it, prompts, lock and guardian, was changed in the store: nothing is decided from it',
  anew: 'what stood there was taken as it is once more, and nobody ordered that',
  waiting: 'what waited to be signed of it was changed in the store, and was not signed',
  unreadable: 'what is stored of it is no such record any more',
} as const

/** A record as it is stored, of those that are signed by themselves. */
export interface Kept extends Place {
  readonly chain: string
  readonly at: number
  readonly before: string
  /** It changed since: number and digest are those of before. */
  readonly untold?: boolean | undefined
}

/** What waits in a share for its next seal, and where that share stands. */
interface Waiting extends Place {
  readonly id: string
  readonly whole: boolean
}

/** What an auditor brings. */
export interface Given {
  /** PEM, one or several. */
  readonly publicKey: string
  readonly remembered?: Proved | undefined
  /** How long what lanes keep behind others may take to be there; half a minute unless said. */
  readonly patienceMs?: number
}

/** What else is looked at: of each record, with what was signed of it last; of each head that was signed. */
interface Looks<R extends Kept> {
  readonly each?: (record: R, signed: Place | undefined) => void
  /** What two people took as it stood: of seals until then, ms, it is not asked whether something was changed between them. */
  readonly takenUntil?: number
  readonly head?: (head: GrownHead) => void
}

/** One share of chains: what its seals say of each, in their order. */
class Share {
  readonly name: string
  readonly #until: number
  readonly #since: number
  readonly #takenUntil: number
  /** Flaws that were taken with it. */
  taken = 0
  readonly #heads = new Map<string, GrownHead>()
  /** What had been signed, up to the seal `#until`, of chains that were signed since. */
  readonly #stood = new Map<string, GrownHead | undefined>()
  #last: Place = start
  #chains = 0
  #records = 0

  /**
   * @param until number of the last seal that records are held against
   * @param since records are held against what was signed before, ms, whatever `until` is: that comes from the store
   * @param takenUntil see `Looks`
   */
  constructor(name: string, until: number, since: number, takenUntil = 0) {
    this.name = name
    this.#until = until
    this.#since = since
    this.#takenUntil = takenUntil
  }

  get last(): Place {
    return this.#last
  }

  /** What was signed of a record, which is looked at once. */
  take(chain: string): GrownHead | undefined {
    const signed = this.#signed(chain)
    this.#heads.delete(chain)
    return signed
  }

  /** What was signed, and was not taken. */
  left(): string[] {
    return [...this.#heads.keys()].filter((chain) => this.#signed(chain))
  }

  #signed(chain: string): GrownHead | undefined {
    return this.#stood.has(chain) ? this.#stood.get(chain) : this.#heads.get(chain)
  }

  add(id: string, seal: Seal, publicKey: string): Told[] {
    const flaws: Told[] = []
    const flaw = flawOfSeal(seal, publicKey)
    if (flaw) flaws.push({ id, flaw })
    else if (seal.number !== this.#last.number + 1) flaws.push({ id, flaw: 'missing' })
    else if (seal.before !== this.#last.digest) flaws.push({ id, flaw: 'order' })
    const between: Told[] = []
    const isLater = seal.number > this.#until && seal.at >= this.#since
    for (const head of seal.heads) {
      const former = this.#heads.get(head.chain)
      const { number, digest } = former ?? start
      if (head.since.number !== number || head.since.digest !== digest) between.push({ id: head.chain, flaw: 'since' })
      if (head.since.number === 0) this.#chains++
      this.#records += head.number - head.since.number
      if (isLater && !this.#stood.has(head.chain)) this.#stood.set(head.chain, former)
      this.#heads.set(head.chain, head)
    }
    for (const chain of seal.broken ?? []) between.push({ id: chain, flaw: 'waiting' })
    if (!flaw && seal.at <= this.#takenUntil) this.taken += between.length
    else flaws.push(...between)
    if (!flaw && (seal.chains !== this.#chains || seal.records !== this.#records)) flaws.push({ id, flaw: 'count' })
    this.#last = { number: seal.number, digest: seal.digest }
    return flaws
  }
}

/**
 * Proves what was signed: each seal by itself and after the one before it, that what it names is still what was signed, and
 * that nothing else is there. What was proved before must still be there, unless a restore from a backup was signed since, of
 * a backup that it was not in; and what that backup held must be there now. Of what an auditor holds, one share is in memory.
 */
export class Proof {
  readonly flaws: Told[] = []
  seals = 0
  /** Records that changed minutes ago, and are not signed yet. */
  waiting = 0
  /** What was changed between two seals, and two people took as it stood. */
  taken = 0
  readonly #client: Client
  readonly #publicKey: string
  readonly #restorations: Restorations
  readonly #expected: Map<string, string>
  readonly #last: Record<string, Place> = {}
  readonly #at = Date.now()
  readonly #graceMs: number
  /**
   * The last seal of each share before anything else was read. The gateway goes on meanwhile: what it signs then is of records
   * that may have been read before it, and they are held against it the next time.
   */
  readonly #until = new Map<string, number>()

  private constructor(
    client: Client,
    given: Given,
    kinds: readonly Kind[],
    restorations: Restorations,
    graceMs: number,
  ) {
    this.#client = client
    this.#publicKey = given.publicKey
    this.#restorations = restorations
    this.#expected = restorations.expected((shard) => kinds.includes(shard.split('-')[0] as Kind))
    this.#graceMs = graceMs
  }

  static async begin(client: Client, given: Given, kinds: readonly Kind[]): Promise<Proof> {
    const restorations = new Restorations(given.remembered)
    const flaws: Told[] = []
    for await (const { id, ...made } of pages<Restoration & { id: string }>(client, '/v1/restorations', 100)) {
      const flaw = 'unreadable' in made ? 'unreadable' : flawOfRestoration(made, given.publicKey)
      if (flaw) flaws.push({ id, flaw })
      else restorations.add(made)
    }
    const { seal_minutes } = (await client.json('GET', '/v1/seal-key')) as { seal_minutes: number }
    // Told to those who sign after so many minutes, signed after as many again; and a minute for the way.
    const proof = new Proof(client, given, kinds, restorations, (2 * seal_minutes + 1) * 60_000)
    proof.flaws.push(...flaws)
    for (const kind of kinds)
      for await (const { id, number, whole } of proof.#waitingOf(kind))
        proof.#until.set(id, whole ? number : Number.POSITIVE_INFINITY)
    return proof
  }

  /** All records of a kind, which come by share, as their seals do. */
  async prove<R extends Kept>(
    kind: Kind,
    shardOf: (chain: string) => string,
    records: AsyncIterable<R>,
    { each = () => {}, head = () => {}, takenUntil = 0 }: Looks<R> = {},
  ): Promise<void> {
    const source = records[Symbol.asyncIterator]()
    let next: IteratorResult<R> | undefined
    const takeUpTo = async (share: Share, isLast: boolean): Promise<void> => {
      for (next ??= await source.next(); !next.done; next = await source.next()) {
        const record: R = next.value
        const name = shardOf(record.chain)
        if (!isLast && name > share.name) return
        const signed = name === share.name ? share.take(record.chain) : undefined
        this.#compare(record, signed)
        each(record, signed)
      }
    }
    let share: Share | undefined
    const finish = async (isLast: boolean): Promise<void> => {
      if (!share) return
      await takeUpTo(share, isLast)
      this.taken += share.taken
      for (const chain of share.left()) this.flaws.push({ id: chain, flaw: 'taken' })
    }
    for await (const { id, ...seal } of this.sealsOf(kind)) {
      if (seal.shard !== share?.name) {
        await finish(false)
        share = new Share(seal.shard, this.#until.get(seal.shard) ?? 0, this.#at - this.#graceMs, takenUntil)
      }
      this.flaws.push(...share.add(id, seal, this.#publicKey))
      seal.heads.forEach(head)
      this.#last[seal.shard] = share.last
    }
    share ??= new Share('', 0, 0)
    await finish(true)
    await this.#compareWaiting(kind)
  }

  /** What waits for the next seals, read after all others: it stands where the last seal does, or further on. */
  async #compareWaiting(kind: Kind): Promise<void> {
    const missing = new Set(Object.keys(this.#last).filter((shard) => shard.split('-')[0] === kind))
    for await (const share of this.#waitingOf(kind)) {
      missing.delete(share.id)
      if (!this.isReadable(share)) continue
      const last = this.#last[share.id] ?? start
      const isLast = share.number > last.number || (share.number === last.number && share.digest === last.digest)
      if (!share.whole || !isLast) this.flaws.push({ id: share.id, flaw: 'waiting' })
    }
    for (const id of missing) this.flaws.push({ id, flaw: 'waiting' })
  }

  #waitingOf(kind: Kind): AsyncGenerator<Waiting> {
    return pages<Waiting>(this.#client, `/v1/seals/waiting?kind=${kind}`, 200)
  }

  /** Until when what was told at a time is signed, ms. */
  signedBy(at: number): number {
    return at + this.#graceMs
  }

  /** False for what stands for a record that is none any more: that is told. */
  isReadable(record: { readonly id: string }): boolean {
    const isOne = !('unreadable' in record)
    if (!isOne) this.flaws.push({ id: record.id, flaw: 'unreadable' })
    return isOne
  }

  /** The seals of one kind, looked for among those that must be there. */
  async *sealsOf(kind: Kind): AsyncGenerator<Seal & { id: string }> {
    for await (const seal of pages<Seal & { id: string }>(this.#client, `/v1/seals?kind=${kind}`, 100)) {
      this.seals++
      if (!this.isReadable(seal)) continue
      const name = `${seal.shard}.${seal.number}`
      if (seal.id !== sealKey(seal)) this.flaws.push({ id: seal.id, flaw: 'order' })
      if ((this.#expected.get(name) ?? seal.digest) !== seal.digest) this.flaws.push({ id: seal.id, flaw: 'gone' })
      this.#expected.delete(name)
      yield seal
    }
  }

  #compare({ chain, number, digest, before, at, untold }: Kept, signed: Place | undefined): void {
    const { number: sealed, digest: expected } = signed ?? start
    // What says that it is of a time to come, or of none, would never be due. What changed since this began may wait.
    const isOld = !(this.#at - at <= this.#graceMs && at - Date.now() <= this.#graceMs)
    if (untold && number === sealed && digest === expected) {
      if (isOld) this.flaws.push({ id: chain, flaw: 'unsealed' })
      else this.waiting++
      return
    }
    if (number < sealed || number === 0) this.flaws.push({ id: chain, flaw: number < sealed ? 'back' : 'unsealed' })
    else if (number === sealed) {
      if (digest !== expected) this.flaws.push({ id: chain, flaw: 'sealed' })
    } else if (number === sealed + 1 && before !== expected) this.flaws.push({ id: chain, flaw: 'since' })
    else if (isOld) this.flaws.push({ id: chain, flaw: 'unsealed' })
    else this.waiting++
  }

  /** All that was found, and what is remembered of it. */
  finish() {
    const gone = [...this.#expected.keys(), ...this.#restorations.gone()]
    const flaws = [...this.flaws, ...gone.map((id): Told => ({ id, flaw: 'gone' }))]
    const last: Proved = { at: this.#at, seals: this.#last, restorations: this.#restorations.digests() }
    return { seals: this.seals, waiting: this.waiting, flaws, last, restorations: this.#restorations.all() }
  }
}

/** The auditor's own copy of the public key; without one, what the gateway gives, which proves less. */
export async function publicKeyOf(client: Client, file: string | undefined): Promise<{ key: string; own: boolean }> {
  if (file === undefined) {
    const { public_key } = (await client.json('GET', '/v1/seal-key')) as { public_key: string }
    return { key: public_key, own: false }
  }
  const key = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  try {
    keyIdOf(key ?? '')
    return { key: key as string, own: true }
  } catch {
    throw new CliError(
      2,
      `${file} is no public key. quadzero seal-key writes the gateway’s: keep a copy of it, and name that.`,
    )
  }
}
