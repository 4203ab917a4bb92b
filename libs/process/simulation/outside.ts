import { partitionOf } from '#contracts'
import type { Effect } from '../effect-work.ts'
import { bookOf, notices } from './app.ts'
import type { SimulatedWorld } from './world.ts'

/** One owner's time with one lane. It may end so that nobody can know what was carried out and not stored. */
export interface Tenancy {
  readonly member: string
  readonly lane: string
  isBroken: boolean
}

/** What goes out in the world, and cannot be taken back. */
export class Outside {
  readonly #world: SimulatedWorld
  readonly #lanes: number
  readonly #tenancies: Tenancy[] = []
  readonly #carried = new Map<string, Tenancy[]>()
  /** So many of the next are never answered: whoever waits for one stands still. */
  hangs = 0

  constructor(world: SimulatedWorld, lanes: number) {
    this.#world = world
    this.#lanes = lanes
  }

  /** Killed, or taken away without being told, or given up: of a member, or of one of its lanes. */
  breaks(member: string, lane?: string): void {
    for (const each of this.#tenancies)
      if (each.member === member && (!lane || each.lane === lane)) each.isBroken = true
  }

  /** Somebody has got this notice. */
  has(account: string, n: number): boolean {
    return this.#carried.has(`${account}/${n}`)
  }

  /** Sends notices for one owner of a lane. */
  sender(member: string, lane: number): Effect {
    const tenancy: Tenancy = { member, lane: `sender/${lane}`, isBroken: false }
    this.#tenancies.push(tenancy)
    return {
      name: 'sender',
      inputs: [notices],
      carryOut: async ({ message }, signal) => {
        await this.#world.step(member)
        signal.throwIfAborted()
        if (this.hangs > 0) {
          this.hangs--
          // Whoever waits for it cannot be told what became of the others.
          tenancy.isBroken = true
          await new Promise(() => {})
        }
        const { account, n } = message.data as { account: string; n: number }
        const name = `${account}/${n}`
        this.#carried.set(name, [...(this.#carried.get(name) ?? []), tenancy])
        await this.#world.step(member)
        const key = bookOf(account)
        const data = { account, n }
        const told = { id: `${message.id}/sent`, type: 'notice', v: 1, at: message.at, corr: 'sim', data }
        return [{ topic: 'sent', partition: partitionOf(key, this.#lanes), key, message: told }]
      },
      refuse: () => {
        throw new Error('the application makes no bad notices')
      },
    }
  }

  /**
   * What went out more often than it may: never by two owners of which neither broke; and in each lane at most `most` for
   * each owner that did.
   */
  judge(most: number): string[] {
    const wrong: string[] = []
    const lanes = new Map<string, { again: number; broken: Set<Tenancy> }>()
    for (const [name, tenancies] of this.#carried) {
      const [first] = tenancies as [Tenancy]
      if (tenancies.length === 1) continue
      const whole = tenancies.filter((each) => !each.isBroken)
      if (whole.length > 1)
        wrong.push(`notice ${name} went again, though ${whole[0]?.member} lived and had ${first.lane}`)
      const lane = lanes.get(first.lane) ?? { again: 0, broken: new Set() }
      lanes.set(first.lane, lane)
      lane.again += tenancies.length - 1
      for (const each of tenancies) if (each.isBroken) lane.broken.add(each)
    }
    for (const [name, { again, broken }] of lanes)
      if (again > most * broken.size) wrong.push(`${name}: ${again} notices went again, of ${broken.size} lost owners`)
    return wrong
  }
}
