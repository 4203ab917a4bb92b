import { parentPort, workerData } from 'node:worker_threads'
import { Monitor, unpacked } from '#monitor'
import type { MonitorPolicy } from '#policy'
import { Side } from './side.ts'

/* A thread of its own: it reads the archive under two policies, so that the gateway beside it does not wait. */
interface Given {
  readonly zone: string
  readonly proposed: MonitorPolicy
  readonly held: MonitorPolicy
  /** In shadow since then: what either flagged before is not told. */
  readonly since?: number
}

/** A row of the archive, of whose messages the first were taken before; null: tell what there is. */
type Asked = { readonly data: string; readonly skip: number } | null

const { zone, proposed, held, since } = workerData as Given
const sides = [proposed, held].map((figures) => new Side(new Monitor(figures, zone))) as [Side, Side]
let isBefore = since !== undefined

const begin = () => {
  isBefore = false
  for (const side of sides) side.forget()
}

parentPort?.on('message', (asked: Asked) => {
  if (asked !== null) {
    const messages = unpacked(asked.data).messages.slice(asked.skip)
    for (const each of messages) {
      if (isBefore && each.at >= (since as number)) begin()
      for (const side of sides) side.take(each)
    }
    return parentPort?.postMessage({ messages: messages.length })
  }
  if (isBefore) begin()
  const [now, before] = sides
  parentPort?.postMessage({ sides: [now.told(), before.told()], partners: now.partners })
})
