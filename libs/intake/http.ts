import { Readable } from 'node:stream'
import { type Api, Problem } from '#http'
import { FileError, type Row, readCsv, readNdjson } from './rows.ts'
import type { ImportLine } from './take.ts'

/** Lets routes take files as streams. */
export function acceptFiles(http: Api): void {
  for (const type of ['text/csv', 'application/x-ndjson'])
    if (!http.hasContentTypeParser(type))
      http.addContentTypeParser(
        type,
        (_request: unknown, payload: unknown, done: (error: null, body: unknown) => void) => done(null, payload),
      )
}

interface FileCall {
  readonly headers: { readonly 'content-type'?: string | undefined }
  readonly body: unknown
  tookRow(): Promise<void>
}

/**
 * The rows of a file that is being sent, each an item of the key’s limit; `optional` columns may be missing. Read as far as
 * the first, so that a wrong header is still an error of the call.
 * @throws Problem `request.media-type`, `csv.header`, `csv.encoding`
 */
export async function rowsOf(
  call: FileCall,
  columns: readonly string[],
  optional: readonly string[] = [],
): Promise<AsyncGenerator<Row>> {
  const type = call.headers['content-type']?.split(';')[0]?.trim()
  if (type !== 'text/csv' && type !== 'application/x-ndjson') throw new Problem('request.media-type')
  // What is left of a file that is refused is read off by the server: ended here, the connection would end before the answer.
  const body = (call.body as Readable).iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  const rows = type === 'text/csv' ? readCsv(body, columns, optional) : readNdjson(body)
  const first = await rows.next().catch((error: unknown) => {
    if (error instanceof FileError) throw new Problem(error.code, error.message)
    throw error
  })
  return (async function* () {
    if (first.done) return
    yield first.value
    for await (const row of rows) {
      await call.tookRow()
      yield row
    }
  })()
}

/** The answer to a file: bad rows with their line, progress, at last `done`; or that it broke off. */
export function answerLines(lines: AsyncIterable<ImportLine>, brokeOff: (error: unknown) => void): Readable {
  return Readable.from(
    (async function* () {
      try {
        for await (const line of lines) yield `${JSON.stringify(line)}\n`
      } catch (error) {
        brokeOff(error)
        yield `${JSON.stringify({ failed: 'The import broke off; what was counted before is kept. Send the same file again: what is there already changes nothing.' })}\n`
      }
    })(),
  )
}
