import { describe, expect, it } from 'vitest'
import type { RosterEntry } from '#http'
import { FIRST, humanOf, mayVouch, needsVoucher } from './humans.ts'

const entry = (id: string, more: Partial<RosterEntry> = {}): RosterEntry => ({
  ...{ id, name: id, role: 'administrator', interests: [], disabled: false, signedOutBefore: 0 },
  ...more,
})
const roster = (...entries: RosterEntry[]) => ({
  get: (id: string) => entries.find((each) => each.id === id),
  list: () => entries,
})

describe('who says who somebody is', () => {
  const first = entry('admin', { madeBy: FIRST })
  const [chen, xu] = [entry('chen', { madeBy: 'admin' }), entry('xu', { madeBy: 'admin' })]

  it('nobody, where all administrators are of one making: accounts hold at once', () => {
    expect(needsVoucher(roster(first), 'admin')).toBe(false)
    expect(needsVoucher(roster(first, chen), 'admin')).toBe(false)
    expect(needsVoucher(roster(first, chen), 'chen')).toBe(false)
  })

  it('another administrator, as soon as there is one who is not the maker’s', () => {
    const staff = roster(first, chen, xu, entry('li', { role: 'operations', madeBy: 'chen', unknown: true }))
    expect(needsVoucher(staff, 'chen')).toBe(true)
    expect(['admin', 'chen', 'xu', 'li'].filter((by) => mayVouch(staff, by, 'li'))).toEqual(['admin', 'xu'])
  })

  it('not one who is disabled, unknown, or another account of the maker', () => {
    for (const more of [{ disabled: true }, { unknown: true }, { human: 'chen' }] as const)
      expect([more, needsVoucher(roster(first, chen, entry('xu', { madeBy: 'admin', ...more })), 'chen')]).toEqual([
        more,
        false,
      ])
  })

  it('a key of nobody is the first administrator’s', () => {
    expect(needsVoucher(roster(entry('demo.administrator', { madeBy: FIRST })), 'admin')).toBe(false)
    expect(needsVoucher(roster(entry('demo.administrator', { madeBy: 'chen' })), 'admin')).toBe(true)
  })

  it('and all accounts that are said to be one human’s are one, whichever was named', () => {
    const staff = roster(entry('a'), entry('b', { human: 'a' }), entry('c', { human: 'b' }))
    expect(['a', 'b', 'c'].map((id) => humanOf(staff, id))).toEqual(['a', 'a', 'a'])
  })
})
