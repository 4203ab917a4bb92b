import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Stamps } from '#evidence'
import { openEmbedded, removeFolder, temporaryFolder } from '../../test/servers.ts'
import { believed } from '../http/believed.ts'
import { tenureOf } from '../http/tenure.ts'
import { Finding, type Store } from './port.ts'
import { StampedStore } from './stamped.ts'

/** A gateway's store, and what whoever has the database sees and writes beside it. */
async function opened() {
  const folder = temporaryFolder()
  const { store: plain } = openEmbedded(folder, 3)
  onTestFinished(async () => {
    await plain.close()
    removeFolder(folder)
  })
  const changed: string[] = []
  const stamping = { absent: ['staff'], held: ['account', 'tenures'] }
  const stamps = new Stamps(['a secret that no database has'], 'states')
  const watch = { changed: (...what: unknown[]) => void changed.push(what.join(' ')) }
  const store = new StampedStore(plain, stamps, stamping, () => 0, watch)
  const write = async (on: Store, process: string, key: string, body: unknown) => {
    const id = { process, lane: 0 }
    const { epoch, seq } = await on.takeOver(id, 'a session')
    const states = [{ key, body, wakeAt: undefined, tags: undefined, sort: '', fresh: false }]
    await on.commit({ id, epoch, seq: seq + 1, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
  }
  const beside = async (process: string, key: string) => (await plain.load(process, [key])).get(key)?.body as object
  const load = async (process: string, key: string) => (await store.load(process, [key])).get(key)
  /** As after a start, while all rows of a large lane are being found. */
  const started = async (process: string) => {
    plain.tails = () => new Promise<never>(() => {})
    const next = new StampedStore(plain, stamps, stamping, () => 0, watch, 1)
    void next.takeOver({ process, lane: 0 }, 'the next')
    await vi.waitUntil(() => next.isFinding({ process, lane: 0 }))
    return next
  }
  return { store, started, plain, changed, write, beside, load }
}
const account = { tenure: 1, standings: [{ serviceId: 'ring-month', note: undefined }] }

describe('states that carry a stamp', () => {
  it('are what the gateway left, without it', async () => {
    const { store, changed, write, load } = await opened()
    for (const process of ['account', 'staff', 'complaints']) await write(store, process, 'a', account)
    for (const process of ['account', 'staff', 'complaints']) expect((await load(process, 'a'))?.body).toEqual(account)
    expect((await store.find('account', { limit: 10 })).map(({ body }) => body)).toEqual([account])
    expect(changed).toEqual([])
  })

  it.each<[string, (body: object) => [key: string, body: object]]>([
    ['is changed', (body) => ['a', { ...body, standings: [] }]],
    ['has a part more', (body) => ['a', { ...body, lost: true }]],
    ['loses its stamp', (body) => ['a', { ...body, stamp: undefined }]],
    ['is put in another’s place', (body) => ['b', body]],
  ])('are nothing to decide from when one %s', async (_how, edit) => {
    const { store, plain, changed, write, beside, load } = await opened()
    await write(store, 'account', 'a', account)
    const [key, body] = edit(await beside('account', 'a'))
    await write(plain, 'account', key, body)
    expect(await load('account', key)).toEqual({ body: undefined, wakeAt: undefined, changed: true })
    expect((await store.find('account', { limit: 10 })).map((each) => each.key)).not.toContain(key)
    const stored = await store.find('account', { limit: 10, asStored: true })
    expect(stored.find((each) => each.key === key)).toMatchObject({ changed: true, body: { tenure: 1 } })
    expect(changed).toContain(`account ${key}`)
  })

  it('fill a page with what follows those that are left out: a short page is the last', async () => {
    const { store, plain, write } = await opened()
    for (const key of ['a', 'b', 'c', 'd', 'e']) await write(store, 'account', key, account)
    for (const key of ['a', 'b', 'd']) await write(plain, 'account', key, account)
    const page = await store.find('account', { limit: 1 })
    expect(page.map((each) => each.key)).toEqual(['c'])
    expect((await store.find('account', { limit: 3 })).map((each) => each.key)).toEqual(['c', 'e'])
    const [next] = await store.find('account', { limit: 1, after: page[0]?.cursor ?? '' })
    expect(next?.key).toBe('e')
  })

  it('let nobody in when one is changed, and are as if they were not there', async () => {
    const { store, plain, write, beside, load } = await opened()
    await write(store, 'staff', 'a', { role: 'auditor' })
    await write(plain, 'staff', 'a', { ...(await beside('staff', 'a')), role: 'administrator' })
    expect(await load('staff', 'a')).toMatchObject({ body: undefined, unbelieved: 'absent' })
    await write(store, 'account', 'a', account)
    await write(plain, 'staff', 'a', await beside('account', 'a'))
    expect(await load('staff', 'a')).toMatchObject({ body: undefined, unbelieved: 'absent' })
  })

  it('make a number nobody’s when its tenure is changed: what a former owner began does not work again', async () => {
    const { store, plain, write, beside } = await opened()
    expect(await tenureOf(store, 'a')).toBe(1)
    await write(store, 'tenures', 'a', { tenure: 2 })
    expect(await tenureOf(store, 'a')).toBe(2)
    await write(plain, 'tenures', 'a', { ...(await beside('tenures', 'a')), tenure: 1 })
    expect(await tenureOf(store, 'a')).toBe(0)
  })

  it('are not told to be changed while nobody knows yet, after a start', async () => {
    const { store, plain, started, changed, write, beside } = await opened()
    for (const key of ['a', 'b']) await write(store, 'account', key, account)
    const next = await started('account')
    await expect(next.find('account', { limit: 10, asStored: true })).rejects.toThrow(Finding)
    expect((await next.load('account', ['a'])).get('a')).toMatchObject({ body: undefined, finding: true })
    await expect(believed(next, 'account', 'a')).rejects.toMatchObject({ code: 'not-ready' })
    expect(changed).toEqual([])
    // One without its stamp is told at once.
    await write(plain, 'account', 'a', { ...(await beside('account', 'a')), tenure: 2 })
    await expect(believed(next, 'account', 'a')).rejects.toMatchObject({ code: 'record.changed' })
    expect(changed).toEqual(['account a'])
  })
})
