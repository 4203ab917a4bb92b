import { spawn } from 'node:child_process'
import { closeSync, fstatSync, mkdtempSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { report } from './print.ts'

const program = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64']
/** Its memory is told at each of so many parts of the file. */
const PARTS = 11

interface Sample {
  /** Of the file that was read, 0 to 1. */
  readonly share: number
  readonly cpuSeconds: number
  readonly memoryMiB: number
}

/**
 * `quadzero replay` as anybody would call it, over a file of a whole population: how fast it is by the clock and by processor,
 * and whether its memory stays flat. The file takes 4 GB in the folder for temporary files.
 */
export async function replayOfFile({ partners, days }: { partners: number; days: number }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quadzero-bench-replay-'))
  try {
    const file = join(folder, 'log.ndjson')
    const log = openSync(file, 'w')
    const population = ['--seed', '2001', '--partners', `${partners}`, '--days', `${days}`]
    await run([program('../population/main.ts'), ...population], log)
    const size = fstatSync(log).size
    closeSync(log)
    const flags = openSync(join(folder, 'flags.ndjson'), 'w')
    const samples: Sample[] = []
    const began = performance.now()
    const said = await run([program('../cli/main.ts'), 'replay', file], flags, (pid) => {
      const sample = sampleOf(pid, file, size)
      if (sample) samples.push(sample)
    })
    const seconds = (performance.now() - began) / 1000
    closeSync(flags)
    const lines = Number(/^(\d+) lines/m.exec(said)?.[1])
    const cpu = samples.at(-1)?.cpuSeconds ?? Number.NaN
    report(
      `replay of ${lines} events from a file of ${(size / 1e9).toFixed(1)} GB, events/s`,
      (lines / seconds).toFixed(0),
      '≥ 50,000',
    )
    report('  the same, events/s of a core', (lines / cpu).toFixed(0))
    for (let part = 1; part <= PARTS; part++) {
      const until = samples.filter(({ share }) => share <= part / PARTS)
      const most = Math.max(...until.slice(-10).map(({ memoryMiB }) => memoryMiB))
      report(`  resident after ${((lines * part) / PARTS / 1e6).toFixed(1)} million, MiB`, `${most}`)
    }
    console.log(`  ${said.trim()}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs a program of this repository; what it says of itself is returned. @throws Error when it does not end well */
function run(args: readonly string[], out: number, watch: (pid: number) => void = () => undefined): Promise<string> {
  const child = spawn(process.execPath, [...FLAGS, ...args], { stdio: ['ignore', out, 'pipe'] })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const watching = setInterval(() => watch(child.pid as number), 250)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watching)
      if (code === 0) resolve(said)
      else reject(new Error(`${args[0]} ended with ${code}: ${said}`))
    })
  })
}

/** How far it has read, and what it took until now; undefined: it does not read yet, or has ended. */
function sampleOf(pid: number, file: string, size: number): Sample | undefined {
  try {
    const opened = readdirSync(`/proc/${pid}/fd`).find((each) => readlinkSync(`/proc/${pid}/fd/${each}`) === file)
    if (opened === undefined) return undefined
    const [, position] = /pos:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/fdinfo/${opened}`, 'utf8')) ?? []
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    const [, resident] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return {
      share: Number(position) / size,
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
      memoryMiB: Math.round(Number(resident) / 1024),
    }
  } catch {
    return undefined
  }
}
