import type { Bus, InRecord, OutRecord } from '#bus'
import {
  ContractError,
  type Envelope,
  type MessageOf,
  monitorFlags,
  monitorObservations,
  monitorStandings,
  parseMessage,
  partitionOf,
} from '#contracts'
import { type Archived, type HeldFigures, isTime, Monitor, type Packed, type Standing, type ToldFlag } from '#monitor'
import { digestOfFigures, figuresOf, monitorPart, type VersionedPolicy } from '#policy'
import type { LaneWork, Turn } from '#process'
import type { StateWrite, Store } from '#store'
import { Archive } from './archive.ts'
import { ALL } from './domain/all.ts'
import { Keeping } from './keeping.ts'
import { unnamed } from './unnamed.ts'

type Observed = MessageOf<typeof monitorObservations>

/** Standings that are told in one turn: what a commit may emit is bounded. */
const STANDINGS = 50
/** Messages of the archive that are taken before others may go on. */
const BREATH = 200
/** Timers that one commit calls. */
const MOST_DUE = 100

export interface WatchingDeps {
  readonly bus: Pick<Bus, 'partitions'>
  readonly store: Pick<Store, 'find' | 'load' | 'due' | 'nextWake'>
  readonly policy: VersionedPolicy
  readonly lane: number
  /** A record that is no contract, or says what cannot be: what to emit instead (a dead letter). */
  readonly refuse: (record: InRecord, reason: string) => OutRecord
  /** Flags that were told and stand. */
  readonly told: () => Promise<readonly ToldFlag[]>
}

/**
 * The monitor over what was observed, in the order in which it stands in the log. With each commit what it read is archived
 * as well, and each day what it knows is kept: whoever takes it over goes on from there, reads what was archived since, and is
 * exactly where it was.
 */
export class Watching implements LaneWork {
  readonly process = 'monitor'
  readonly inputs = [monitorObservations.name]
  readonly #deps: WatchingDeps
  readonly #keeping: Keeping
  #archive: Archive
  #monitor: Monitor
  /** By which figures it is found: the installation’s own, or those that were released. */
  #held: HeldFigures
  /** The installation’s own figures begin to hold here, and the archive does not say so yet. */
  #unsaid: Archived | undefined
  #isReading = false
  #nextWake: number | undefined
  /** How everybody stood at the last day’s end, as far as it is not told yet; and what is being told. */
  #standings: readonly Standing[] = []
  #telling: readonly OutRecord[] = []
  /** A day is over, or somebody was erased, since what it knows was kept. */
  #isDue = false

  constructor(deps: WatchingDeps) {
    this.#deps = deps
    this.#keeping = new Keeping(deps.store)
    ;[this.#archive, this.#monitor, this.#held] = this.#nothing()
  }

  #nothing(): [Archive, Monitor, HeldFigures] {
    const { store, policy } = this.#deps
    const { monitor, keepDays, timeZone } = policy.policy
    return [
      new Archive(store, keepDays.archive),
      new Monitor(monitor, timeZone, { standings: true }),
      { name: policy.version, figures: monitor },
    ]
  }

