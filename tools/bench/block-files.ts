import { Readable } from 'node:stream'
import { GatewayProcess } from './child.ts'
import { report } from './print.ts'
import { ADMIN_KEY, workplace } from './workplace.ts'

const PART = 5000

/** Blocks by file: so many rows in, told as they are taken, in force, and out again. */
export async function blockFiles(rows: number): Promise<void> {
  const { environment, clear } = workplace('embedded', { SERVICES: 'enforcement,catalogue', EDGES: 'enforcement' })
  const gateway = await GatewayProcess.start(environment)
  const headers = { authorization: `Bearer ${ADMIN_KEY}` }
  const portOf = (n: number) => `1069${String(n).padStart(8, '0')}`
  async function* file() {
    yield 'kind,value,scope,reason\n'
    for (let at = 0; at < rows; at += PART) {
      const part = Array.from({ length: Math.min(PART, rows - at) }, (_, n) => `port,${portOf(at + n)},all,spam\n`)
      yield part.join('')
    }
  }
  try {
    const began = performance.now()
    const answer = await fetch(`${gateway.url}/v1/import/blocks`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: Readable.toWeb(Readable.from(file())) as ReadableStream,
      duplex: 'half',
    } as RequestInit)
    const lines = (await answer.text()).trim().split('\n')
    const { done } = JSON.parse(lines.at(-1) as string) as { done?: { taken: number } }
    if (done?.taken !== rows) throw new Error(`not all of it was taken: ${lines.at(-1)}`)
    const taken = (performance.now() - began) / 1000
    let held = 0
    let out = Number.NaN
    while (held < rows) {
      const asked = performance.now()
      held = await rowsOf(`${gateway.url}/v1/export/blocks`, headers)
      out = (performance.now() - asked) / 1000
    }
    const all = (performance.now() - began) / 1000 - out
    const progress = lines.filter((line) => line.startsWith('{"progress"')).length
    report(
      `file of ${rows} blocks, rows/s taken / in force`,
      `${(rows / taken).toFixed(0)} / ${(rows / all).toFixed(0)}`,
    )
    report(`the same, lines of progress`, String(progress), '≥ 1 a second')
    report(`the same, exported, rows/s`, (rows / out).toFixed(0))
    report(`the same, MiB resident`, String(gateway.memoryMiB()))
  } finally {
    await gateway.end('SIGKILL')
    clear()
  }
}

/** Rows of a CSV, counted as it comes. */
async function rowsOf(url: string, headers: Record<string, string>): Promise<number> {
  const { body } = await fetch(url, { headers })
  let count = -1
  for await (const part of body as unknown as AsyncIterable<Uint8Array>)
    for (const each of part) if (each === 10) count++
  return count
}
