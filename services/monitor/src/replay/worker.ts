import { parentPort, workerData } from 'node:worker_threads'
import { Monitor, unpacked } from '#monitor'
import type { MonitorPolicy } from '#policy'
import { Side } from './side.ts'

/* A thread of its own: it reads the archive under two policies, so that the gateway beside it does not wait. */
interface Given {
  readonly zone: string
  readonly proposed: MonitorPolicy
  readonly held: MonitorPolicy
}

const { zone, proposed, held } = workerData as Given
const sides = [proposed, held].map((figures) => new Side(new Monitor(figures, zone))) as [Side, Side]

parentPort?.on('message', (data: string | null) => {
  if (data !== null) {
    const { messages } = unpacked(data)
    for (const side of sides) for (const each of messages) side.take(each)
    return parentPort?.postMessage({ messages: messages.length })
  }
  const [now, before] = sides
  parentPort?.postMessage({ sides: [now.told(), before.told()], partners: now.partners })
})
