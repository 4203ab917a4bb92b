import { describe, expect, it } from 'vitest'
import { type Archived, hash32, type Observation, packed, unpacked, without } from '#monitor'
import { Archive, type ArchiveRow, erasuresOf, rowsOf } from './archive.ts'
import { fileOf } from './archive-routes.ts'
import { Kept } from './kept.ts'

const START = Date.parse('2026-07-01T01:00:00Z')
const held = { name: 'default', figures: { falseFlags: 0.05 } }
const victim = hash32('key-of-victim')

const charge = (i: number, sub = 1000 + (i % 97)): Observation => ({
  kind: 'charge',
  at: START + i * 977,
  service: `s${i % 7}`,
  partner: 'huayu',
  sub,
  block: 0,
  id: `charge-${i}`,
  amount: 500,
  ...(i % 5 === 0 ? { what: 'no.consent' } : {}),
  since: START + i * 977 - 4000,
})
/** Everything that can be told of anything. */
const every: Required<Observation> = {
  ...{ kind: 'request', at: START, service: 's', partner: 'huayu', port: '10661234', sub: 5, block: 6, app: 'a#b' },
  ...{ address: 7, cell: 8, page: 9, what: 'partner', id: 'r', amount: 500, since: START - 9, yes: true },
  ...{ period: 'month', tariff: 500, partnerKind: 'sp' },
}
const message = (i: number, sub?: number): Archived => ({ at: START + i * 977, seen: [charge(i, sub)] })

async function all(kept: Kept): Promise<Archived[]> {
  const messages: Archived[] = []
  for await (const { row } of rowsOf(kept.store)) messages.push(...unpacked(row.data).messages)
  return messages
}
const rows = async (kept: Kept): Promise<ArchiveRow[]> => {
  const found: ArchiveRow[] = []
  for await (const { row } of rowsOf(kept.store)) found.push(row)
  return found
}

/** So many commits of so many messages each. */
async function filled(commits: number, each: number, of = message) {
  const kept = new Kept()
  const archive = new Archive(kept.store, 396)
  const said: Archived[] = []
  for (let commit = 0; commit < commits; commit++) {
    const messages = Array.from({ length: each }, (_, i) => of(commit * each + i))
    said.push(...messages)
    kept.commit(archive.add(messages, held))
  }
  return { kept, archive, said }
}

