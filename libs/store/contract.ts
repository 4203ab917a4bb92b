import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import type { Commit, Found, LaneDocument, LaneId, Query, StateWrite, Store } from './port.ts'
import { cursorAt, Fenced } from './port.ts'

export interface StoreUnderTest {
  readonly store: Store
  close(): Promise<void>
}

const write = (key: string, body: unknown, more: Partial<StateWrite> = {}): StateWrite => ({
  key,
  body,
  wakeAt: undefined,
  tags: undefined,
  sort: '',
  fresh: true,
  ...more,
})
const emitted = (topic: string, id: string): OutRecord => ({
  topic,
  partition: 0,
  key: 'k',
  message: { id, type: 'noted', v: 1, at: 1, corr: id, data: {} },
})

/** What every store must do. The log behind an embedded store has a topic `letters`. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store contract: ${name}`, () => {
    let under: StoreUnderTest
    beforeAll(async () => {
      under = await open()
    })
    afterAll(() => under.close())

    const commitOf = (id: LaneId, document: LaneDocument, more: Partial<Commit>): Commit => ({
      id,
      epoch: document.epoch,
      seq: document.seq + 1,
      log: { letters: 'log-1' },
      positions: {},
      marks: {},
      states: [],
      emit: [],
      published: 0,
      ...more,
    })

    it('gives every state with the lists that it stands in, page by page', async () => {
      const id = { process: 'beside', lane: 2 }
      const states = [
        write('a', { n: 1 }, { tags: ['of=x', 'all='], sort: '7', wakeAt: 900 }),
        write('b', { n: 2 }, { tags: ['of=y'] }),
        write('c', { n: 3 }),
      ]
      await under.store.commit(commitOf(id, await under.store.takeOver(id, 's'), { states }))
      const first = await under.store.beside('beside', { after: '', limit: 2 })
      expect(first).toEqual({
        rows: [
          {
            key: 'a',
            body: { n: 1 },
            wakeAt: 900,
            lane: 2,
            entries: expect.arrayContaining([
              ['of=x', '7'],
              ['all=', '7'],
            ]),
          },
          { key: 'b', body: { n: 2 }, wakeAt: undefined, lane: 2, entries: [['of=y', '']] },
        ],
        next: 'b',
      })
      const { rows, next } = await under.store.beside('beside', { after: 'b', limit: 2 })
      expect(rows).toEqual([{ key: 'c', body: { n: 3 }, wakeAt: undefined, lane: 2, entries: [] }])
      expect(next).toBeUndefined()
      const other = { process: 'beside', lane: 1 }
      const its = [write('bb', { n: 4 }, { tags: ['of=z'] })]
      await under.store.commit(commitOf(other, await under.store.takeOver(other, 's'), { states: its }))
      const own = { lane: 1, has: (key: string) => key.startsWith('b') }
      const ofLane = await under.store.beside('beside', { after: 'a', limit: 1, own })
      expect(ofLane).toEqual({
        rows: [{ key: 'bb', body: { n: 4 }, wakeAt: undefined, lane: 1, entries: [['of=z', '']] }],
        next: 'bb',
      })
      expect(await under.store.beside('beside', { after: 'bb', limit: 1, own })).toEqual({ rows: [] })
    })

    it('gives the state whose key is empty as well', async () => {
      const id = { process: 'nameless', lane: 0 }
      const states = [write('', { n: 1 }, { tags: ['of=x'] }), write('a', { n: 2 })]
      await under.store.commit(commitOf(id, await under.store.takeOver(id, 's'), { states }))
      const { rows, next } = await under.store.beside('nameless', { limit: 1 })
      expect([rows.map((each) => each.key), next]).toEqual([[''], ''])
      const rest = await under.store.beside('nameless', { after: '', limit: 2 })
      expect(rest.rows.map((each) => each.key)).toEqual(['a'])
    })

    it('gives a new lane empty positions and marks', async () => {
      const document = await under.store.takeOver({ process: 'new', lane: 0 }, 's')
      expect(document).toMatchObject({ seq: 0, positions: {}, marks: {}, outbox: [], log: undefined })
      expect(document.epoch).toBeGreaterThan(0)
    })

    it('makes states, positions, marks and timers true together', async () => {
      const id = { process: 'together', lane: 1 }
      const first = await under.store.takeOver(id, 's')
      const marks = { 'letters<other/0': ['i', 3, 1] as const }
      await under.store.commit(
        commitOf(id, first, {
          positions: { letters: 5 },
          marks,
          states: [write('a', { n: 1 }, { wakeAt: 900 }), write('b', 'text')],
        }),
      )
      const loaded = await under.store.load('together', ['a', 'b', 'missing'])
      expect(Object.fromEntries(loaded)).toEqual({
        a: { body: { n: 1 }, wakeAt: 900, lane: 1 },
        b: { body: 'text', wakeAt: undefined, lane: 1 },
      })
      const again = await under.store.takeOver(id, 's')
      expect(again).toMatchObject({ seq: 1, positions: { letters: 5 }, marks, log: { letters: 'log-1' } })
      expect(await under.store.nextWake(id)).toBe(900)
      expect(await under.store.due(id, 899, 10)).toEqual([])
      expect(await under.store.due(id, 900, 10)).toEqual([{ key: 'a', wakeAt: 900 }])
    })

    it('wakes a state, and lists it, as its last commit says and not as one before', async () => {
      const id = { process: 'changing', lane: 0 }
      const owner = await under.store.takeOver(id, 's')
      const listed = async (tag: string) =>
        (await under.store.find('changing', { tag, limit: 9 })).map(({ key, wakeAt, body }) => [key, wakeAt, body])
      const change = async (seq: number, ...given: Parameters<typeof write>) => {
        await under.store.commit(commitOf(id, { ...owner, seq }, { states: [write(...given)] }))
        // Read, it is where a state is that was not changed since.
        return [await under.store.nextWake(id), await listed('status=open'), await listed('status=over')]
      }
      const open = { wakeAt: 900, tags: ['status=open'], sort: 'b' }
      expect(await change(0, 'a', 1, open)).toEqual([900, [['a', 900, 1]], []])
      expect(await change(1, 'a', 2, { tags: [], fresh: false })).toEqual([undefined, [], []])
      expect((await under.store.load('changing', ['a'])).get('a')).toEqual({ body: 2, wakeAt: undefined, lane: 0 })
      expect(await change(2, 'a', 3, { ...open, wakeAt: 800, fresh: false })).toEqual([800, [['a', 800, 3]], []])
      const over = { tags: ['status=over'], fresh: false }
      expect(await change(3, 'a', 4, over)).toEqual([undefined, [], [['a', undefined, 4]]])
    })

    it('keeps with a lane what its last commit said of the rows, and gives their ends', async () => {
      const [id, other] = [
        { process: 'rolled', lane: 0 },
        { process: 'rolled', lane: 1 },
      ]
      const first = await under.store.takeOver(id, 's')
      const body = { text: '退订'.repeat(40), stamp: 's'.repeat(43) }
      const states = [write('b', body), write('a', { n: 1 })]
      await under.store.commit(commitOf(id, first, { states, roll: 'two rows' }))
      await under.store.commit(commitOf(other, await under.store.takeOver(other, 's'), { states: [write('c', body)] }))
      expect(await under.store.tails(id, { limit: 1 })).toEqual([{ key: 'a', tail: '{"n":1}' }])
      expect(await under.store.tails(id, { after: 'a', limit: 9 })).toEqual([
        { key: 'b', tail: `"stamp":"${'s'.repeat(43)}"}` },
      ])
      const ends = await under.store.ends(id.process, { limit: 9 })
      expect(ends.map(({ key, lane }) => [key, lane])).toEqual([
        ['a', id.lane],
        ['b', id.lane],
        ['c', other.lane],
      ])
      expect(ends[0]?.tail).toBe('{"n":1}')
      expect(await under.store.ends(id.process, { after: 'a', limit: 9 })).toEqual(ends.slice(1))
      expect(await under.store.owns(id, first.epoch)).toBe(true)
      expect((await under.store.takeOver(id, 's')).roll).toBe('two rows')
      expect(await under.store.owns(id, first.epoch)).toBe(false)
    })

    it('lets only the latest owner of a lane commit', async () => {
      const id = { process: 'fence', lane: 0 }
      const old = await under.store.takeOver(id, 'old')
      const young = await under.store.takeOver(id, 'young')
      await expect(under.store.commit(commitOf(id, old, { states: [write('a', 'old')] }))).rejects.toBeInstanceOf(
        Fenced,
      )
      await under.store.commit(commitOf(id, young, { states: [write('a', 'young')] }))
      expect((await under.store.load('fence', ['a'])).get('a')?.body).toBe('young')
    })

    it('takes each seq once: a repetition, of which nobody knew that it was made, is done and changes nothing', async () => {
      const id = { process: 'seq', lane: 0 }
      const owner = await under.store.takeOver(id, 's')
      const first = commitOf(id, owner, { states: [write('a', 1)], emit: [emitted('letters', 'once')] })
      await under.store.commit(first)
      await under.store.commit(first)
      expect((await under.store.load('seq', ['a'])).get('a')?.body).toBe(1)
      const second = commitOf(id, { ...owner, seq: 1 }, { states: [write('a', 2, { fresh: false })] })
      await under.store.commit(second)
      await expect(under.store.commit(first)).rejects.toBeInstanceOf(Fenced)
      const next = await under.store.takeOver(id, 's')
      expect([next.seq, next.outbox.length]).toEqual([2, under.store.emits === 'log' ? 0 : 1])
      await expect(under.store.commit(second)).rejects.toBeInstanceOf(Fenced)
      expect((await under.store.load('seq', ['a'])).get('a')?.body).toBe(2)
    })

    it('tells the time, where it has a clock that all share', async () => {
      if (!under.store.time) return
      expect(Math.abs((await under.store.time()) - Date.now())).toBeLessThan(5000)
    })

    it('leaves nothing of a commit that could not be made whole', async () => {
      const id = { process: 'whole', lane: 0 }
      const owner = await under.store.takeOver(id, 's')
      const endless: unknown[] = []
      endless.push(endless)
      const states = [write('a', 1), write('b', endless)]
      // What shares the transaction with it is made all the same.
      const other = { process: 'whole', lane: 1 }
      const neighbour = await under.store.takeOver(other, 's')
      const [outcome] = await Promise.allSettled([
        under.store.commit(commitOf(id, owner, { states })),
        under.store.commit(commitOf(other, neighbour, { states: [write('c', 1)] })),
      ])
      expect(outcome.status).toBe('rejected')
      expect([...(await under.store.load('whole', ['a', 'b', 'c'])).keys()]).toEqual(['c'])
      await under.store.commit(commitOf(id, owner, { states: [write('a', 2)] }))
      expect((await under.store.load('whole', ['a'])).get('a')?.body).toBe(2)
    })

    it('leaves nothing of a commit that emits to a topic which is not there, where it emits into the log itself', async () => {
      if (under.store.emits !== 'log') return
      const id = { process: 'nowhere', lane: 0 }
      const owner = await under.store.takeOver(id, 's')
      const emit = [emitted('letters', 'm0'), emitted('nowhere', 'm1')]
      await expect(under.store.commit(commitOf(id, owner, { states: [write('a', 1)], emit }))).rejects.toThrow(
        'nowhere',
      )
      expect((await under.store.load('nowhere', ['a'])).size).toBe(0)
      expect((await under.store.takeOver(id, 's')).seq).toBe(0)
    })

    it('replaces and removes states and their timers', async () => {
      const id = { process: 'replace', lane: 2 }
      const owner = await under.store.takeOver(id, 's')
      await under.store.commit(
        commitOf(id, owner, { states: [write('a', 1, { wakeAt: 10 }), write('b', 1, { wakeAt: 20 })] }),
      )
      const states = [write('a', undefined, { fresh: false }), write('b', 2, { fresh: false })]
      await under.store.commit(commitOf(id, { ...owner, seq: 1 }, { states }))
      expect([...(await under.store.load('replace', ['a', 'b']))]).toEqual([
        ['b', { body: 2, wakeAt: undefined, lane: 2 }],
      ])
      expect(await under.store.nextWake(id)).toBeUndefined()
    })

    it('finds states by a declared tag, page by page, and forgets tags that are gone', async () => {
      const id = { process: 'tags', lane: 0 }
      const owner = await under.store.takeOver(id, 's')
      const states = ['a', 'b', 'c', 'd'].map((key) =>
        write(key, key, { tags: [key === 'c' ? 'status=done' : 'status=open'] }),
      )
      await under.store.commit(commitOf(id, owner, { states }))
      const first = await under.store.find('tags', { tag: 'status=open', limit: 2 })
      expect(first.map((each) => each.key)).toEqual(['a', 'b'])
      expect(
        (await under.store.find('tags', { tag: 'status=open', after: 'b', limit: 2 })).map((each) => each.key),
      ).toEqual(['d'])
      await under.store.commit(
        commitOf(id, { ...owner, seq: 1 }, { states: [write('a', 'a', { fresh: false, tags: ['status=done'] })] }),
      )
      expect((await under.store.find('tags', { tag: 'status=open', limit: 9 })).map((each) => each.key)).toEqual([
        'b',
        'd',
      ])
      expect((await under.store.find('tags', { limit: 9 })).map((each) => each.key)).toEqual(['a', 'b', 'c', 'd'])
    })

    describe('lists that are sorted', () => {
      const id = { process: 'sorted', lane: 0 }
      const due: Record<string, string> = { d: '2026-11-27', a: '2026-11-28', c: '2026-11-26', b: '2026-11-27' }
      const tags = ['open=yes']
      beforeAll(async () => {
        const states = Object.entries(due).map(([key, sort]) => write(key, key, { tags, sort }))
        const other = write('z', 'z', { tags: ['open=no'], sort: '2026-11-25' })
        await under.store.commit(commitOf(id, await under.store.takeOver(id, 's'), { states: [...states, other] }))
      })
      const list = (more: Partial<Query>) => under.store.find('sorted', { tag: 'open=yes', limit: 9, ...more })
      const keys = (found: readonly Found[]) => found.map((each) => each.key).join('')

      it('are walked by sort, then by key, from either end', async () => {
        expect(keys(await list({}))).toBe('cbda')
        expect(keys(await list({ descending: true }))).toBe('adbc')
        for (const descending of [false, true]) {
          let [walked, after] = ['', '']
          for (;;) {
            const [found] = await list({ descending, limit: 1, ...(after ? { after } : {}) })
            if (!found) break
            walked += found.key
            after = found.cursor
          }
          expect(walked).toBe(descending ? 'adbc' : 'cbda')
        }
      })

      it('are bounded, and counted up to a figure', async () => {
        expect(keys(await list({ from: '2026-11-27', until: '2026-11-28' }))).toBe('bd')
        const [first] = await list({ from: '2026-11-27', limit: 1 })
        expect(keys(await list({ from: '2026-11-27', after: first?.cursor as string, descending: false }))).toBe('da')
        const at = (sort: string, key: string) => ({ after: cursorAt(sort, key) })
        const between = { from: '2026-11-27', until: '2026-11-28' }
        expect(keys(await list({ ...between, ...at('2026-11-27', 'b') }))).toBe('d')
        expect(keys(await list({ ...between, ...at('2026-11-26', 'z') }))).toBe('bd')
        expect(keys(await list({ ...between, ...at('2026-11-28', 'a') }))).toBe('')
        expect(keys(await list({ ...between, ...at('2026-11-27', 'd'), descending: true }))).toBe('b')
        expect(keys(await list({ ...between, ...at('2026-11-29', 'a'), descending: true }))).toBe('db')
        expect(keys(await list({ ...between, ...at('2026-11-26', 'a'), descending: true }))).toBe('')
        const count = (more: object) => under.store.count('sorted', { tag: 'open=yes', most: 100, ...more })
        expect([await count({}), await count({ until: '2026-11-27' }), await count({ most: 2 })]).toEqual([4, 1, 2])
      })

      it('know a place by its cursor, also when what stood there has moved', async () => {
        const [, second] = await list({})
        const owner = await under.store.takeOver(id, 's')
        const moved = write('b', 'b', { tags, sort: '2026-12-01', fresh: false })
        await under.store.commit(commitOf(id, owner, { states: [moved] }))
        expect(keys(await list({}))).toBe('cdab')
        expect(keys(await list({ after: second?.cursor as string }))).toBe('dab')
        await under.store.commit(
          commitOf(
            id,
            { ...owner, seq: owner.seq + 1 },
            { states: [write('b', undefined, { tags: [], fresh: false })] },
          ),
        )
        expect(keys(await list({}))).toBe('cda')
      })
    })

    it('keeps what is emitted until it is known to be published', async () => {
      const id = { process: 'outbox', lane: 0 }
      const owner = await under.store.takeOver(id, 's')
      await under.store.commit(commitOf(id, owner, { emit: [emitted('letters', 'm1'), emitted('letters', 'm2')] }))
      const next = await under.store.takeOver(id, 's')
      if (under.store.emits === 'log') {
        expect(next.outbox).toEqual([])
        return
      }
      expect(next.outbox.map(({ seq, records }) => [seq, records.map((each) => each.message.id)])).toEqual([
        [1, ['m1', 'm2']],
      ])
      await under.store.commit(commitOf(id, next, { emit: [emitted('letters', 'm3')], published: 1 }))
      expect((await under.store.takeOver(id, 's')).outbox.map((each) => each.seq)).toEqual([2])
    })

    it('begins a new life after a restore: who was an owner is none, and it is known how far each lane had come', async () => {
      const id = { process: 'renewed', lane: 0 }
      const owner = await under.store.takeOver(id, 's')
      await under.store.commit(commitOf(id, owner, { positions: { letters: 5 }, states: [write('a', 1)] }))
      const told = (id: string, seq: number, incarnation = owner.incarnation) => ({
        id,
        source: { lane: 'renewed/0', incarnation, seq, index: 0 },
      })
      const messages = [told('known', -1), told('beyond', 2), told('of another life', 1, 'strange')]
      await under.store.recall(messages)
      await under.store.recall(messages)
      const incarnation = await under.store.renew({ lives: ['strange'], logLost: true })
      await expect(under.store.commit(commitOf(id, { ...owner, seq: 1 }, {}))).rejects.toBeInstanceOf(Fenced)
      const next = await under.store.takeOver(id, 's')
      expect(next).toMatchObject({ seq: 1, positions: { letters: 5 }, log: { letters: 'log-1' } })
      expect(next.epoch).toBeGreaterThan(owner.epoch + 1000)
      if (under.store.emits === 'log') return
      expect(next).toMatchObject({ incarnation, logLost: true, recalls: true })
      expect(next.former.toSorted()).toEqual([owner.incarnation, 'strange'].toSorted())
      expect([...(await under.store.recalled(['known', 'beyond', 'of another life']))].toSorted()).toEqual([
        'beyond',
        'of another life',
      ])
      await under.store.commit(commitOf(id, next, { states: [write('a', 2, { fresh: false })] }))
      expect((await under.store.takeOver(id, 's')).logLost).toBe(false)
      const again = await under.store.renew({ lives: [incarnation, 'strange'], logLost: false })
      const last = await under.store.takeOver(id, 's')
      expect([last.incarnation, last.former.toSorted()]).toEqual([
        again,
        [owner.incarnation, incarnation, 'strange'].toSorted(),
      ])
    })

    it('remembers what an id stood for, until its time is over', async () => {
      const later = Date.now() + 60_000
      expect(await under.store.remember('call:1', 'a', later)).toBe('new')
      expect(await under.store.remember('call:1', 'a', later)).toBe('same')
      expect(await under.store.remember('call:1', 'b', later)).toBe('other')
      expect(await under.store.remember('call:2', 'b', Date.now() - 1)).toBe('new')
      expect(await under.store.remember('call:2', 'c', later)).toBe('new')
    })

    it('orders timers by time and gives at most so many', async () => {
      const id = { process: 'timers', lane: 0 }
      const owner = await under.store.takeOver(id, 's')
      const states = [50, 10, 40, 20, 30].map((at) => write(`k${at}`, at, { wakeAt: at }))
      await under.store.commit(commitOf(id, owner, { states }))
      expect((await under.store.due(id, 100, 3)).map((each) => each.wakeAt)).toEqual([10, 20, 30])
    })
  })
}
