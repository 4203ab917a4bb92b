import type { Bus, LaneReader, Membership } from '#bus'
import { Changed, type LaneId, laneName, type Store } from '#store'
import { Pace } from './brake.ts'
import { Fenced, Lane, type LaneOptions, type Moment, PositionError } from './lane.ts'
import type { Listing } from './listing.ts'
import type { Clock } from './types.ts'
import type { Witness } from './witness.ts'
import type { LaneWork } from './work.ts'

/** A process or an effect that this member takes part in. */
export interface Assignment {
  readonly name: string
  readonly inputs: readonly string[]
  /** Makes the lane's work anew: nothing survives in memory from an owner that was fenced. */
  readonly work: (lane: number) => LaneWork
  readonly batch?: number
  /** What of its states is held against what its lane left, beside their stamps: `seal`, `lists 1`. */
  readonly signs?: readonly string[]
  /** Kind of the seals by which its states are signed. */
  readonly seals?: string | undefined
  /** Of one that keeps states: where one stands in lists; undefined where none stands in any. */
  readonly listing?: (state: unknown) => Listing | undefined
  /** When a state is to be woken at the latest, as far as that follows from it. */
  readonly wakes?: (state: unknown) => number | undefined
}

export interface MemberLog {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  /** Somebody must act. */
  error(fields: object, text: string): void
}

export interface MemberOptions {
  readonly bus: Bus
  readonly store: Store
  readonly clock: Clock
  readonly session: string
  readonly log: MemberLog
  readonly witness?: Witness | undefined
  readonly timerGraceMs?: number
  readonly hold?: LaneOptions['hold']
  readonly mostUnstored?: number
  readonly ahead?: LaneOptions['ahead']
  /** A lane with work that finishes no step for so long is taken to stand still. */
  readonly stallMs?: number
  readonly at?: (moment: Moment, lane: LaneId) => void | Promise<void>
  readonly onTurn?: LaneOptions['onTurn']
  readonly onBroughtUp?: LaneOptions['onBroughtUp']
  readonly onOld?: LaneOptions['onOld']
  readonly onCommit?: LaneOptions['onCommit']
}

interface Running {
  readonly lane: Lane
  readonly stop: AbortController
  readonly done: Promise<void>
}

interface Held {
  readonly assignment: Assignment
  readonly reader: LaneReader
  current: Running | undefined
  failures: number
  /** Until when nobody need hear that it is not taken over yet; undefined once it was, be it for a moment. */
  waitsUntil: number | undefined
  stopped: boolean
  /** Why it does not run at the moment. */
  trouble: string | undefined
  loop: Promise<void>
}

/**
 * One member of the consumer groups: runs the lanes that the groups give it, restarts a lane that failed with a growing
 * pause, rejoins after a fence error, and watches for lanes that stand still although there is work.
 */
export class Member {
  readonly #options: MemberOptions
  readonly #stallMs: number
  readonly #pace: Pace
  readonly #assignments: readonly Assignment[]
  readonly #memberships = new Map<string, Membership>()
  readonly #held = new Map<string, Held>()
  readonly #rejoining = new Set<string>()
  /** All lanes that it was given at its start were taken over. */
  #isUp = false
  #watchdog: AbortController | undefined
  #watching: Promise<void> | undefined

  constructor(assignments: readonly Assignment[], options: MemberOptions) {
    this.#assignments = assignments
    this.#options = options
    this.#stallMs = options.stallMs ?? 30_000
    this.#pace = new Pace(options.clock)
  }

