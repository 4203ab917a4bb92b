import { MemoryBus, MemoryCluster } from '#bus/memory'
import type { Store } from '#store'
import { JournaledStore, MemoryDatabase, MemoryStore } from '#store/memory'
import { DecideWork } from '../decide-work.ts'
import { EffectWork } from '../effect-work.ts'
import { type Assignment, Member, type MemberOptions } from '../member.ts'
import type { ProcessDefinition } from '../types.ts'
import type { LaneWork } from '../work.ts'
import { account, appTopics, book, WINDOW } from './app.ts'
import { Edge } from './edge.ts'
import { judge } from './judge.ts'
import { Onlooker } from './onlooker.ts'
import { Outside } from './outside.ts'
import { SimulatedWorld } from './world.ts'

/** Makes the parts of a member; a planted fault replaces one of them. */
export interface Plant {
  readonly store?: (database: MemoryDatabase, member: string) => Store
  readonly bus?: (cluster: MemoryCluster, member: string) => MemoryBus
  readonly work?: (work: DecideWork) => LaneWork
  readonly member?: Partial<MemberOptions>
}

const LANES = 3
const BROKERS = 3
/** An edge gives the log so long; timers wait longer. */
const PATIENCE = 30
const GRACE = 40
const STALL = 3000
const BATCH = 3
const TURNS = 900
const MOST_UNSTORED = 4

/**
 * One run: members that crash, freeze, join and leave, brokers that restart, a store that fails, while orders and answers
 * come in; then peace until all is settled. Gives what is wrong with the books and with what went out, an empty list when
 * every promise was kept.
 */
export async function simulate(seed: number, plant: Plant = {}): Promise<string[]> {
  const world = new SimulatedWorld(seed)
  const cluster = new MemoryCluster(LANES, world, BROKERS)
  cluster.log.ensure(appTopics)
  const database = new MemoryDatabase(world)
  const outside = new Outside(world, LANES)
  const busOf = (id: string) => plant.bus?.(cluster, id) ?? new MemoryBus(cluster, id)
  // As it is embedded, and as it is on MongoDB.
  const Stores = seed % 2 === 0 ? JournaledStore : MemoryStore
  const stores = new Map<string, Store>()
  const onlooker = new Onlooker()
  let born = 0
  let living: string[] = []

  const spawn = () => {
    const id = `m${born++}`
    const bus = busOf(id)
    const store = plant.store?.(database, id) ?? new Stores(database, id)
    stores.set(id, store)
    const decides = (definition: ProcessDefinition<never>): Assignment => ({
      name: definition.name,
      inputs: definition.inputs.map((each) => each.name),
      batch: 1 + world.below(6),
      work: (lane) => {
        const work = new DecideWork(definition as unknown as ProcessDefinition, lane, store, {
          refs: () => undefined,
          partitions: LANES,
          largest: bus.largest,
          now: () => world.now(),
          cacheSize: 3,
        })
        return plant.work?.(work) ?? work
      },
    })
    const sender: Assignment = {
      name: 'sender',
      inputs: ['notices'],
      batch: BATCH,
      work: (lane) => new EffectWork(outside.sender(id, lane)),
    }
    const member = new Member([decides(account as never), decides(book as never), sender], {
      bus,
      store,
      clock: world.clockOf(id),
      session: id,
      log: {
        info() {},
        warn() {},
        // The watchdog gives a lane up.
        error: (fields) => outside.breaks(id, (fields as { lane?: string }).lane ?? 'none'),
      },
      timerGraceMs: GRACE,
      stallMs: STALL,
      mostUnstored: MOST_UNSTORED,
      ...plant.member,
    })
    living.push(id)
    void member.start()
  }
  const lose = (id: string) => {
    living = living.filter((each) => each !== id)
    outside.breaks(id)
  }

  const disturb = () => {
    const victim = living[world.below(living.length)]
    const what = world.random()
    if (what < 0.25) cluster.log.restart(world.below(BROKERS), world.below(20))
    else if (victim && what < 0.6) {
      lose(victim)
      world.kill(victim)
      // The group notices after the session's time.
      void world.sleep(world.below(200)).then(() => cluster.evict(victim))
    } else if (victim && what < 0.8) {
      // It froze, and goes on believing that it owns its lanes.
      lose(victim)
      cluster.evict(victim)
    }
    if (living.length < 3) spawn()
  }

  const asking = {
    window: WINDOW,
    patienceMs: PATIENCE,
    wasAsked: (account: string, n: number) => outside.has(account, n),
  }
  const edges = ['e0', 'e1'].map((id) => new Edge(id, busOf(id), world, asking))
  if (world.chance(0.3)) outside.hangs = 1
  spawn()
  for (let turn = 0; turn < TURNS; turn++) {
    if (world.chance(0.1)) edges[world.below(edges.length)]?.converse()
    if (world.chance(0.015)) disturb()
    const reader = living[world.below(living.length)]
    if (reader && world.chance(0.05)) onlooker.look(stores.get(reader) as Store)
    if (!(await world.advance())) spawn()
  }
  // Peace: whoever lives finishes the work, and one of them may stand still.
  for (const id of living) {
    lose(id)
    world.kill(id)
    cluster.evict(id)
  }
  if (world.chance(0.6)) outside.hangs = 1
  spawn()
  const said = () => ({ sent: edges.flatMap((each) => each.sent), odd: edges.flatMap((each) => each.odd) })
  const check = () => [
    ...judge(said(), cluster, database),
    ...outside.judge(MOST_UNSTORED - 1 + BATCH),
    ...onlooker.wrong,
  ]
  const until = world.now() + 60 * WINDOW
  for (let turn = 0; turn < 30_000 && world.now() < until; turn++) {
    if (turn % 250 === 0 && check().length === 0) break
    await world.advance()
  }
  return check()
}
