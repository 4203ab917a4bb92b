import { expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import type { Row } from '#intake'
import type { Deps } from '#service'
import { importRows } from './imports.ts'

const NOON = Date.parse('2026-11-26T12:00:00+08:00')
const DAY = Date.parse('2026-11-26T00:00:00+08:00')
const assigned = { what: 'assigned', on: DAY }
const joke = (since: number) => [{ serviceId: 'joke', since }]

/** What becomes of a row, where the number stands so. */
type Kind = 'numbers' | 'subscriptions'
async function told(body: object, values: Record<string, string>, line?: object, kind: Kind = 'numbers') {
  const log: OutRecord[] = []
  const state = { subscriptions: [] as object[], blocks: [], changes: [] as object[], ...body }
  /** Its lane comes to what is published at once. */
  const taken = ({ message: { type, data } }: OutRecord) =>
    type === 'subscription.import'
      ? { ...state, subscriptions: [...state.subscriptions, data as object] }
      : { ...state, changes: [...state.changes, { what: 'assigned', ...(data as object) }] }
  const deps = {
    config: { COUNTRY: 'CN' },
    policy: { policy: { timeZone: 'Asia/Shanghai' } },
    clock: { now: () => NOON },
    keyOf: (number: string) => number,
    catalogue: { newestService: () => ({ period: 'month' }) },
    store: {
      load: async (process: string) =>
        new Map([
          ...(process === 'subscriber'
            ? [['8613800138000', { body: log.reduce((_, each) => taken(each), state) }]]
            : []),
          ...(process === 'confirmation' && line ? [['8613800138000', line]] : []),
        ] as [string, object][]),
    },
    bus: { partitions: 4, publish: async (records: readonly OutRecord[]) => void log.push(...records) },
  } as unknown as Deps
  async function* rows(): AsyncGenerator<Row> {
    yield { line: 2, values: { msisdn: '13800138000', change: 'assigned', ...values } }
  }
  const [first] = await Array.fromAsync(importRows(kind, rows(), deps))
  return [first && 'error' in first ? first.error.slice(0, 24) : (first as { done: object }).done, log.length]
}

const unchanged = { rows: 1, taken: 0, unchanged: 1, refused: 0 }
const refused = 'changed_at: say the time'

it('a change without a time that is told again of a day on which the number was used is asked for its time', async () => {
  const since = NOON - 60_000
  for (const body of [
    { subscriptions: joke(since) },
    { blocks: [{ port: '10661234', since }] },
    { marketing: [{ since }] },
  ])
    expect(await told({ changes: [assigned], ...body }, {})).toEqual([refused, 0])
})

it('so is one where a lock or a guardian came since, or where nobody can tell', async () => {
  const since = NOON - 60_000
  const next = { changes: [assigned], tenure: 2 }
  for (const line of [
    { lock: { since } },
    { opened: { said: since } },
    { guardian: { since } },
    { asksGuardian: { at: since } },
    { wards: [{ since: 1 }, { since }] },
  ]) {
    expect(await told(next, {}, { body: { tenure: 2, ...line } })).toEqual([refused, 0])
    expect(await told(next, {}, { body: { tenure: 1, ...line } })).toEqual([unchanged, 1])
  }
  expect(await told(next, {}, { body: undefined, changed: true })).toEqual([refused, 0])
  expect(await told(next, {}, { body: { tenure: 2, lock: { since: DAY - 1 } } })).toEqual([unchanged, 1])
})

it('it is unchanged where nothing was done that day, where the day is over, or where it says the time', async () => {
  const later = { changes: [{ what: 'assigned', on: DAY - 86_400_000 }], subscriptions: joke(NOON) }
  expect(await told({ changes: [assigned] }, {})).toEqual([unchanged, 1])
  expect(await told({ changes: [assigned], subscriptions: joke(1) }, {})).toEqual([unchanged, 1])
  expect(await told(later, { changed_at: '2026-11-25' })).toEqual([unchanged, 1])
  const timed = { changes: [{ what: 'assigned', on: DAY + 3_600_000 }], subscriptions: joke(NOON) }
  expect(await told(timed, { changed_at: '2026-11-26T01:00:00+08:00' })).toEqual([unchanged, 1])
})

it('without a time it is of the day that it is told: of another day it is another change, and the next owner starts empty', async () => {
  const yesterday = { changes: [{ what: 'assigned', on: DAY - 86_400_000 }], subscriptions: joke(NOON - 60_000) }
  expect(await told(yesterday, {})).toEqual([{ rows: 1, taken: 1, unchanged: 0, refused: 0 }, 1])
})

it('of a subscription what stood before it was cancelled is unchanged, and what began before the present owner refused', async () => {
  const row = (since: string) => ({ service_id: 'joke', package: '', since })
  const state = { ended: [{ serviceId: 'joke', at: NOON }], ownedSince: DAY }
  const at = (since: string) => told(state, row(since), undefined, 'subscriptions')
  expect(await at('2026-11-25')).toEqual(['since: before the number', 0])
  expect(await at('2026-11-26')).toEqual([unchanged, 1])
  expect(await at('2026-11-26T12:00:00.001+08:00')).toEqual(['since: in the future; im', 0])
  const noon = { ...state, ended: [{ serviceId: 'joke', at: NOON - 1 }] }
  expect(await told(noon, row('2026-11-26T12:00:00+08:00'), undefined, 'subscriptions')).toEqual([
    { rows: 1, taken: 1, unchanged: 0, refused: 0 },
    1,
  ])
})

it('a row about what stands by consent changes nothing, whatever day it says', async () => {
  const row = { service_id: 'joke', since: '2026-11-26' }
  const agreed = { subscriptions: [{ serviceId: 'joke', since: NOON, receiptId: 'k.1.9' }] }
  expect(await told(agreed, row, undefined, 'subscriptions')).toEqual([unchanged, 1])
  expect(await told(agreed, { ...row, package: '畅享包' }, undefined, 'subscriptions')).toEqual([unchanged, 1])
})