  async start(): Promise<void> {
    for (const assignment of this.#assignments) {
      const membership = await this.#options.bus.join(assignment.name, assignment.inputs, {
        granted: (lane, reader) => this.#grant(assignment, lane, reader),
        revoked: (lane) => this.#revoke(assignment.name, lane),
      })
      this.#memberships.set(assignment.name, membership)
    }
    this.#watchdog = new AbortController()
    this.#watching = this.#watch(this.#watchdog.signal)
  }

  /** Finishes the batches under way, then leaves the groups. */
  async stop(): Promise<void> {
    this.#watchdog?.abort()
    await this.#watching
    const lanes = this.#running()
    await Promise.all([...this.#held.keys()].map((name) => this.#end(name)))
    await this.#options.witness?.tell(lanes, true)
    await Promise.all([...this.#memberships.values()].map((each) => each.leave()))
  }

  /** What is wrong now, one sentence each; empty when all is well. */
  troubles(): string[] {
    const found: string[] = []
    for (const [name, held] of this.#held) {
      const trouble = held.trouble ?? held.current?.lane.trouble()
      if (trouble) found.push(`lane ${name}: ${trouble}`)
    }
    for (const [name, membership] of this.#memberships) {
      const trouble = membership.trouble()
      if (trouble) found.push(`group ${name}: ${trouble}`)
      else if (!membership.joined()) found.push(`group ${name}: joining`)
    }
    const waiting = this.#waiting()
    if (waiting > 0) found.push(`${waiting} of ${this.#held.size} lanes are still to be taken over`)
    return found
  }

  /** A lane whose rows are being found stands for as long as they are many: that is no start that goes wrong. */
  #waiting(): number {
    const now = this.#options.clock.now()
    return [...this.#held.values()].filter(
      ({ waitsUntil, current }) => waitsUntil !== undefined && waitsUntil < now && current?.lane.excuse() === undefined,
    ).length
  }

  #hasTakenOver(held: Held): void {
    held.waitsUntil = undefined
    this.#isUp ||= this.#held.values().every(({ waitsUntil }) => waitsUntil === undefined)
  }

  #running(): Map<string, Lane> {
    return new Map([...this.#held].flatMap(([name, { current }]) => (current ? [[name, current.lane]] : [])))
  }

  lanes(): { name: string; positions: Readonly<Record<string, number>> }[] {
    return [...this.#held].flatMap(([name, held]) =>
      held.current ? [{ name, positions: held.current.lane.positions() }] : [],
    )
  }

  /** By process, the lanes that run here and how many messages of the log they have still to handle. */
  async lags(): Promise<{ process: string; lanes: number; lag: number }[]> {
    const byProcess = new Map<string, { lanes: number; lag: number }>()
    await Promise.all(
      [...this.#held.values()].map(async ({ assignment, reader, current }) => {
        if (!current) return
        const ranges = await reader.ranges()
        const positions = current.lane.positions()
        const lag = Object.entries(ranges).reduce(
          (sum, [topic, { start, end }]) => sum + Math.max(0, end - (positions[topic] ?? start)),
          0,
        )
        const sum = byProcess.get(assignment.name) ?? { lanes: 0, lag: 0 }
        byProcess.set(assignment.name, { lanes: sum.lanes + 1, lag: sum.lag + lag })
      }),
    )
    return [...byProcess]
      .map(([process, sum]) => ({ process, ...sum }))
      .sort((a, b) => (a.process < b.process ? -1 : 1))
  }

  #grant(assignment: Assignment, lane: number, reader: LaneReader): void {
    const name = `${assignment.name}/${lane}`
    const held: Held = {
      assignment,
      reader,
      current: undefined,
      failures: 0,
      waitsUntil: this.#isUp ? this.#options.clock.now() + MOVING_MS : 0,
      stopped: false,
      trouble: undefined,
      loop: Promise.resolve(),
    }
    const before = this.#held.get(name)
    this.#held.set(name, held)
    held.loop = (async () => {
      if (before) await this.#stop(before)
      await this.#keepRunning(held, { process: assignment.name, lane })
    })()
  }

  async #revoke(process: string, lane: number): Promise<void> {
    await this.#end(`${process}/${lane}`)
  }

  async #end(name: string): Promise<void> {
    const held = this.#held.get(name)
    if (!held) return
    this.#held.delete(name)
    await this.#stop(held)
  }

  /** Resolves when nothing of it is under way any more, or it does not end: its fence then keeps it from doing harm. */
  async #stop(held: Held): Promise<void> {
    held.stopped = true
    held.current?.stop.abort()
    await held.loop
  }

  async #keepRunning(held: Held, id: LaneId): Promise<void> {
    const { log, clock } = this.#options
    while (!held.stopped) {
      const stop = new AbortController()
      const lane = new Lane(id, held.assignment.work(id.lane), held.reader, {
        ...this.#options,
        pace: this.#pace,
        ...(held.assignment.batch ? { batch: held.assignment.batch } : {}),
        onTakenOver: () => this.#hasTakenOver(held),
        onStarted: () => {
          // What fails again and again at the same message stays in trouble until that message is done with.
          if (held.failures < 3) held.trouble = undefined
        },
        onTurn: (lane, messages, ms) => {
          held.failures = 0
          held.trouble = undefined
          this.#options.onTurn?.(lane, messages, ms)
        },
      })
      const done = lane.run(stop.signal)
      const current: Running = { lane, stop, done }
      held.current = current
      // An abandoned lane (it stood still) never settles: racing with the abort lets its successor start.
      const outcome = await Promise.race([
        done.then(
          () => undefined,
          (error: unknown) => ({ error }),
        ),
        abandoned(stop.signal, clock, Math.min(ABANDON_MS, this.#stallMs)),
      ])
      this.#options.witness?.ended(laneName(id), lane)
      if (held.stopped) return
      if (!outcome) continue
      const { error } = outcome
      if (error instanceof Fenced) {
        log.warn({ lane: laneName(id) }, 'another member took this lane over; dropping what is in memory and rejoining')
        void this.#rejoin(held.assignment.name)
        return
      }
      const message = describe(error)
      const fatal = error instanceof PositionError || error instanceof Changed
      // Where the store is away it is not the lane that fails: it goes on as soon as the store does.
      const away = !fatal && (await this.#isStoreAway())
      const isTold = away && held.trouble === message
      held.failures = away ? 1 : held.failures + 1
      held.trouble = message
      const growing = Math.min(30_000, 200 * 2 ** Math.min(held.failures - 1, 8))
      const pause = fatal ? 60_000 : away ? AWAY_MS : growing
      const fields = { lane: laneName(id), error: message, failures: held.failures, retryInMs: pause }
      if (held.failures >= 3 || fatal) log.error(fields, 'lane stopped; nothing is lost, it tries again')
      else if (!isTold) log.warn(fields, 'lane failed; starting it anew from the stored position')
      await clock.sleep(pause, stop.signal)
    }
  }

  async #isStoreAway(): Promise<boolean> {
    const { store, clock } = this.#options
    const asked = new AbortController()
    const answered = store.ping().then(
      () => false,
      () => true,
    )
    const late = clock.sleep(PING_MS, asked.signal).then(() => true)
    return Promise.race([answered, late]).finally(() => asked.abort())
  }

  async #rejoin(group: string): Promise<void> {
    if (this.#rejoining.has(group)) return
    this.#rejoining.add(group)
    try {
      await this.#memberships.get(group)?.rejoin()
    } catch (error) {
      this.#options.log.error({ group, error: describe(error) }, 'could not rejoin the group')
    } finally {
      this.#rejoining.delete(group)
    }
  }

  /** Looks for lanes that are busy without finishing, and for groups that died. */
  async #watch(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options
    const stallMs = this.#stallMs
    while (!signal.aborted) {
      await clock.sleep(stallMs / 4, signal)
      if (signal.aborted) return
      await this.#options.witness?.tell(this.#running())
      for (const [name, held] of this.#held) {
        const lane = held.current?.lane
        if (!lane || clock.now() - lane.lastStep < stallMs || lane.excuse() !== undefined) continue
        const behind = lane.busy || (await this.#isBehind(held, lane))
        if (!behind || signal.aborted) continue
        log.error({ lane: name, stallMs }, 'lane stands still although there is work; abandoning it and rejoining')
        held.trouble = 'stood still'
        await this.#stop(held)
        if (this.#held.get(name) === held) this.#held.delete(name)
        await this.#rejoin(held.assignment.name)
      }
      for (const [group, membership] of this.#memberships) {
        if (!membership.trouble() || this.#rejoining.has(group)) continue
        log.error({ group, trouble: membership.trouble() }, 'consumer is not working; rejoining')
        await this.#rejoin(group)
      }
    }
  }

  async #isBehind(held: Held, lane: Lane): Promise<boolean> {
    try {
      const ranges = await held.reader.ranges()
      const positions = lane.positions()
      return Object.entries(ranges).some(([topic, range]) => (positions[topic] ?? range.start) < range.end)
    } catch {
      // The log cannot be asked: it is away, which is not a stall of this lane and is reported by readiness.
      return false
    }
  }
}

/** A lane that moves from one member to another is hardly missed. */
const MOVING_MS = 5000

/** A lane whose store is away begins anew after this, and asks so long whether it is. */
const AWAY_MS = 1000
const PING_MS = 2000

/** So long after an abort a lane that has not ended is left to its fate: the fence keeps it from doing harm. */
const ABANDON_MS = 10_000
const abandoned = (signal: AbortSignal, clock: Clock, ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => void clock.sleep(ms).then(() => resolve(undefined)), { once: true })
  })

/** Name and message of an error; messages of ours carry no personal data, foreign ones are cut to their name and code. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  const code = (error as { code?: unknown }).code
  const own =
    error instanceof PositionError || error instanceof Fenced || (typeof code === 'string' && /^[a-z]+\./.test(code))
  return own ? error.message : `${error.name}${code === undefined ? '' : ` (${String(code)})`}`
}
