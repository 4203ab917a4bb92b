import type { FastifyRequest } from 'fastify'
import { expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import type { Row } from '#intake'
import type { Deps } from '#service'
import { proposeFile, takeFile } from './imports.ts'

/** Where files come in, and what of them is in the log. */
class Desk {
  readonly log: OutRecord[] = []
  /** States that are stored, by key. */
  readonly stored = new Map<string, { body: unknown }>()
  readonly network = { isWhite: () => false }
  readonly request = { id: 'r1', caller: { keyId: 'k1', kind: 'operator' } } as unknown as FastifyRequest
  readonly deps = {
    config: { COUNTRY: 'CN', DEMO: 'on' },
    policy: { version: 'v1', policy: { timeZone: 'Asia/Shanghai' } },
    clock: { now: () => Date.parse('2026-11-26T12:00:00Z') },
    keyOf: (number: string) => number,
    network: this.network,
    staff: { get: () => undefined, list: () => [] },
    store: { load: async () => this.stored },
    bus: { partitions: 4, publish: async (records: readonly OutRecord[]) => void this.log.push(...records) },
  } as unknown as Deps

  async propose(values: readonly string[]): Promise<readonly string[]> {
    for await (const _ of proposeFile(this.deps, this.request, 'blocks', rowsOf(values)));
    const made = this.log.splice(0).find(({ message }) => message.type === 'proposal.made')
    return (made?.message.data as { preview: { chunks: string[] } }).preview.chunks
  }

  /** What was said to the sender. */
  async take(values: readonly string[], approved: readonly string[]): Promise<object[]> {
    return Array.fromAsync(takeFile(this.deps, this.request, 'blocks', rowsOf(values), approved))
  }

  get taken(): string[] {
    return this.log.map(({ message }) => (message.data as { target: { value: string } }).target.value)
  }
}

async function* rowsOf(values: readonly string[]): AsyncGenerator<Row> {
  let line = 1
  for (const value of values) yield { line: ++line, values: { kind: 'port', value, scope: 'all', reason: 'spam' } }
}

const ports = (from: number, count: number) => Array.from({ length: count }, (_, n) => String(from + n))

it('of an approved file no row is taken that stands in for another one, also behind rows that were refused', async () => {
  const desk = new Desk()
  const rows = ['', ...ports(10_660_000, 5499)]
  const approved = await desk.propose(rows)
  expect(approved).toHaveLength(2)
  const said = await desk.take([...rows.slice(0, 5001), ...ports(10_690_000, 499)], approved)
  expect(said).toContainEqual({
    line: 0,
    error: 'the file is not the one that was approved: nothing from here on was taken',
  })
  expect(desk.taken).toEqual(rows.slice(1, 5001))
  desk.log.length = 0
  expect((await desk.take(rows, approved)).at(-1)).toMatchObject({ done: { taken: 5499, refused: 1 } })
  expect(desk.taken).toEqual(rows.slice(1))
})