  /** What was said before is not said again. */
  async start(): Promise<void> {
    await this.settleWake()
    // All is in one order, so in one lane.
    if (this.#deps.lane !== partitionOf(ALL, this.#deps.bus.partitions)) return
    this.#isReading = true
    const at = (await this.#goOn()) ?? (await this.#readAll())
    this.#isReading = false
    this.#standings = this.#monitor.standings()
    if (at !== undefined) this.#ownFigures(at)
  }

  /**
   * All of the archive. What was told of it stands, whatever this build finds by it: what another one did not find is told when
   * it is found next, and what is found no more is cleared in its time.
   */
  async #readAll(): Promise<number | undefined> {
    const { last } = await this.#read(0)
    if (last !== undefined) this.#monitor.stand(await this.#deps.told())
    return last
  }

  /** From what was kept on. @returns when the last message came; undefined: nothing that can be gone on from was kept */
  async #goOn(): Promise<number | undefined> {
    const { timeZone } = this.#deps.policy.policy
    const kept = await this.#keeping.newest(timeZone)
    const monitor = kept && (await opened(kept.packed, timeZone))
    if (!monitor) return undefined
    ;[this.#monitor, this.#held] = [monitor, kept.held]
    const { isThere, last } = await this.#read(kept.known)
    if (isThere) return last ?? kept.at
    ;[this.#archive, this.#monitor, this.#held] = this.#nothing()
    return undefined
  }

  /** What was archived after the first `known` messages. @returns when the last of them came; undefined: there are none */
  async #read(known: number): Promise<{ isThere: boolean; last: number | undefined }> {
    let last: number | undefined
    const isThere = await this.#archive.read(known, async ({ held, messages }) => {
      if (known === 0 && last === undefined && held) this.#adopt(held)
      for (const [index, message] of messages.entries()) {
        this.#take(message)
        last = message.at
        if (index % BREATH === BREATH - 1) await breath()
      }
      this.#monitor.raised()
      this.#monitor.cleared()
    })
    return { isThere, last }
  }

  /** What was released holds until something else is; without a release the file does, from here on when it is another. */
  #ownFigures(at: number): void {
    const { version, policy } = this.#deps.policy
    const isReleased = RELEASED.test(this.#held.name)
    if (isReleased || digestOfFigures(figuresOf(this.#held.figures)) === digestOfFigures(policy.monitor)) return
    this.#unsaid = { at, seen: [], set: { name: version, figures: policy.monitor } }
    this.#take(this.#unsaid)
  }

  async records({ records }: { records: InRecord[] }): Promise<Turn> {
    const { held } = this
    const messages: Archived[] = this.#unsaid ? [this.#unsaid] : []
    this.#unsaid = undefined
    const before = messages[0]?.set ?? held
    const said: OutRecord[] = []
    const states: StateWrite[] = []
    for (const record of records) {
      const observed = observedIn(record)
      if (typeof observed === 'string') {
        said.push(this.#deps.refuse(record, observed))
        continue
      }
      const { id, type, at, data } = observed
      if (type === 'subscriber.erased') {
        states.push(this.#archive.erasing(data.sub, at, id), ...this.#keeping.discard())
        this.#monitor.forget(data.sub)
        ;[this.#nextWake, this.#isDue] = [at, true]
        continue
      }
      const figures = type === 'policy.set' ? monitorPart(data.figures) : undefined
      // Of the desk alone: an older build tells it here too.
      if (type === 'policy.set' && !figures) continue
      const message: Archived =
        type === 'seen' ? { at, seen: data.seen } : { at, seen: [], set: { name: data.name, figures } }
      messages.push(message)
      said.push(...this.#hear(message, observed))
    }
    states.unshift(...this.#archive.add(messages, before))
    states.push(...this.#keep(records.at(-1)))
    this.#telling = this.#standings.slice(0, STANDINGS).map((each) => this.#told(each))
    return { states, emit: [...said, ...this.#telling] }
  }

  /** Once all is told of the day before: what is kept then needs no telling. */
  #keep(last: InRecord | undefined): readonly StateWrite[] {
    if (last && this.#isDue && this.#standings.length === 0) {
      const { at } = last.message as Envelope
      this.#keeping.begin(this.#monitor, {
        known: this.#archive.next,
        at,
        held: this.#held,
        zone: this.#deps.policy.policy.timeZone,
      })
      this.#isDue = false
    }
    return this.#keeping.write()
  }

  /** What is past its days goes; a subscriber is erased, some rows at a time. */
  async wake(until: number): Promise<Turn & { readonly more: boolean }> {
    const { store, lane } = this.#deps
    const due = await store.due({ process: this.process, lane }, until, MOST_DUE)
    const { writes, erased } = await this.#archive.due(
      due.map(({ key }) => key),
      until,
    )
    const [states, emit]: [StateWrite[], OutRecord[]] = [[...writes], []]
    for (const { sub, charges } of erased) {
      if (charges.size === 0) continue
      // What was kept meanwhile names them still, and so does what was told.
      this.#monitor.forget(sub, charges)
      states.push(...this.#keeping.discard())
      this.#isDue = true
      emit.push(...(await unnamed(store, charges, { at: until, partitions: this.#deps.bus.partitions })))
    }
    return { states, emit, more: due.length === MOST_DUE }
  }

  nextWake(): number | undefined {
    return this.#nextWake
  }

  async settleWake(): Promise<void> {
    const { store, lane } = this.#deps
    this.#nextWake = await store.nextWake({ process: this.process, lane })
  }

  excuse(): string | undefined {
    return this.#isReading ? 'the monitor reads its archive' : undefined
  }

  committed(): void {
    this.#standings = this.#standings.slice(this.#telling.length)
    this.#telling = []
  }

  get held(): HeldFigures {
    return this.#held
  }

  /** Telling one again does no harm: whoever takes over tells all of the last day. */
  #told(standing: Standing): OutRecord {
    const { subject, name, at } = standing
    const key = subject === 'app' ? `app ${name}`.slice(0, 200) : name
    const data = { ...standing, policy: this.#held.name }
    const message: Envelope = { id: `${key}.${standing.day}`, type: 'partner.looked', v: 1, at, corr: key, data }
    return { topic: monitorStandings.name, partition: partitionOf(key, this.#deps.bus.partitions), key, message }
  }

  /** Figures that were released hold from their place in this order on, so that a replay has them at the same place. */
  #take({ at, seen, set }: Archived): void {
    if (set) this.#adopt(set)
    for (const each of seen) this.#monitor.take(each, at)
  }

  #adopt(set: HeldFigures): void {
    this.#monitor.adopt(figuresOf(set.figures))
    this.#held = set
  }

  #hear(message: Archived, { id, at, corr }: Observed): OutRecord[] {
    this.#take(message)
    const standings = this.#monitor.standings()
    if (standings.length > 0) [this.#standings, this.#isDue] = [standings, true]
    const told: OutRecord[] = []
    const tell = (type: string, partner: string, content: object) => {
      const message: Envelope = { id: `${id}.${told.length}`, type, v: 1, at, corr, data: content }
      const partition = partitionOf(partner, this.#deps.bus.partitions)
      told.push({ topic: monitorFlags.name, partition, key: partner, message })
    }
    for (const { flag, id: name, charges, port } of this.#monitor.raised()) {
      const more = { flag: name.slice(0, 200), policy: this.#held.name, charges, ...(port ? { port } : {}) }
      tell('flag.raised', flag.partner, { ...flag, ...more })
    }
    for (const { id: name, at: clearedAt, partner } of this.#monitor.cleared())
      tell('flag.cleared', partner, { at: clearedAt, flag: name.slice(0, 200), partner })
    return told
  }
}

/** Names of versions that were released; those of files are digests. */
const RELEASED = /^m\d+-/

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A monitor that was kept; undefined: a part cannot be opened, and what it was made of stands in the archive. */
async function opened(packed: Packed, zone: string): Promise<Monitor | undefined> {
  const opening = Monitor.open(packed, zone, { standings: true })
  for (;;) {
    let step: IteratorResult<void, Monitor>
    try {
      step = opening.next()
    } catch {
      return undefined
    }
    if (step.done) return step.value
    await breath()
  }
}

/** What it says; or why nothing is counted by it, here and in a replay alike. Figures that this build cannot read stop the lane. */
function observedIn(record: InRecord): Observed | string {
  try {
    const parsed = record.trusted ? record.message : parseMessage(monitorObservations, record.message)
    const observed = parsed as Observed
    const isShown =
      isTime(observed.at) && (observed.type !== 'seen' || observed.data.seen.every(({ at }) => isTime(at)))
    return isShown ? observed : 'at: no time that a clock can show'
  } catch (error) {
    if (error instanceof ContractError) return error.message
    throw error
  }
}
