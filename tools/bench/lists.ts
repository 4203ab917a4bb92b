import { readConfig } from '#config'
import { partitionOf } from '#contracts'
import { numberKeys } from '#sms'
import type { StateWrite, Store } from '#store'
import { openAdapters } from '../../services/adapters.ts'
import { believed } from '../../services/believed.ts'
import { type ComplaintCase, caseKey, complaintCaseList } from '../../services/reports/src/domain/complaint-case.ts'
import type { Complaint, ComplaintState } from '../../services/reports/src/domain/state.ts'
import { readSecrets } from '../../services/secrets.ts'
import { GatewayProcess } from './child.ts'
import { report, spread } from './print.ts'
import { ADMIN_KEY, type Mode, workplace } from './workplace.ts'

const HOUR = 3_600_000
const EACH = 5
const BATCH = 5000
const ASKED = 30
const MOST_MS = 300

/** The queue of a million complaints that wait: its first page and its last, and those of one that is narrowed. */
export async function longList(mode: Mode, complaints: number): Promise<void> {
  const { environment, clear } = workplace(mode, { SERVICES: 'reports,catalogue', EDGES: 'reports' })
  await seed(environment, complaints)
  const gateway = await GatewayProcess.start(environment)
  try {
    for (const [what, query] of [
      ['all that wait', 'status=waiting'],
      ['those that came by letter, a twentieth', 'status=waiting&channel=letter'],
    ] as const)
      for (const [page, order] of [
        ['first', 'asc'],
        ['last', 'desc'],
      ] as const) {
        const [cold = Number.NaN, ...times] = await asked(
          `${gateway.url}/v1/complaints?${query}&order=${order}&limit=50`,
        )
        const goal = `each ≤ ${MOST_MS}`
        const told = `${spread(times, 1)}; the very first ${cold.toFixed(0)}`
        report(`${mode}: ${complaints} complaints, ${what}, ${page} page, ms`, told, goal)
      }
  } finally {
    await gateway.end('SIGKILL')
    clear()
  }
}

/** How long each of some calls took, ms; the first one reads what no memory has yet. */
async function asked(url: string): Promise<number[]> {
  const times: number[] = []
  for (let call = 0; call < ASKED; call++) {
    const began = performance.now()
    const answer = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
    const { items } = (await answer.json()) as { items: readonly unknown[] }
    times.push(performance.now() - began)
    if (items?.length !== 50) throw new Error(`${url}: ${answer.status}, ${items?.length} complaints instead of 50`)
  }
  return times
}

/** Complaints that came one a second up to now, put in as their lanes put them. */
async function seed(environment: Record<string, string>, complaints: number): Promise<void> {
  const config = readConfig(environment)
  const secrets = readSecrets(config)
  const keyOf = numberKeys(secrets.numberKey)
  const silent = { warn() {}, error() {} }
  const { store: plain, close } = await openAdapters(config, secrets, silent)
  const store = believed(plain, keyOf, config.PARTITIONS, silent)
  try {
    const now = Date.now()
    const people = Math.ceil(complaints / EACH)
    const msisdnOf = (person: number) => String(8_613_500_000_000 + person)
    const caseOf = (person: number, n: number): Complaint => {
      const madeAt = now - (n * people + person) * 100
      const number = String(10_000_000 + n * people + person)
      const channel = person % 20 === 0 ? 'letter' : 'sms'
      return { number, tenure: 0, text: `没有订过却被扣费 ${number}`, channel, madeAt, since: madeAt }
    }
    const stated = function* (): Generator<[key: string, ComplaintState]> {
      for (let person = 0; person < people; person++) {
        const msisdn = msisdnOf(person)
        const cases = Array.from({ length: EACH }, (_, n) => caseOf(person, n))
        yield [keyOf(msisdn), { msisdn, tenure: 0, language: 'zh-CN', held: [], acted: [], cases }]
      }
    }
    // In the order of the list, which an index takes best.
    const listed = function* (): Generator<[key: string, ComplaintCase]> {
      for (let n = 0; n < EACH; n++)
        for (let person = 0; person < people; person++) {
          const subscriber = keyOf(msisdnOf(person))
          const { number, channel, madeAt } = caseOf(person, n)
          const dueAt = madeAt + 48 * HOUR
          yield [caseKey(subscriber, number), { subscriber, number, channel, madeAt, dueAt }]
        }
    }
    await put(store, 'complaints', config.PARTITIONS, stated(), () => ({ tags: undefined, sort: '' }))
    await put(store, 'complaint-cases', config.PARTITIONS, listed(), (each) => ({
      tags: Object.entries(complaintCaseList.index?.(each) ?? {}).map(([name, value]) => `${name}=${value}`),
      sort: complaintCaseList.sort?.(each) ?? '',
    }))
  } finally {
    await close()
  }
}

async function put<State>(
  store: Store,
  process: string,
  partitions: number,
  states: Iterable<readonly [key: string, body: State]>,
  placed: (body: State) => Pick<StateWrite, 'tags' | 'sort'>,
): Promise<void> {
  const lanes = await Promise.all(
    Array.from({ length: partitions }, async (_, lane) => {
      const id = { process, lane }
      return { id, epoch: (await store.takeOver(id, 'bench')).epoch, seq: 0, waiting: [] as StateWrite[] }
    }),
  )
  const flush = async (lane: (typeof lanes)[number]) => {
    const { id, epoch } = lane
    const states = lane.waiting.splice(0)
    lane.seq++
    await store.commit({ id, epoch, seq: lane.seq, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
  }
  for (const [key, body] of states) {
    const lane = lanes[partitionOf(key, partitions)] as (typeof lanes)[number]
    lane.waiting.push({ key, body, wakeAt: undefined, ...placed(body), fresh: true })
    if (lane.waiting.length === BATCH) await flush(lane)
  }
  for (const lane of lanes) await flush(lane)
}
