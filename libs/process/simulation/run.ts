import { MemoryBus, MemoryCluster } from '#bus/memory'
import { partitionOf } from '#contracts'
import type { Store } from '#store'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { DecideWork } from '../decide-work.ts'
import { type Assignment, Member } from '../member.ts'
import type { ProcessDefinition } from '../types.ts'
import { account, answers, appTopics, type BookState, book, bookOf, orders, WINDOW } from './app.ts'
import { SimulatedWorld } from './world.ts'

/** Makes the adapters of one member; a planted fault replaces one of them. */
export interface Plant {
  readonly store?: (database: MemoryDatabase, member: string) => Store
  readonly bus?: (cluster: MemoryCluster, member: string) => MemoryBus
}

interface Sent {
  readonly account: string
  readonly n: number
  readonly at: number
  /** When the answer was stamped; undefined for none. */
  answeredAt?: number
}

const LANES = 3
const ACCOUNTS = 9
const GRACE = 20
const quiet = { info() {}, warn() {}, error() {} }

/**
 * One run: members that crash, freeze, join and leave while orders and answers come in, then peace until all is settled.
 * Gives what is wrong with the books, an empty list when every promise was kept.
 */
export async function simulate(seed: number, plant: Plant = {}): Promise<string[]> {
  const world = new SimulatedWorld(seed)
  const cluster = new MemoryCluster(LANES, world)
  cluster.ensure(appTopics)
  const database = new MemoryDatabase(world)
  let born = 0
  let living: { id: string; member: Member }[] = []

  const spawn = () => {
    const id = `m${born++}`
    const bus = plant.bus?.(cluster, id) ?? new MemoryBus(cluster, id)
    const store = plant.store?.(database, id) ?? new MemoryStore(database, id)
    const assign = (definition: ProcessDefinition<never>): Assignment => ({
      name: definition.name,
      inputs: definition.inputs.map((each) => each.name),
      batch: 1 + world.below(6),
      work: (lane) =>
        new DecideWork(definition as unknown as ProcessDefinition, lane, store, {
          refs: () => undefined,
          partitions: LANES,
          largest: bus.largest,
          now: () => world.now(),
          cacheSize: 3,
        }),
    })
    const member = new Member([assign(account as never), assign(book as never)], {
      bus,
      store,
      clock: world,
      session: id,
      log: quiet,
      timerGraceMs: GRACE,
      stallMs: 1e9,
    })
    living.push({ id, member })
    void member.start()
  }

  const sent: Sent[] = []
  const counts = new Map<string, number>()
  const publish = (topic: typeof orders | typeof answers, type: string, to: string, n: number): void =>
    cluster.append([
      {
        topic: topic.name,
        partition: partitionOf(to, LANES),
        key: to,
        message: { id: `${type}-${to}-${n}`, type, v: 1, at: world.now(), corr: 'sim', data: { account: to, n } },
      },
    ])

  const disturb = () => {
    const victim = living[world.below(living.length)]
    const what = world.random()
    if (victim && what < 0.55) {
      living = living.filter((each) => each !== victim)
      world.kill(victim.id)
      // The group notices after the session's time; a frozen one goes on believing that it owns its lanes.
      void world.sleep(world.below(200)).then(() => cluster.removeEverywhere(victim.id))
    } else if (victim && what < 0.8) {
      living = living.filter((each) => each !== victim)
      cluster.removeEverywhere(victim.id)
    }
    if (living.length < 3) spawn()
  }

  const converse = () => {
    const open = sent.filter((each) => each.answeredAt === undefined && world.now() - each.at < WINDOW * 1.5)
    const asked = open[world.below(open.length)]
    if (asked && world.chance(0.4)) {
      asked.answeredAt = world.now()
      publish(answers, 'answered', asked.account, asked.n)
      return
    }
    const to = `a${world.below(ACCOUNTS)}`
    const n = (counts.get(to) ?? 0) + 1
    counts.set(to, n)
    sent.push({ account: to, n, at: world.now() })
    publish(orders, 'ordered', to, n)
  }

  spawn()
  for (let turn = 0; turn < 700; turn++) {
    if (world.chance(0.12)) converse()
    if (world.chance(0.015)) disturb()
    if (!(await world.advance())) spawn()
  }
  // Peace: whoever lives finishes the work.
  for (const { id } of living) {
    world.kill(id)
    cluster.removeEverywhere(id)
  }
  living = []
  spawn()
  const until = world.now() + 20 * WINDOW
  for (let turn = 0; turn < 20_000 && world.now() < until; turn++) {
    if (turn % 50 === 0 && judge(sent, database).length === 0) break
    await world.advance()
  }
  return judge(sent, database)
}

/** Compares the books with what was sent. */
function judge(sent: readonly Sent[], database: MemoryDatabase): string[] {
  const wrong: string[] = []
  const books = new Map([...database.process('book')].map(([key, row]) => [key, JSON.parse(row.body) as BookState]))
  const wanted = new Map<string, { entries: string[]; outcomes: string[] }>()
  for (const { account: name, n, at, answeredAt } of sent) {
    const book = wanted.get(bookOf(name)) ?? { entries: [], outcomes: [] }
    wanted.set(bookOf(name), book)
    book.entries.push(`${name}/order/${n}`)
    if (answeredAt !== undefined) book.entries.push(`${name}/answer/${n}`)
    book.outcomes.push(`${name}/${n}/${answeredAt !== undefined && answeredAt < at + WINDOW ? 'answer' : 'silence'}`)
  }
  for (const [key, want] of wanted) {
    const have = books.get(key) ?? { entries: [], outcomes: [] }
    compare(`${key} entries`, want.entries, have.entries, wrong)
    compare(`${key} outcomes`, want.outcomes, have.outcomes, wrong)
    checkOrder(key, have.entries, wrong)
  }
  return wrong
}

function compare(what: string, want: readonly string[], have: readonly string[], wrong: string[]): void {
  const missing = want.filter((each) => !have.includes(each))
  const twice = have.filter((each, index) => have.indexOf(each) !== index)
  const strange = have.filter((each) => !want.includes(each))
  if (missing.length > 0) wrong.push(`${what}: lost ${missing.join(' ')}`)
  if (twice.length > 0) wrong.push(`${what}: twice ${twice.join(' ')}`)
  if (strange.length > 0) wrong.push(`${what}: wrong ${strange.join(' ')}`)
}

/** Orders of one account come in the order in which they were sent. */
function checkOrder(book: string, have: readonly string[], wrong: string[]): void {
  const last = new Map<string, number>()
  for (const entry of have) {
    const [name = '', kind, n] = entry.split('/')
    if (kind !== 'order') continue
    if (Number(n) < (last.get(name) ?? 0)) wrong.push(`${book}: out of order ${entry}`)
    last.set(name, Number(n))
  }
}
