import { closeSync, createReadStream, openSync, readFileSync, statSync } from 'node:fs'
import { SingleBar } from 'cli-progress'
import { monitorObservations } from '#contracts'
import { type Heard, Monitor, type Observation, type Raised, WaysBeside } from '#monitor'
import { loadPolicy, monitorPolicySchema, overridden } from '#policy'
import { CliError } from './client.ts'
import { Beside } from './replay-beside.ts'
import { type Line, parsed } from './replay-lines.ts'
import type { OddLine } from './replay-thread.ts'

/** Bad lines that are told one by one. */
const MOST_TOLD = 20
/** More than this share of partners flagged: the policy is told to be one that flags nearly everybody. */
const NEARLY_ALL = 0.7

/** As the live one tells it, with the charges that show it best; without what only a running gateway has. */
export type ReplayedFlag = Raised['flag'] & { readonly charges: readonly string[] }

export interface ReplayOptions {
  readonly policy?: string | undefined
  /** The policy that it is held against; absent: none is. */
  readonly against?: string | undefined
  /** Writes one flag. */
  readonly out: (flag: ReplayedFlag) => void | Promise<void>
  /** Says something to whoever watches. */
  readonly say: (text: string) => void
  readonly bar: boolean
}

export interface Replayed {
  readonly lines: number
  readonly counted: number
  readonly bad: number
  readonly unknown: number
  readonly late: number
  readonly jumped: number
  /** Observations of subscribers who were erased from the archive: of their times it is not what was live. */
  readonly erased: number
  readonly beyond: number
  readonly flags: number
  /** Of whom anything was counted; and all that are named, by the catalogue or by what was counted. */
  readonly partners: number
  readonly named: number
  readonly flagged: number
  readonly policy: string
  /** Partners that only this policy flags, those that only the other one does, and those that both do. */
  readonly beside?: { readonly newly: readonly string[]; readonly noLonger: readonly string[]; readonly both: number }
}

/**
 * The monitor over a file of messages, a line each, in order of arrival, as a running gateway would have run over them: the same
 * code, the same flags. Some lines at a time, which a thread beside reads: a file may be larger than the memory.
 */
export async function replay(
  given: string | AsyncIterable<Uint8Array>,
  { policy: policyFile, against, out, say, bar }: ReplayOptions,
): Promise<Replayed> {
  const { policy, version } = policyOf(policyFile)
  const size = typeof given === 'string' ? sizeOf(given) : 0
  // Of a pipe or a terminal more may be waited for without end, and not by who has to answer meanwhile.
  const isPipe = typeof given === 'string' && !statSync(given).isFile()
  const file = isPipe ? createReadStream(given, { highWaterMark: 1 << 18 }) : given
  const other = against === undefined ? undefined : monitorOf(against)
  using opened = typeof file === 'string' ? new Opened(file) : undefined
  await using beside = new Beside(policy.monitor, opened?.fd)
  const ways = new WaysBeside(policy.monitor, beside)
  // Without a policy to try, what was released holds from where it stands in the file on, as it did live.
  const monitor = new Monitor(policy.monitor, policy.timeZone, { follows: policyFile === undefined, ways })
  const progress = bar
    ? new SingleBar({ format: '{bar} {percentage} % · {lines} lines · {flags} flags', stream: process.stderr })
    : undefined
  progress?.start(Math.max(1, size), 0, { lines: 0, flags: 0 })
  let [lines, bad, flags] = [0, 0, 0]
  const erased = new Erased()
  const flagged = new Set<string>()
  const isBad = (why: string) => {
    bad++
    if (bad <= MOST_TOLD) say(`line ${lines}: ${why}`)
    if (bad === MOST_TOLD) say('More bad lines are counted, and not told one by one.')
  }
  const tell = async () => {
    for (const { flag, charges } of monitor.raised()) {
      flags++
      if (!flag.shadow) flagged.add(flag.partner)
      await out({ ...flag, charges })
    }
  }
  const hear = (heard: Heard, at: number) => {
    other?.hear(heard, at)
    return monitor.hear(heard, at)
  }
  const takeOdd = (line: OddLine) => {
    if (line.is === 'bad') isBad(line.why)
    else if (line.is === 'unreadable') {
      hear(line.is, 0)
      isBad(line.why)
    } else if (line.is === 'unknown') hear(line.is, 0)
    else if (line.is === 'erased') erased.add((parsed(line.text) as Line).message)
    else if (line.is === 'set') {
      const { data, at } = (parsed(line.text) as Line).message
      if (!hear({ set: data }, at)) isBad(`${monitorObservations.name}: figures that are none`)
    }
  }
  let octets = 0
  for await (const { batch, seen } of beside.batches(typeof file === 'string' ? undefined : file)) {
    octets += batch.octets
    ways.begin(batch.batch, seen.length)
    let place = 0
    for (let line = 0; line < batch.lines; line++) {
      lines++
      const odd = batch.odd.get(line)
      if (odd) takeOdd(odd)
      const [at, until] = [batch.at[line] as number, place + (batch.observations[line] as number)]
      for (; place < until; place++) {
        const each = seen[place] as Observation
        other?.take(each, at)
        ways.place = place
        monitor.take(each, at)
      }
      if (monitor.hasRaised) await tell()
    }
    ways.end()
    progress?.update(octets, { lines, flags })
  }
  monitor.end()
  await tell()
  progress?.stop()
  if (erased.count > 0) say(erased.told)
  const { jumped, beyond, left } = monitor
  const { counted: partners, named } = monitor.partners
  if (partners >= 10 && flagged.size > partners * NEARLY_ALL)
    say(`This policy flags ${flagged.size} of ${partners} partners: it would flag nearly everybody. Do not release it.`)
  const counted = lines - bad - left.unknown
  const { unknown, late } = left
  const read = { lines, counted, bad, unknown, late, jumped, erased: erased.count, beyond }
  const done = { ...read, flags, partners, named, flagged: flagged.size }
  return { ...done, policy: version, ...(other ? { beside: besideOf(flagged, other) } : {}) }
}

