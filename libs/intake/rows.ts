import { parse } from 'csv-parse/sync'
import { undefused } from '#csv'

/** Why a row is not taken: in English, and by a code with what it speaks of, for who says it in another language. */
export interface Flaw {
  readonly error: string
  readonly code?: string
  readonly of?: Readonly<Record<string, string | number>>
}

/** A row of a file, or why it is none. `line` counts from 1, the header included. */
export type Row =
  | { readonly line: number; readonly values: Readonly<Record<string, string>> }
  | ({ readonly line: number } & Flaw)

const MAX_LINE = 8192

/** The file as a whole cannot be read: nothing of it was taken. */
export class FileError extends Error {
  readonly code: 'csv.header' | 'csv.encoding'
  constructor(code: FileError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Reads CSV (UTF-8, header, RFC 4180, a BOM is fine) line by line, in flat memory. Our fields hold no line breaks, so a
 * quote that was left open costs its own line and not the rest of the file; so does a line in another encoding.
 * @param optional columns that the header may leave out
 * @throws FileError for a wrong header, or a file in UTF-16
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  columns: readonly string[],
  optional: readonly string[] = [],
): AsyncGenerator<Row> {
  let header: readonly string[] | undefined
  for await (const { line, bytes } of lines(chunks)) {
    if (header === undefined) {
      if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
        throw new FileError('csv.encoding', 'the file is UTF-16; save it as UTF-8')
      header = headerOf(bytes, columns, optional)
      continue
    }
    if (bytes.length === 0) continue
    yield rowOf(line, bytes, header)
  }
  if (header === undefined)
    throw new FileError('csv.header', `the file is empty; its first line must be ${columns.join(',')}`)
}

/** Reads NDJSON: one object a line, its values strings or numbers. */
export async function* readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  for await (const { line, bytes } of lines(chunks)) {
    const text = decode(bytes)
    if (text === undefined) yield { line, error: 'not UTF-8', code: 'row.encoding' }
    else if (text.trim() !== '') yield objectOf(line, text)
  }
}

function objectOf(line: number, text: string): Row {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { line, error: 'not a JSON object', code: 'row.json' }
    return {
      line,
      values: Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, each === null ? '' : String(each)]),
      ),
    }
  } catch {
    return { line, error: 'not JSON', code: 'row.json' }
  }
}

function headerOf(bytes: Uint8Array, columns: readonly string[], optional: readonly string[]): readonly string[] {
  const text = decode(bytes)?.replace(/^\ufeff/, '')
  const names = text === undefined ? undefined : split(text)?.map((name) => name.trim())
  const needed = columns.filter((column) => !optional.includes(column))
  const fits =
    names &&
    new Set(names).size === names.length &&
    names.every((name) => columns.includes(name)) &&
    needed.every((column) => names.includes(column))
  if (!fits)
    throw new FileError(
      'csv.header',
      `the first line must be ${columns.join(',')}${optional.length > 0 ? `; ${optional.join(', ')} may be left out` : ''}`,
    )
  return names
}

function rowOf(line: number, bytes: Uint8Array, header: readonly string[]): Row {
  if (bytes.length > MAX_LINE)
    return { line, error: `longer than ${MAX_LINE} octets`, code: 'row.long', of: { most: MAX_LINE } }
  const text = decode(bytes)
  if (text === undefined) return { line, error: 'not UTF-8; save the file as UTF-8', code: 'row.encoding' }
  const values = split(text)
  if (!values) return { line, error: 'a quote is left open or stands in the wrong place', code: 'row.quote' }
  if (values.length !== header.length) {
    const of = { fields: values.length, wanted: header.length }
    return { line, error: `${values.length} fields instead of ${header.length}`, code: 'row.fields', of }
  }
  return {
    line,
    values: Object.fromEntries(header.map((name, index) => [name, undefused((values[index] as string).trim()).trim()])),
  }
}

function split(text: string): string[] | undefined {
  if (!text.includes('"')) return text.split(',')
  try {
    return (parse(text, { relax_column_count: true }) as string[][])[0]
  } catch {
    return undefined
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<{ line: number; bytes: Buffer }> {
  let rest: Buffer = Buffer.alloc(0)
  let line = 0
  for await (const chunk of chunks) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk)
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10)) {
      yield { line: ++line, bytes: trimReturn(bytes.subarray(0, end)) }
      bytes = bytes.subarray(end + 1)
    }
    // A line without an end does not fill the memory: what is beyond the limit is known to be too long.
    rest = bytes.length > 2 * MAX_LINE ? bytes.subarray(0, 2 * MAX_LINE) : bytes
  }
  if (rest.length > 0) yield { line: ++line, bytes: trimReturn(rest) }
}

const trimReturn = (bytes: Buffer): Buffer => (bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes)
