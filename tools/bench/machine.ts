import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { report, spread } from './print.ts'

const PROBES = 300
const PAUSE_MS = 8
const ROUNDS = 5
const MESSAGES = 20_000

const message = {
  id: '0198c2f0-7d1e-7a51-9f0e-5b7a3c1d2e4f',
  at: 1_795_700_000_000,
  type: 'sms.received',
  data: { from: '8613800138000', to: '10086', text: '0000', link: 'a', segments: [{ reference: 7, of: 2 }] },
}

/**
 * What the machine gives at this hour, for a virtual one gives less or more as its neighbours do: how long one core takes
 * to write and read a message as JSON, µs, and how long the disk takes to make 4 KiB durable with nothing else to do, ms.
 * No message is acknowledged before its log is on the disk, so nothing that is measured after it can have a shorter tail
 * than that; figures of different days compare by these two lines.
 */
export async function machine(): Promise<void> {
  const written: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    let length = 0
    for (let i = 0; i < MESSAGES; i++) length += JSON.parse(JSON.stringify({ ...message, at: i })).id.length
    const { user, system } = process.cpuUsage(before)
    if (length !== MESSAGES * message.id.length) throw new Error('JSON lost something')
    written.push((user + system) / MESSAGES)
  }
  report('the machine: a message to JSON and back, µs of a core', spread(written, 2))
  const folder = mkdtempSync(join(tmpdir(), 'quadzero-bench-disk-'))
  const file = openSync(join(folder, 'probe'), 'w')
  const page = Buffer.alloc(4096, 1)
  const took: number[] = []
  for (let i = 0; i < PROBES; i++) {
    writeSync(file, page, 0, page.length, i * page.length)
    const began = performance.now()
    fdatasyncSync(file)
    took.push(performance.now() - began)
    await pause(PAUSE_MS)
  }
  closeSync(file)
  rmSync(folder, { recursive: true, force: true })
  const sorted = took.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] as number).toFixed(2)
  report('the machine: 4 KiB made durable on an idle disk, ms, p50 / p99 / most', `${at(0.5)} / ${at(0.99)} / ${at(1)}`)
}