describe('the archive', () => {
  it('gives back what was put in, in its order, whatever fields a message has', () => {
    const odd: Archived[] = [
      { at: START, seen: [] },
      { at: START - 5, seen: [charge(1), { kind: 'mt', at: 7, port: '10661234', sub: 0, block: 0, yes: false }] },
      { at: START + 7, seen: [every] },
      { at: START + 9, seen: [], set: { name: 'm1-x', figures: { falseFlags: 0.01 } } },
    ]
    expect(unpacked(packed({ held, messages: odd }))).toEqual({ held, messages: odd })
    expect(packed({ held, messages: odd })).toBe(packed({ held, messages: odd }))
  })

  it('keeps the order of arrival over commits of one or of many; rows are few, and closed ones stay', async () => {
    const { kept, said } = await filled(300, 1)
    expect(await all(kept)).toEqual(said)
    expect((await rows(kept)).length).toBeLessThan(70)
    const many = await filled(40, 500)
    expect(await all(many.kept)).toEqual(many.said)
    expect((await rows(many.kept)).map((each) => each.messages).slice(0, 4)).toEqual([4500, 4500, 4500, 4500])
  })

  it('whoever takes over goes on where it ends', async () => {
    const { kept, said } = await filled(130, 3)
    const next = new Archive(kept.store, 396)
    await next.read(0, async () => undefined)
    const more = [message(9000), message(9001)]
    for (let n = 0; n < 70; n++) kept.commit(next.add(more, held))
    expect(await all(kept)).toEqual([...said, ...Array.from({ length: 70 }, () => more).flat()])
  })

  it('takes few octets an event', async () => {
    const { kept } = await filled(10, 500)
    const [closed] = await rows(kept)
    const { data = '', events = 1 } = closed ?? {}
    expect(data.length / events).toBeLessThan(40)
  })

  it('a subscriber is erased from all rows, also from the one that is not closed, and nobody else is', async () => {
    const { kept, archive, said } = await filled(50, 250, (i) => message(i, i % 100 === 3 ? victim : undefined))
    kept.commit([archive.erasing(victim, START, 'e1')])
    const erased: unknown[] = []
    for (let n = 0; n < 20 && !(await erasuresOf(kept.store))[0]?.done; n++) {
      const due = await archive.due(['erasing.e1'], START)
      kept.commit(due.writes)
      erased.push(...due.erased.map(({ sub, charges }) => [sub, charges.size, charges.has(hash32('charge-103'))]))
    }
    // Once it is whole, whoever names charges hears of them; and then nothing of them stays.
    expect(erased).toEqual([[victim, 125, true]])
    const [done] = await erasuresOf(kept.store)
    expect(done).not.toHaveProperty('charges')
    expect([done?.done, done?.events]).toEqual([true, 125])
    // What comes after, and is written into the same row, brings nothing back.
    for (let n = 0; n < 70; n++) kept.commit(archive.add([message(20_000 + n)], held))
    const after = await all(kept)
    expect(JSON.stringify(after)).not.toContain(String(victim))
    expect(JSON.stringify(after)).not.toContain('"charge-103"')
    expect(after.length).toBe(said.length + 70)
    expect(after[4]).toEqual(said[4])
    expect(after[3]?.seen[0]).toEqual({ ...charge(3, 0), id: undefined })
    expect((await rows(kept)).reduce((sum, each) => sum + (each.erased ?? 0), 0)).toBe(125)
    // Whoever takes it out is told, where it was.
    let told = 0
    for await (const line of fileOf(kept.store)) {
      const { type, data } = (JSON.parse(line) as { message: { type: string; data: { observations: number } } }).message
      if (type === 'archive.erased') told += data.observations
    }
    expect(told).toBe(125)
  })

  it('of who is erased nothing stays by which it could be found', () => {
    const { block, erased } = without({ messages: [{ at: START, seen: [every] }] }, every.sub)
    expect(erased).toBe(1)
    const { app: _, address: __, cell: ___, page: ____, id: _____, ...rest } = every
    expect(block.messages[0]?.seen).toEqual([{ ...rest, sub: 0, block: 0 }])
  })

  it('a row that somebody edited is left out, and all after it are read', async () => {
    const { kept, said } = await filled(25, 4096)
    const { store } = kept
    const find: typeof store.find = async (process, query) => {
      const found = await store.find(process, query)
      // As a stamped store: what is edited is given only to who asks for what is stored.
      const isEdited = (key: string) => Number(key) === 4096 * 3
      return query.asStored
        ? found.map((each) => (isEdited(each.key) ? { ...each, changed: true as const } : each))
        : found.filter(({ key }) => !isEdited(key))
    }
    let messages = 0
    for await (const { row } of rowsOf({ find })) messages += row.messages
    expect(messages).toBe(said.length - 4096)
  })

  it('is taken out whole, or ends with an error where somebody edited a row', async () => {
    const { kept, said } = await filled(5, 4096)
    const store = { ...kept.store }
    const out = async () => {
      let lines = 0
      for await (const line of fileOf(store)) if (line.includes('"type":"seen"')) lines++
      return lines
    }
    expect(await out()).toBe(said.length)
    store.find = async (process, query) => {
      const found = await kept.store.find(process, query)
      return query.asStored ? found.map((each, n) => (n === 3 ? { ...each, changed: true as const } : each)) : []
    }
    await expect(out()).rejects.toMatchObject({ code: 'record.changed' })
  })

  it('what is past its days goes', async () => {
    const { kept, archive } = await filled(20, 500)
    const [first] = kept.due(START + 397 * 86_400_000)
    kept.commit((await archive.due([first as string], START)).writes)
    expect((await all(kept)).length).toBe(10_000 - 4500)
  })
})
