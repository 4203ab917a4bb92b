import {
  accessSync,
  constants,
  createReadStream,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable, Transform } from 'node:stream'
import { SingleBar } from 'cli-progress'
import { CliError, type Client } from './client.ts'

export interface Summary {
  readonly rows: number
  readonly taken: number
  readonly unchanged: number
  readonly refused: number
}

interface Line {
  readonly line?: number
  readonly error?: string
  readonly progress?: Summary
  readonly done?: Summary
  readonly failed?: string
  readonly omittedErrors?: number
  readonly proposal?: string
  readonly status?: string
}

const none: Summary = { rows: 0, taken: 0, unchanged: 0, refused: 0 }
const add = (a: Summary, b: Summary): Summary => ({
  rows: a.rows + b.rows,
  taken: a.taken + b.taken,
  unchanged: a.unchanged + b.unchanged,
  refused: a.refused + b.refused,
})

/**
 * Sends a file, of any length in flat memory. How far it is durable is kept beside it (`FILE.progress`), so that an import
 * that was killed goes on there. @throws CliError when the gateway refuses it, or the connection ends before it is done
 */
export async function importFile(
  client: Client,
  kind: string,
  file: string,
  { restart, bar: wantsBar, proposal }: { restart: boolean; bar: boolean; proposal?: string },
): Promise<Summary> {
  const place = new Place(file, kind)
  if (restart) place.forget()
  const before = place.reached()
  if (before.rows > 0)
    console.error(`going on after row ${before.rows}, which an earlier import reached (--restart begins again)`)
  const bar = wantsBar ? new SingleBar({ format: '{bar} {percentage}% | {eta_formatted} left' }) : undefined
  bar?.start(place.size, 0)
  const isNdjson = /\.(ndjson|jsonl)$/.test(file)
  const sent = createReadStream(file)
    .pipe(
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bar?.increment(chunk.length)
          done(null, chunk)
        },
      }),
    )
    .pipe(withoutRows(before.rows, !isNdjson))
  const query = proposal === undefined ? '' : `?proposal=${encodeURIComponent(proposal)}`
  const response = await client.call('POST', `/v1/import/${kind}${query}`, {
    body: Readable.toWeb(sent) as ReadableStream,
    type: isNdjson ? 'application/x-ndjson' : 'text/csv',
  })
  let summary: Summary | undefined
  let failure: string | undefined
  try {
    for await (const text of createInterface({ input: Readable.fromWeb(response.body as never) })) {
      const line = JSON.parse(text) as Line
      if (line.error !== undefined) console.error(`line ${(line.line ?? 0) + before.rows}: ${line.error}`)
      if (line.omittedErrors) console.error(`... and ${line.omittedErrors} more refused rows`)
      if (line.progress) place.keep(add(before, line.progress))
      failure ??= line.failed
      summary ??= line.done
      if (line.status === 'open')
        console.error(`It waits for a second person: proposal ${line.proposal}, see /v1/proposals.`)
    }
  } catch {
    // The connection broke: what was reached is kept beside the file.
  }
  bar?.stop()
  if (!summary)
    throw new CliError(
      3,
      failure ?? 'The connection ended before the import did. Import the same file again: it goes on where it stood.',
    )
  place.forget()
  return add(before, summary)
}

/** How far a file was taken, kept beside it; of a file that has changed since, nothing. */
class Place {
  readonly #file: string
  readonly #mark: string
  readonly size: number

  constructor(file: string, kind: string) {
    accessSync(file, constants.R_OK)
    const stat = statSync(file)
    if (!stat.isFile()) throw new CliError(2, `${file} is no file. Name another.`)
    const { size, mtimeMs } = stat
    this.size = size
    this.#mark = `${kind} ${size} ${Math.floor(mtimeMs)}`
    this.#file = `${file}.progress`
  }

  reached(): Summary {
    if (!existsSync(this.#file)) return none
    try {
      const kept = JSON.parse(readFileSync(this.#file, 'utf8')) as { mark: string; reached: Summary }
      return kept.mark === this.#mark ? kept.reached : none
    } catch {
      // Half-written, or somebody else’s: the whole file is sent, which changes nothing that is there.
      return none
    }
  }

  keep(reached: Summary): void {
    try {
      writeFileSync(this.#file, JSON.stringify({ mark: this.#mark, reached }))
    } catch {
      // A folder that cannot be written: the whole file is sent again then, which changes nothing.
    }
  }

  forget(): void {
    rmSync(this.#file, { force: true })
  }
}

/** Leaves out the first rows of a file, and keeps its header. Empty lines are no rows. */
function withoutRows(rows: number, hasHeader: boolean): Transform {
  let left = rows
  let header = hasHeader
  let rest = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (left === 0 && !header) return done(null, chunk)
      rest = Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(10); end !== -1 && (left > 0 || header); end = rest.indexOf(10)) {
        const line = rest.subarray(0, end + 1)
        rest = rest.subarray(end + 1)
        if (header) {
          header = false
          this.push(line)
        } else if (line.toString('latin1').trim() !== '') left--
      }
      if (left === 0 && !header) {
        this.push(rest)
        rest = Buffer.alloc(0)
      }
      done()
    },
    flush(done) {
      if (left === 0) this.push(rest)
      done()
    },
  })
}
