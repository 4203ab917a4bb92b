import { describe, expect, it } from 'vitest'
import { rowOver } from '#contracts'
import { Over } from './over.ts'

const MINUTE = 60_000
const at = (now: number) => {
  const clock = { now }
  const over = new Over(() => clock.now)
  const hear = (message: object) => over.apply({ id: 'm', v: 1, at: clock.now, corr: 'm', ...message } as never)
  return { clock, over, hear }
}

describe('rows that are over, as the log says', () => {
  it('are a session that was ended, whatever stands there, until it would have ended by itself', () => {
    const { clock, over, hear } = at(1000)
    hear(rowOver('staff-sessions', 'digest', 1000 + 30 * MINUTE))
    expect(over.isOver('staff-sessions', 'digest', { personId: 'li.xue' })).toBe(true)
    expect(over.isOver('web-sessions', 'digest', { personId: 'li.xue' })).toBe(false)
    clock.now += 30 * MINUTE
    expect(over.isOver('staff-sessions', 'digest', { personId: 'li.xue' })).toBe(false)
  })

  it('are what says that a number is still its former owner’s, or that it never changed hands', () => {
    const { over, hear } = at(1000)
    hear(rowOver('tenures', 'lin', 90_000, { tenure: 3 }))
    hear(rowOver('tenures', 'lin', 90_000, { tenure: 2 }))
    expect([undefined, { tenure: 2 }, { tenure: 3 }].map((row) => over.isOver('tenures', 'lin', row))).toEqual([
      true,
      true,
      false,
    ])
  })

  it('are what the owner of its lane found changed, until that is right again; what is over for good stays so', () => {
    const { over, hear } = at(1000)
    const found = { type: 'record.over', data: { process: 'tenures', key: 'lin', until: 90_000, found: true } }
    const right = { type: 'record.right', data: { process: 'tenures', key: 'lin' } }
    hear(found)
    expect(over.isOver('tenures', 'lin', { tenure: 2 })).toBe(true)
    hear(right)
    expect(over.isOver('tenures', 'lin', { tenure: 1 })).toBe(false)
    for (const each of [rowOver('tenures', 'lin', 90_000, { tenure: 2 }), found, right]) hear(each)
    expect([1, 2].map((tenure) => over.isOver('tenures', 'lin', { tenure }))).toEqual([true, false])
  })

  it('are all rows of a lane of which its owner cannot say which was changed, until it is right or nothing more is heard', () => {
    const { clock, over, hear } = at(1000)
    const found = { type: 'lane.over', data: { process: 'account', lane: 3, until: 90_000 } }
    hear(found)
    expect([3, 4].map((lane) => over.isOver('account', 'lin', {}, lane))).toEqual([true, false])
    expect(over.isOver('tenures', 'lin', {}, 3)).toBe(false)
    hear({ type: 'lane.right', data: { process: 'account', lane: 3 } })
    expect(over.isOver('account', 'lin', {}, 3)).toBe(false)
    hear(found)
    clock.now = 90_000
    expect(over.isOver('account', 'lin', {}, 3)).toBe(false)
  })

  it('are named to auditors where somebody changed them, until they are right again', () => {
    const { clock, over, hear } = at(1000)
    const found = (key: string) => ({
      ...rowOver('places', key, 90_000),
      data: { ...rowOver('places', key, 90_000).data, found: true },
    })
    for (const key of ['cell one', 'cell two']) hear(found(key))
    hear(rowOver('places', 'ended', 90_000))
    hear({ type: 'lane.over', data: { process: 'places', lane: 3, until: 80_000 } })
    hear({ type: 'lane.over', data: { process: 'stations', lane: 1, until: 80_000 } })
    expect(over.found('places')).toEqual({ keys: ['cell one', 'cell two'], lanes: [3] })
    hear({ type: 'record.right', data: { process: 'places', key: 'cell one' } })
    clock.now = 85_000
    expect(over.found('places')).toEqual({ keys: ['cell two'], lanes: [] })
  })
})
