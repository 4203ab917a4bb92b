import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { partnerPenalties } from '#contracts'
import type { MonitorPolicy } from '#policy'
import { followTopic } from '#reference'
import type { Deps } from '#service'
import { Finding } from '#store'
import { allRowsOf, isClosed, lastRow } from '../archive.ts'
import { type Beside, beside } from './beside.ts'
import type { SideTold } from './side.ts'

/** Rows that the thread is given before it has done the first of them. */
const AHEAD = 4
/** In shadow, what came to the archive is looked for so often. */
const LOOK_MS = 2000
/** While the rows of the archive’s lane are being found it is asked for again after this. */
const FINDING_MS = 1000

export interface Moved {
  readonly messages: number
  /** How far in the time that the archive is of, 0 to 1. */
  readonly share: number
}

export interface Ran extends Beside {
  readonly messages: number
  /** Of what time it was; absent where the archive is empty. */
  readonly from?: number
  readonly until?: number
  /** Observations of subscribers who were erased: of these times it is not what was live. */
  readonly erased: number
}

export interface Given {
  readonly signal: AbortSignal
  readonly moved: (moved: Moved) => void
  /** In shadow: from then until then, with what it came to so far. */
  readonly shadow?: { readonly since: number; readonly until: number; readonly found: (ran: Ran) => void }
}

type RunDeps = Pick<Deps, 'store' | 'bus' | 'policy' | 'clock'>

/**
 * Two policies over the whole archive, in a thread of their own; the archive is read here and opened there. In shadow both
 * go on with what comes to it.
 * @throws Error when the thread ends before its time, a row cannot be believed, or `signal` is aborted
 */
export async function runBeside(
  deps: RunDeps,
  policies: { readonly proposed: MonitorPolicy; readonly held: MonitorPolicy },
  given: Given,
): Promise<Ran> {
  const since = given.shadow?.since
  const zone = deps.policy.policy.timeZone
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { ...policies, zone, ...(since === undefined ? {} : { since }) },
  })
  try {
    return await ran(deps, worker, given)
  } finally {
    await worker.terminate()
  }
}

async function ran(deps: RunDeps, worker: Worker, { signal, moved, shadow }: Given): Promise<Ran> {
  const { store, bus, clock } = deps
  let [messages, under, erased] = [0, 0, 0]
  let from: number | undefined
  let until: number | undefined
  let wake = () => {}
  let failed: unknown
  let told: { readonly sides: readonly [SideTold, SideTold]; readonly partners: number } | undefined
  const fail = (error: unknown) => {
    failed ??= error
    wake()
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the thread of the replay ended before its time')))
  signal.addEventListener('abort', () => fail(new Error('the replay was stopped')), { once: true })
  if (signal.aborted) fail(new Error('the replay was stopped'))
  worker.on('message', (answer: { messages: number } | NonNullable<typeof told>) => {
    if ('sides' in answer) told = answer
    else [messages, under] = [messages + answer.messages, under - 1]
    wake()
  })
  const isSo = async (holds: () => boolean) => {
    while (!holds()) {
      if (failed) throw failed
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    if (failed) throw failed
  }
  /** The message that comes next, and the last row that is not added to any more. */
  let [next, closed] = [0, '']
  const read = async () => {
    const end = (await lastRow(store))?.row.until ?? 0
    for await (const { key, row } of allRowsOf(store, closed)) {
      const first = Number(key)
      const skip = Math.max(0, next - first)
      if (isClosed(row)) closed = key
      if (skip >= row.messages) continue
      from ??= row.from
      until = Math.max(until ?? row.until, row.until)
      if (skip === 0) erased += row.erased ?? 0
      next = first + row.messages
      worker.postMessage({ data: row.data, skip })
      under++
      await isSo(() => under < AHEAD)
      moved({ messages, share: end > from ? Math.min(1, Math.max(0, (row.until - from) / (end - from))) : 1 })
    }
  }
  const readAll = async () => {
    for (;;) {
      try {
        return await read()
      } catch (error) {
        if (!(error instanceof Finding) || failed) throw error
        await clock.sleep(FINDING_MS, signal)
      }
    }
  }
  const tell = async (): Promise<Ran> => {
    told = undefined
    worker.postMessage(null)
    await isSo(() => told !== undefined)
    const { sides, partners } = told as NonNullable<typeof told>
    const span = from === undefined || until === undefined ? {} : { from: shadow?.since ?? from, until }
    return { ...beside(sides, partners, await punishedIn(bus)), messages, erased, ...span }
  }
  await readAll()
  let found = await tell()
  while (shadow && clock.now() < shadow.until) {
    shadow.found(found)
    await pause(Math.min(LOOK_MS, Math.max(1, shadow.until - clock.now())), undefined, { signal })
    await readAll()
    found = await tell()
  }
  return found
}

/** Partners that a verdict took points from, and that did not win an appeal. */
async function punishedIn(bus: Deps['bus']): Promise<ReadonlySet<string>> {
  const cases = new Map<string, string>()
  const stop = await followTopic(bus, partnerPenalties, ({ type, data }) => {
    if (type === 'penalty.given' && data.points > 0) cases.set(data.case, data.partnerId)
    if (type === 'penalty.undone') cases.delete(data.case)
  })
  await stop()
  return new Set(cases.values())
}
