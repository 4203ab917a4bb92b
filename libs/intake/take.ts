import type { OutRecord } from '#bus'
import type { Flaw, Row } from './rows.ts'

export interface Summary {
  readonly rows: number
  readonly taken: number
  /** Rows that say what is known already. */
  readonly unchanged: number
  readonly refused: number
}

export type ImportLine =
  | ({ readonly line: number } & Flaw)
  | { readonly progress: Summary }
  | { readonly done: Summary; readonly omittedErrors: number; readonly proposal?: string; readonly status?: string }

const MOST_ERRORS = 1000
const SILENT_MS = 10_000

export type Values = Readonly<Record<string, string>>

export interface Intake {
  /** The record that a row becomes; a text or a flaw when it is refused; undefined when nothing would change. */
  readonly recordOf: (values: Values) => OutRecord | string | Flaw | undefined
  readonly publish: (records: readonly OutRecord[]) => Promise<void>
  /** Of a batch those that say what holds already, where only stored states can tell: published all the same, in their order. */
  readonly known?: (records: readonly OutRecord[]) => Promise<ReadonlySet<OutRecord>>
  /** Of a batch those that cannot be taken as they are, where only stored states can tell: what to say instead. */
  readonly doubtful?: (records: readonly OutRecord[]) => Promise<ReadonlyMap<OutRecord, string>>
  /** Waits until what was taken holds: the same file, sent again, then says what is known. */
  readonly settled?: () => Promise<void>
  /** Records that are made durable together. */
  readonly batch: number
}

/**
 * Takes rows as they come: a bad one is reported with its line, the rest is taken. What a progress line counts is durable:
 * a sender that is killed may go on after it.
 */
export async function* takeRows(rows: AsyncIterable<Row>, intake: Intake): AsyncGenerator<ImportLine> {
  const counts = { rows: 0, taken: 0, unchanged: 0, refused: 0 }
  let omittedErrors = 0
  let told = Date.now()
  let batch: { readonly line: number; readonly record: OutRecord }[] = []
  function* refuse(line: number, { error, code, of }: Flaw): Generator<ImportLine> {
    counts.refused++
    if (counts.refused <= MOST_ERRORS) yield { line, error, ...(code ? { code } : {}), ...(of ? { of } : {}) }
    else omittedErrors++
  }
  async function* flush(): AsyncGenerator<ImportLine> {
    if (batch.length === 0) return
    const doubts = await intake.doubtful?.(batch.map(({ record }) => record))
    for (const { line, record } of batch) {
      const doubt = doubts?.get(record)
      if (doubt !== undefined) yield* refuse(line, { error: doubt })
    }
    const records = batch.map(({ record }) => record).filter((record) => !doubts?.has(record))
    const known = (await intake.known?.(records))?.size ?? 0
    counts.unchanged += known
    counts.taken += records.length - known
    await intake.publish(records)
    batch = []
  }
  for await (const row of rows) {
    counts.rows++
    const result = 'error' in row ? row : intake.recordOf(row.values)
    if (typeof result === 'string') {
      yield* refuse(row.line, { error: result })
    } else if (result === undefined) {
      counts.unchanged++
    } else if ('error' in result) {
      yield* refuse(row.line, result)
    } else {
      batch.push({ line: row.line, record: result })
      if (batch.length >= intake.batch) yield* flush()
    }
    // A file that is read slowly is not silent: what stands between would take it for dead.
    if (counts.rows % 5000 === 0 || Date.now() - told > SILENT_MS) {
      told = Date.now()
      yield* flush()
      yield { progress: { ...counts } }
    }
  }
  yield* flush()
  await intake.settled?.()
  yield { done: { ...counts }, omittedErrors }
}
