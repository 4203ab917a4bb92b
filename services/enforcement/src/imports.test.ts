import type { FastifyRequest } from 'fastify'
import { expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import type { BlockTarget } from '#contracts'
import type { Row } from '#intake'
import { NetworkBlocks } from '#reference'
import type { Deps } from '#service'
import { type ImportKind, proposeFile, takeFile } from './imports.ts'

/** Where files come in, and what of them is in the log. */
class Desk {
  readonly log: OutRecord[] = []
  /** States that are stored, by key. */
  readonly stored = new Map<string, { body: unknown }>()
  readonly network = new NetworkBlocks()
  readonly request = { id: 'r1', caller: { keyId: 'k1', kind: 'operator' } } as unknown as FastifyRequest
  readonly deps = {
    config: { COUNTRY: 'CN', DEMO: 'on' },
    policy: { version: 'v1', latest: { version: 'v1' }, policy: { timeZone: 'Asia/Shanghai' } },
    clock: { now: () => Date.parse('2026-11-26T12:00:00Z') },
    keyOf: (number: string) => number,
    network: this.network,
    staff: { get: () => undefined, list: () => [] },
    store: { load: async () => this.stored },
    bus: {
      partitions: 4,
      publish: async (records: readonly OutRecord[]) => {
        for (const each of records) this.hear(each)
      },
    },
  } as unknown as Deps

  /** What is in the log is done. */
  private hear(record: OutRecord): void {
    this.log.push(record)
    const { type, data, ...envelope } = record.message
    if (type !== 'block.place') return
    const block = { from: envelope.at, ...(data as { target: BlockTarget; scope: 'all' }) }
    this.stored.set(record.key, { body: { block } })
    this.network.apply({ ...envelope, type: 'block.set', data: { ...block, version: 1 } })
  }

  /** Digests of what is proposed; undefined: nothing is. */
  async propose(values: readonly string[], kind: ImportKind = 'blocks'): Promise<readonly string[] | undefined> {
    for await (const _ of proposeFile(this.deps, this.request, kind, rowsOf(values)));
    const made = this.log.splice(0).find(({ message }) => message.type === 'proposal.made')
    return (made?.message.data as { preview: { chunks: string[] } } | undefined)?.preview.chunks
  }

  /** What was said to the sender. */
  async take(values: readonly string[], approved: readonly string[] | undefined): Promise<object[]> {
    return Array.fromAsync(takeFile(this.deps, this.request, 'blocks', rowsOf(values), approved))
  }

  get taken(): string[] {
    return this.log.map(({ message }) => (message.data as { target: { value: string } }).target.value)
  }
}

async function* rowsOf(values: readonly string[]): AsyncGenerator<Row> {
  let line = 1
  for (const value of values)
    yield { line: ++line, values: { kind: 'port', value, scope: 'all', reason: 'spam', list: 'bank' } }
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
    code: 'file.other',
  })
  expect(desk.taken).toEqual(rows.slice(1, 5001))
  desk.log.length = 0
  expect((await desk.take(rows, approved)).at(-1)).toMatchObject({ done: { taken: 499, unchanged: 5000, refused: 1 } })
  expect(desk.taken).toEqual(rows.slice(1))
})

it('a row that was put back in the database keeps nothing from being proposed: whether it holds, the log says', async () => {
  const desk = new Desk()
  const target: BlockTarget = { kind: 'port', value: '10660001' }
  const now = desk.deps.clock.now()
  const envelope = { id: 'x', v: 1, at: now, corr: '' } as const
  const hear = (until?: number) =>
    desk.network.apply({
      ...envelope,
      type: 'block.set',
      data: { target, version: 1, scope: 'all', from: now - 60_000, ...(until ? { until } : {}) },
    })
  const hearWhite = (retired: boolean) =>
    desk.network.apply({
      ...envelope,
      type: 'white.set',
      data: { target, version: 1, kind: 'bank', ...(retired ? { retired } : {}) },
    })
  const block = { scope: 'all', from: now - 60_000, reason: 'spam', by: 'li.wei' }
  const state = { target, version: 1, changedAt: now, steps: [], block, white: { kind: 'bank', by: 'li.wei' } }
  desk.stored.set('port 10660001', { body: state })
  hear()
  expect(await desk.propose(['10660001'])).toBeUndefined()
  hear(now - 1000)
  expect(await desk.propose(['10660001'])).toHaveLength(1)
  hearWhite(false)
  expect(await desk.propose(['10660001'], 'white-list')).toBeUndefined()
  hearWhite(true)
  expect(await desk.propose(['10660001'], 'white-list')).toHaveLength(1)
})

it.each(['=cmd|x', '', 'Port'])('what a row blocks is a port, a number, a prefix or a domain: %j', async (kind) => {
  const desk = new Desk()
  const rows = (async function* (): AsyncGenerator<Row> {
    yield { line: 2, values: { kind, value: '10660001', reason: 'spam' } }
  })()
  const [said] = await Array.fromAsync(takeFile(desk.deps, desk.request, 'blocks', rows, undefined))
  expect(said).toMatchObject({ line: 2, code: 'field.other', error: 'kind: one of port, number, prefix, domain' })
})

it('a row that is there twice in a file is taken once; what another one says of the same target is taken', async () => {
  const desk = new Desk()
  const rows = (async function* (): AsyncGenerator<Row> {
    const row = (line: number, value: string, scope = 'all'): Row => ({
      line,
      values: { kind: 'port', value, scope, reason: 'spam' },
    })
    yield row(2, '10660001')
    yield row(3, '10660001')
    yield row(4, '10660002')
    yield row(5, '10660001')
    yield row(6, '10660001', 'marketing')
    yield row(7, '10660001')
  })()
  const told = await Array.fromAsync(takeFile(desk.deps, desk.request, 'blocks', rows, undefined))
  expect(told.at(-1)).toMatchObject({ done: { rows: 6, taken: 4, unchanged: 2, refused: 0 } })
})
