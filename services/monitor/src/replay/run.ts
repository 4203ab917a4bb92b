import { Worker } from 'node:worker_threads'
import { partnerPenalties } from '#contracts'
import type { MonitorPolicy } from '#policy'
import { followTopic } from '#reference'
import type { Deps } from '#service'
import { lastRow, rowsOf } from '../archive.ts'
import { type Beside, beside } from './beside.ts'
import type { SideTold } from './side.ts'

/** Rows that the thread is given before it has done the first of them. */
const AHEAD = 4

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

/**
 * Two policies over the whole archive, in a thread of their own; the archive is read here and opened there.
 * @throws Error when the thread ends before its time, or `signal` is aborted
 */
export async function runBeside(
  deps: Pick<Deps, 'store' | 'bus' | 'policy'>,
  policies: { readonly proposed: MonitorPolicy; readonly held: MonitorPolicy },
  { signal, moved }: { readonly signal: AbortSignal; readonly moved: (moved: Moved) => void },
): Promise<Ran> {
  const workerData = { ...policies, zone: deps.policy.policy.timeZone }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData })
  try {
    return await ran(deps, worker, signal, moved)
  } finally {
    await worker.terminate()
  }
}

async function ran(
  { store, bus }: Pick<Deps, 'store' | 'bus'>,
  worker: Worker,
  signal: AbortSignal,
  moved: (moved: Moved) => void,
): Promise<Ran> {
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
  worker.on('exit', () => told ?? fail(new Error('the thread of the replay ended before its time')))
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
  const end = (await lastRow(store))?.row.until ?? 0
  for await (const { row } of rowsOf(store)) {
    from ??= row.from
    until = Math.max(until ?? row.until, row.until)
    erased += row.erased ?? 0
    worker.postMessage(row.data)
    under++
    await isSo(() => under < AHEAD)
    moved({ messages, share: end > from ? Math.min(1, Math.max(0, (row.until - from) / (end - from))) : 1 })
  }
  worker.postMessage(null)
  await isSo(() => told !== undefined)
  const { sides, partners } = told as NonNullable<typeof told>
  const found = beside(sides, partners, await punishedIn(bus))
  return { ...found, messages, erased, ...(from === undefined || until === undefined ? {} : { from, until }) }
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
