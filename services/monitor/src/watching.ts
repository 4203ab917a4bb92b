import type { Bus, InRecord, OutRecord } from '#bus'
import {
  type Envelope,
  type MessageOf,
  monitorFlags,
  monitorObservations,
  monitorStandings,
  parseMessage,
  partitionOf,
} from '#contracts'
import { Monitor, type Standing } from '#monitor'
import { figuresOf, type VersionedPolicy } from '#policy'
import type { LaneWork } from '#process'

type Observed = MessageOf<typeof monitorObservations>

/** Standings that are told in one turn: what a commit may emit is bounded. */
const STANDINGS = 50

/**
 * The monitor over what was observed, in the order in which it stands in the log. All that it knows comes from there: whoever
 * takes it over reads the log from its beginning first, and then says what follows from what is new.
 */
export class Watching implements LaneWork {
  readonly process = 'monitor'
  readonly inputs = [monitorObservations.name]
  readonly #bus: Bus
  readonly #policy: VersionedPolicy
  /** By which figures it is found: the installation’s own, or those that were released. */
  #name: string
  #monitor: Monitor | undefined
  /** The last record that it knows. */
  #known = -1
  /** Said, and not known to be stored yet. */
  #said: OutRecord[] = []
  /** How everybody stood at the last day’s end, as far as it is not told yet; and what is being told. */
  #standings: readonly Standing[] = []
  #telling: readonly OutRecord[] = []

  constructor(bus: Bus, policy: VersionedPolicy) {
    this.#bus = bus
    this.#policy = policy
    this.#name = policy.version
  }

  async records({ records }: { records: InRecord[] }): Promise<{ states: []; emit: readonly OutRecord[] }> {
    const [first] = records
    if (!first) return { states: [], emit: [] }
    this.#monitor ??= await this.#remember(first)
    for (const record of records) {
      if (record.offset <= this.#known) continue
      this.#known = record.offset
      const message = observedIn(record)
      this.#said.push(...this.#hear(this.#monitor, message))
    }
    this.#telling = this.#standings.slice(0, STANDINGS).map((each) => this.#told(each))
    return { states: [], emit: [...this.#said, ...this.#telling] }
  }

  committed(): void {
    this.#said = []
    this.#standings = this.#standings.slice(this.#telling.length)
    this.#telling = []
  }

  /** Telling one again does no harm: whoever takes over tells all of the last day. */
  #told(standing: Standing): OutRecord {
    const { subject, name, at } = standing
    const key = subject === 'app' ? `app ${name}`.slice(0, 200) : name
    const data = { ...standing, policy: this.#name }
    const message: Envelope = { id: `${key}.${standing.day}`, type: 'partner.looked', v: 1, at, corr: key, data }
    return { topic: monitorStandings.name, partition: partitionOf(key, this.#bus.partitions), key, message }
  }

  /** What was said before is not said again. */
  async #remember(until: InRecord): Promise<Monitor> {
    const { policy } = this.#policy
    const monitor = new Monitor(policy.monitor, policy.timeZone, { standings: true })
    const stop = await this.#bus.follow(monitorObservations.name, (record) => {
      if (record.partition !== until.partition || record.offset >= until.offset) return
      this.#take(monitor, observedIn(record))
    })
    await stop()
    monitor.raised()
    monitor.cleared()
    this.#standings = monitor.standings()
    this.#known = until.offset - 1
    return monitor
  }

  /** Figures that were released hold from their place in this order on, so that a replay has them at the same place. */
  #take(monitor: Monitor, { type, at, data }: Observed): void {
    if (type === 'seen') for (const each of data.seen) monitor.take(each, at)
    else {
      monitor.adopt(figuresOf(data.figures))
      this.#name = data.name
    }
  }

  #hear(monitor: Monitor, message: Observed): OutRecord[] {
    const { id, at, corr } = message
    this.#take(monitor, message)
    const standings = monitor.standings()
    if (standings.length > 0) this.#standings = standings
    const told: OutRecord[] = []
    const tell = (type: string, partner: string, content: object) => {
      const message: Envelope = { id: `${id}.${told.length}`, type, v: 1, at, corr, data: content }
      const partition = partitionOf(partner, this.#bus.partitions)
      told.push({ topic: monitorFlags.name, partition, key: partner, message })
    }
    for (const { flag, id: name, charges, port } of monitor.raised()) {
      const more = { flag: name.slice(0, 200), policy: this.#name, charges, ...(port ? { port } : {}) }
      tell('flag.raised', flag.partner, { ...flag, ...more })
    }
    for (const { id: name, at: clearedAt, partner } of monitor.cleared())
      tell('flag.cleared', partner, { at: clearedAt, flag: name.slice(0, 200), partner })
    return told
  }
}

const observedIn = (record: InRecord): Observed =>
  (record.trusted ? record.message : parseMessage(monitorObservations, record.message)) as Observed
