import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { OutRecord } from '#bus'
import { processes, type TrafficFigure, type TrafficStep, traffic, trafficFigures, trafficKey } from '#contracts'
import type { Member } from '#process'
import { type Deps, edgeRecord, type Part, publishFromEdge } from '#service'
import type { Counter } from '#telemetry'

export interface TellerOptions {
  readonly deps: Deps
  readonly version: string
  readonly services: readonly string[]
  readonly edges: readonly string[]
  readonly parts: readonly Part[]
  readonly member: Member
  readonly troubles: () => string[]
}

const STEPS: readonly TrafficStep[] = ['minute', 'hour']

/**
 * Tells every few seconds what this process counted since it told last, and how it does: the console's charts and its page
 * of the system. Nothing is told per message; what was counted and not told when a process is killed is not in the charts,
 * some seconds of one process (decision 35).
 */
export class Teller {
  readonly #options: TellerOptions
  readonly #id = `${hostname()}-${process.pid}-${randomBytes(2).toString('hex')}`
  readonly #startedAt: number
  #told: Partial<Record<TrafficFigure, number>> = {}
  #timer: ReturnType<typeof setInterval> | undefined
  #telling: Promise<void> = Promise.resolve()

  constructor(options: TellerOptions) {
    this.#options = options
    this.#startedAt = options.deps.clock.now()
  }

  start(): void {
    const again = () => {
      this.#telling = this.#tell([]).catch(() => undefined)
    }
    again()
    this.#timer = setInterval(again, this.#options.deps.policy.policy.traffic.everySeconds * 1000)
  }

  /** Says what is left to say. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#telling
    const { bus } = this.#options.deps
    await this.#tell([edgeRecord(processes, bus, this.#id, this.#message('process.ended', {}))]).catch(() => undefined)
  }

  async #tell(last: readonly OutRecord[]): Promise<void> {
    const { bus } = this.#options.deps
    const now = await this.#counted()
    const counts = Object.fromEntries(
      trafficFigures.flatMap((each) => {
        const more = (now[each] ?? 0) - (this.#told[each] ?? 0)
        return more > 0 ? [[each, more]] : []
      }),
    )
    const at = this.#options.deps.clock.now()
    const data = { countedAt: at, counts }
    const counted =
      Object.keys(counts).length === 0
        ? []
        : STEPS.map((step) =>
            edgeRecord(traffic, bus, trafficKey(step, at), this.#message('traffic.counted', { step, ...data }, step)),
          )
    const told = last.length > 0 ? last : [edgeRecord(processes, bus, this.#id, await this.#state())]
    // What was published late is counted late, and once: an edge's message that comes again is dropped.
    this.#told = now
    await publishFromEdge(bus, [...counted, ...told])
  }

  async #counted(): Promise<Partial<Record<TrafficFigure, number>>> {
    const { mo, mt, happenings } = this.#options.deps.metrics
    const counted: Partial<Record<TrafficFigure, number>> = {
      mo: await sum(mo, ({ outcome }) => outcome !== 'refused'),
      mt: await sum(mt, ({ outcome }) => outcome === 'submitted'),
    }
    for (const { labels, value } of (await happenings.get()).values) counted[labels['what'] as TrafficFigure] = value
    return counted
  }

  async #state() {
    const { deps, version, services, edges, parts, member, troubles } = this.#options
    return this.#message('process.told', {
      version,
      policy: deps.policy.latest.version,
      released: deps.policy.number,
      startedAt: this.#startedAt,
      services,
      edges,
      troubles: troubles().slice(0, 20),
      lanes: await member.lags(),
      links: parts.flatMap((each) => each.links?.() ?? []),
    })
  }

  #message(type: string, data: object, of = '') {
    const at = this.#options.deps.clock.now()
    const id = `${type}-${this.#id}-${at}${of}`
    return { id, at, corr: id, type, data }
  }
}

async function sum(counter: Counter, fits: (labels: Partial<Record<string, string | number>>) => boolean) {
  const { values } = await counter.get()
  return values.reduce((all, { labels, value }) => all + (fits(labels) ? value : 0), 0)
}