class Opened implements Disposable {
  readonly fd: number

  constructor(file: string) {
    this.fd = openSync(file, 'r')
  }
  [Symbol.dispose](): void {
    closeSync(this.fd)
  }
}

/** Who was erased from an archive, and of which times it is not what was live. */
class Erased {
  count = 0
  #from = Number.POSITIVE_INFINITY
  #until = 0

  add({ at, data }: Line['message']): void {
    const { observations, until } = (data ?? {}) as { observations?: unknown; until?: unknown }
    if (!Number.isSafeInteger(observations) || (observations as number) < 0 || typeof until !== 'number') return
    if ([at, until].some((each) => Number.isNaN(new Date(each).getTime()))) return
    this.count += observations as number
    this.#from = Math.min(this.#from, at)
    this.#until = Math.max(this.#until, until)
  }

  get told(): string {
    const [from, until] = [this.#from, this.#until].map((at) => new Date(at).toISOString())
    return `${this.count} observations between ${from} and ${until} say of nobody any more of whom they are: subscribers were erased. Flags of that time, and of the weeks after it, may be others than were live.`
  }
}

/** @throws CliError when it is no file */
function sizeOf(file: string): number {
  const found = statSync(file)
  if (found.isDirectory()) throw new CliError(2, `${file} is a folder. Name a file.`)
  return found.size
}

function monitorOf(file: string): Monitor {
  const { policy } = policyOf(file)
  return new Monitor(policy.monitor, policy.timeZone)
}

/** Who is flagged under the one policy and who under the other. */
function besideOf(flagged: ReadonlySet<string>, other: Monitor): NonNullable<Replayed['beside']> {
  other.end()
  const others = new Set(other.raised().flatMap(({ flag }) => (flag.shadow ? [] : [flag.partner])))
  const newly = [...flagged.difference(others)].sort()
  return { newly, noLonger: [...others.difference(flagged)].sort(), both: flagged.size - newly.length }
}

/** A policy to try: of the shape of POLICY_FILE, or only what stands under `monitor` in it. */
function policyOf(file: string | undefined) {
  if (file === undefined) return loadPolicy()
  sizeOf(file)
  const text = readFileSync(file, 'utf8')
  try {
    const given = JSON.parse(text) as object
    const isMonitor = Object.keys(given).some((key) => key in monitorPolicySchema.shape) && !('monitor' in given)
    return overridden(isMonitor ? { monitor: given } : given)
  } catch (error) {
    throw new CliError(2, `Policy ${file}: ${(error as Error).message}`)
  }
}
