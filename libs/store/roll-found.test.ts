import { describe, expect, it } from 'vitest'
import { Stamps } from '#evidence'
import { Changed } from './port.ts'
import { account, active, cancelled, comesOut, edits, type Lived, lived, money, world } from './roll-fixtures.ts'

describe('a lane whose rows are not all found yet', () => {
  /** Taken over by another member that finds its rows when it is let go on. */
  async function taken(edit: (on: Lived) => void = () => {}) {
    const on = await lived()
    edit(on)
    const { slow, goOn } = on.slowly()
    const next = on.opened(1, slow)
    const lane = await next.takeOver(account, 's')
    return { ...on, next, lane, goOn }
  }

  it('is worked on: what is written and read meanwhile counts once, and as it was found', async () => {
    const { next, lane, goOn, write, opened, told } = await taken()
    expect((await next.load('account', ['li', 'nobody'])).get('li')?.body).toEqual(active)
    await write(next, account, lane, 3, { zhang: active, wang: active })
    await write(next, account, lane, 4, { zhang: undefined, li: cancelled })
    goOn()
    await comesOut(next, account)
    await write(next, account, lane, 5, { wang: cancelled })
    const found = await next.load('account', ['zhang', 'li', 'wang'])
    expect([...found].map(([key, { body }]) => [key, body])).toEqual([
      ['li', cancelled],
      ['wang', cancelled],
    ])
    await opened().takeOver(account, 's')
    expect(told).toEqual([])
  })

  it.each(edits.slice(0, 2))('stands as soon as it comes out that a row %s', async (_how, edit) => {
    const { next, lane, goOn, write } = await taken(edit)
    await write(next, account, lane, 3, { li: cancelled })
    expect((await next.load('account', ['li'])).get('li')?.body).toEqual(cancelled)
    goOn()
    await expect(comesOut(next, account)).rejects.toThrow(Changed)
    expect((await next.load('account', ['li'])).get('li')).toMatchObject({ changed: true })
    await expect(next.takeOver(account, 's')).rejects.toThrow(Changed)
  })

  it('stands although the row that was taken away is written again meanwhile', async () => {
    const { next, lane, goOn, write } = await taken(edits[0]?.[1])
    await write(next, account, lane, 3, { zhang: active })
    goOn()
    await expect(comesOut(next, account)).rejects.toThrow(Changed)
  })

  it.each([true, false])(
    'is taken over by the next when its owner is killed; a row was taken away: %s',
    async (gone) => {
      const { next, lane, write, opened } = await taken(gone ? edits[0]?.[1] : undefined)
      await write(next, account, lane, 3, { li: cancelled, wang: active })
      const third = opened()
      if (gone) await expect(third.takeOver(account, 's')).rejects.toThrow(Changed)
      else await third.takeOver(account, 's')
    },
  )

  it('is asked for nothing while it is found: nothing of what pays or lets in is believed before all of it was', async () => {
    const { opened, slowly, write, row, put, told } = world()
    const store = opened()
    const lane = await store.takeOver(money, 's')
    await write(store, money, lane, 1, { june: { fen: 900 } })
    const before = row('settlement', 'june')
    await write(store, money, lane, 2, { june: { fen: 0 } })
    put('settlement', 'june', before)
    const { slow, goOn } = slowly()
    const next = opened(1, slow)
    const taken = next.takeOver(money, 's')
    const state = { isTaken: false }
    taken.then(
      () => {
        state.isTaken = true
      },
      () => undefined,
    )
    await expect.poll(() => next.isFinding(money)).toBe(true)
    expect((await next.load('settlement', ['june'])).get('june')).toMatchObject({ changed: true })
    expect(await next.find('settlement', { limit: 9 })).toEqual([])
    expect([state, told]).toEqual([{ isTaken: false }, []])
    goOn()
    await expect(taken).rejects.toThrow(Changed)
    expect(next.isFinding(money)).toBe(false)
  })

  it('is read by others of the process as soon as all was found', async () => {
    const { opened, slowly, write } = world()
    const store = opened()
    await write(store, money, await store.takeOver(money, 's'), 1, { june: { fen: 900 } })
    const { slow, goOn } = slowly()
    const next = opened(60_000, slow)
    const taken = next.takeOver(money, 's')
    await expect.poll(() => next.isFinding(money)).toBe(true)
    const read = next.load('settlement', ['june'])
    goOn()
    expect((await read).get('june')?.body).toEqual({ fen: 900 })
    await taken
  })
})

describe('a lane with a row that its store cannot say', () => {
  it.each([
    ['of which the others wait for all', money],
    ['that begins before', account],
  ])('stands, %s', async (_which, id) => {
    const { opened, slowly, write } = world()
    const store = opened()
    await write(store, id, await store.takeOver(id, 's'), 1, { june: { fen: 900 } })
    const { slow } = slowly()
    slow.tails = () => Promise.reject(new Error('$strLenCP requires a string argument'))
    const next = opened(1, slow)
    next.takeOver(id, 's').catch(() => undefined)
    const comes = () => comesOut(next, id).catch((error: Changed) => error.code)
    await expect.poll(comes).toBe('store.changed')
    expect(next.isFinding(id)).toBe(false)
  })

  it('does not stand where the store fails again and again, and says each of its pages in the end', async () => {
    const { opened, slowly, write } = world()
    const store = opened()
    const bodies = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`k${n}`, { fen: n }]))
    await write(store, money, await store.takeOver(money, 's'), 1, bodies)
    const { slow, goOn } = slowly()
    goOn()
    const { tails } = slow
    let asked = 0
    slow.tails = (...page) => (asked++ % 21 === 20 ? tails(...page) : Promise.reject(new Error('a moment')))
    const next = opened(1, slow)
    await next.takeOver(money, 's')
    expect([asked, next.isFinding(money)]).toEqual([42, false])
  })
})

describe('a lane of a build of 26 November, which said what it has in another way', () => {
  const stamps = new Stamps(['a secret'], 'states')
  /** As that build said it: an HMAC over number and sum. */
  async function livedThen() {
    const on = await lived()
    const entries = ['zhang', 'li'].map((key) => {
      const { stamp } = JSON.parse(on.row('account', key)?.body ?? '')
      return Buffer.from(stamps.ofText(`row\n${key}\n${stamp}`), 'base64url').readUIntBE(0, 6)
    })
    const sum = entries.reduce((all, each) => (all + each) % 2 ** 48, 0)
    on.database.lane('account/0').roll = stamps.ofText(['rows', 'account/0', 2, sum].join('\n'))
    return on
  }

  it('is taken over, and goes on as all', async () => {
    const on = await livedThen()
    const next = on.opened()
    const lane = await next.takeOver(account, 's')
    await on.write(next, account, lane, 3, { wang: active })
    await on.opened().takeOver(account, 's')
    expect((await next.load('account', ['zhang'])).get('zhang')?.body).toEqual(cancelled)
    expect(on.told).toEqual([])
  })

  it.each(edits.slice(0, 2))('stands when a row %s', async (_how, edit) => {
    const on = await livedThen()
    edit(on)
    await expect(on.opened(1).takeOver(account, 's')).rejects.toThrow(Changed)
  })
})
