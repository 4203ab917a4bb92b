import type { MonitorPolicy } from '#policy'
import { plainly } from '#reference'
import { type AboutWays, OwnWays } from '../all-ways.ts'
import { type Around, type Identity, NOBODY_TOLD } from '../counted/moment.ts'
import type { Judgement } from '../judged/judge.ts'
import { chargesOf } from '../judged/standing.ts'
import type { Observation } from '../observed/observe.ts'
import { aroundOf, type Order, type Orders } from './orders.ts'

/** One that was looked at; of whom there is nothing to be said, only how strong it is. */
export interface ToldWay {
  readonly partner: string
  readonly id: Identity
  readonly users: number
  readonly judgement: Judgement
  readonly charges: readonly string[]
}

/** Ways as they are counted for somebody else, by orders (`WaysBeside` gives them). */
export class CountedWays {
  #policy: MonitorPolicy
  readonly #ways: OwnWays
  readonly #services: Identity[] = []
  #ahead = 0

  constructor(policy: MonitorPolicy, ways = new OwnWays(policy)) {
    this.#policy = policy
    this.#ways = ways
  }

  /** @param seen the batch that the orders are of */
  hear(given: Orders, seen: readonly Observation[]): void {
    let next = 0
    for (let n = 0; n <= given.count; n++) {
      for (; given.orders[next]?.after === n; next++)
        this.#follow((given.orders[next] as (typeof given.orders)[0]).order)
      if (n < given.count) this.#take(given, n, seen[given.places[n] as number] as Observation)
    }
  }

  #take(given: Orders, n: number, seen: Observation): void {
    const around: Around = { ...aroundOf(given, n), policy: this.#policy, ahead: this.#ahead, ...NOBODY_TOLD }
    const moment = { step: given.steps[n] as number, hour: given.hours[n] as number }
    const service = this.#services[given.services[n] as number] as Identity
    this.#ways.take(service, seen.app === undefined ? seen : { ...seen, app: plainly(seen.app) }, moment, around)
  }

  #follow(order: Order): void {
    switch (order.what) {
      case 'service':
        this.#services[order.service] = Object.assign(this.#services[order.service] ?? {}, order.id)
        return
      case 'follow':
        return this.#ways.follow(this.#services[order.service] as Identity)
      case 'drop':
        return this.#ways.drop(order.name)
      case 'kind':
        return this.#ways.kindOf(order.partner, order.kind)
      case 'policy':
        this.#policy = order.policy
        return this.#ways.adopt(order.policy)
      case 'ahead':
        this.#ahead = order.ahead
        return
      case 'close':
        return this.#ways.close(order.step, { of: (service) => order.usage.get(service) })
      case 'learn':
        return this.#ways.learn(order.day)
    }
  }

  look(about: AboutWays): readonly (readonly ToldWay[])[] {
    return this.#ways
      .looking(about)()
      .map((look) =>
        look.map(({ partner, unit, judgement }) => ({
          partner,
          id: (unit as { id: Identity }).id,
          users: unit?.users ?? 0,
          judgement: judgement.says ? judgement : { ...judgement, findings: [] },
          charges: judgement.says ? chargesOf(unit, judgement) : [],
        })),
      )
  }
}
