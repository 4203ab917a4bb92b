import type { MonitorPolicy } from '#policy'
import type { AboutWays, AllWays } from '../all-ways.ts'
import type { Around, Identity, Moment } from '../counted/moment.ts'
import type { Telling, UsageTold } from '../counted/usage-told.ts'
import type { Looked } from '../judged/looked.ts'
import type { Observation } from '../observed/observe.ts'
import type { ToldWay } from './counting.ts'
import { type Orders, OrdersOut } from './orders.ts'

/** Whoever counts them: hears orders one after the other, and answers when it has followed all that came before. */
export interface CountsWays {
  hear(orders: Orders): void
  look(about: AboutWays): () => readonly (readonly ToldWay[])[]
}

/**
 * Ways that are counted by somebody else, who has the same observations: it is only told of each which service’s it is, and when
 * it counts. What they say is what they would say here.
 */
export class WaysBeside implements AllWays {
  readonly #counts: CountsWays
  #policy: MonitorPolicy
  readonly #services = new Map<string, { readonly id: Identity; readonly number: number; told: Identity }>()
  /** How many services were told of; a number is never another one’s. */
  #numbers = 0
  #ahead = 0
  #orders = new OrdersOut(undefined, 0)
  /** The place in its batch of the observation that is being taken. */
  place = 0

  constructor(policy: MonitorPolicy, counts: CountsWays) {
    this.#policy = policy
    this.#counts = counts
  }

  /** The next so many observations are those of that batch. */
  begin(batch: number, observations: number): void {
    this.#flush()
    this.#orders = new OrdersOut(batch, observations)
  }
  /** The batch is over. */
  end(): void {
    this.#flush(true)
    this.#orders = new OrdersOut(undefined, 0)
  }

  adopt(policy: MonitorPolicy): void {
    this.#policy = policy
    this.#orders.say({ what: 'policy', policy })
  }
  kindOf(partner: string, kind: string): void {
    this.#orders.say({ what: 'kind', partner, kind })
  }
  follow(service: Identity): void {
    if (this.#services.get(service.name)?.id !== service) return
    this.#orders.say({ what: 'follow', service: this.#numberOf(service) })
  }
  drop(name: string): void {
    this.#services.delete(name)
    this.#orders.say({ what: 'drop', name })
  }

  take(service: Identity, _: Observation, moment: Moment, around: Around): void {
    if (around.ahead !== this.#ahead) this.#orders.say({ what: 'ahead', ahead: around.ahead })
    this.#ahead = around.ahead
    this.#orders.see(this.place, this.#numberOf(service), moment, around)
  }

  close(step: number, usage: UsageTold): void {
    const hour = (step + 1) * this.#policy.stepHours
    this.#orders.say({ what: 'close', step, usage: hour % 24 === 0 ? usage.all(hour) : NOBODY })
    this.#flush()
  }
  learn(day: number): void {
    this.#orders.say({ what: 'learn', day })
    this.#flush()
  }
  looking(about: AboutWays): () => readonly (readonly Looked[])[] {
    this.#flush()
    const answer = this.#counts.look(about)
    return () => answer().map((look) => look.map(lookedOf))
  }

  /** The number by which a service is told; what is new of it is told first. */
  #numberOf(id: Identity): number {
    const known = this.#services.get(id.name)
    if (known?.id === id && isSame(known.told, id)) return known.number
    const number = known?.id === id ? known.number : this.#numbers++
    const told = { ...id }
    this.#services.set(id.name, { id, number, told })
    this.#orders.say({ what: 'service', service: number, id: told })
    return number
  }

  /** What takes long begins at once. */
  #flush(isOver = false): void {
    if (isOver || !this.#orders.isEmpty) this.#counts.hear(this.#orders.taken(isOver))
  }
}

const NOBODY: ReadonlyMap<string, Telling> = new Map()
const isSame = (a: Identity, b: Identity) => a.partner === b.partner && a.port === b.port && a.period === b.period

const lookedOf = ({ partner, id, users, judgement, charges }: ToldWay): Looked => ({
  partner,
  unit: { id, users, charges: () => charges },
  judgement,
})
