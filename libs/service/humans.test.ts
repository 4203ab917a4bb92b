import { describe, expect, it } from 'vitest'
import type { Caller, RosterEntry } from '#http'
import { isAlone, proposerOf, type Wish } from './four-eyes.ts'
import { checkHandOver } from './hand-over.ts'
import { deciderOf, FIRST, humanOf, isNobodys, mayVouch, needsVoucher } from './humans.ts'
import type { Deps } from './service.ts'

const entry = (id: string, more: Partial<RosterEntry> = {}): RosterEntry => ({
  ...{ id, name: id, role: 'administrator', interests: [], disabled: false, signedOutBefore: 0 },
  ...more,
})
const roster = (...entries: RosterEntry[]) => ({
  get: (id: string) => entries.find((each) => each.id === id),
  list: () => entries,
})

const NOW = 1_000_000

describe('who says who somebody is', () => {
  const first = entry('admin', { madeBy: FIRST })
  const [chen, xu] = [entry('chen', { madeBy: 'admin' }), entry('xu', { madeBy: 'admin' })]

  it('nobody, where all administrators are of one making: accounts hold at once', () => {
    expect(needsVoucher(roster(first), 'admin', NOW)).toBe(false)
    expect(needsVoucher(roster(first, chen), 'admin', NOW)).toBe(false)
    expect(needsVoucher(roster(first, chen), 'chen', NOW)).toBe(false)
  })

  it('another administrator, as soon as there is one who is not the maker’s', () => {
    const staff = roster(first, chen, xu, entry('li', { role: 'operations', madeBy: 'chen', unknown: true }))
    expect(needsVoucher(staff, 'chen', NOW)).toBe(true)
    expect(['admin', 'chen', 'xu', 'li'].filter((by) => mayVouch(staff, by, 'li'))).toEqual(['admin', 'xu'])
  })

  it('not one who is disabled, unknown, or another account of the maker', () => {
    for (const more of [{ disabled: true }, { unknown: true }, { human: 'chen' }] as const)
      expect([more, needsVoucher(roster(first, chen, entry('xu', { madeBy: 'admin', ...more })), 'chen', NOW)]).toEqual(
        [more, false],
      )
  })

  it('a key of nobody is the first administrator’s', () => {
    expect(needsVoucher(roster(entry('demo.administrator', { madeBy: FIRST })), 'admin', NOW)).toBe(false)
    expect(needsVoucher(roster(entry('demo.administrator', { madeBy: 'chen' })), 'admin', NOW)).toBe(true)
  })

  it('and all accounts that are said to be one human’s are one, whichever was named', () => {
    const staff = roster(entry('a'), entry('b', { human: 'a' }), entry('c', { human: 'b' }))
    expect(['a', 'b', 'c'].map((id) => humanOf(staff, id))).toEqual(['a', 'a', 'a'])
  })

  it('not one who is known by the word of the same: the account at the provider for which the maker vouched', () => {
    const people = [first, chen, xu, entry('oidc.chen', { madeBy: 'oidc', vouchedBy: 'chen', vouchers: ['chen'] })]
    const staff = roster(...people, entry('x', { madeBy: 'chen', unknown: true }))
    expect(['oidc.chen', 'xu'].filter((by) => mayVouch(staff, by, 'x'))).toEqual(['xu'])
  })

  it('not one whom the maker gave, for an account that he vouched for: his word is not another’s', () => {
    const staff = roster(
      ...[first, chen, xu, entry('oidc.chen', { madeBy: 'oidc', vouchedBy: 'chen', vouchers: ['chen'] })],
      entry('x', { madeBy: 'chen', vouchedBy: 'xu', vouchers: ['xu'] }),
    )
    expect(['x', 'xu'].filter((by) => mayVouch(staff, by, 'oidc.chen'))).toEqual(['xu'])
  })

  it('nor by a chain of words that begins with one of the two: the account for which somebody vouched vouches for a third', () => {
    const given = (id: string, ...vouchers: string[]) =>
      entry(id, { madeBy: 'oidc', vouchedBy: vouchers.at(-1), vouchers })
    const spoken = (...people: RosterEntry[]) => {
      const staff = roster(first, chen, xu, ...people)
      return deciderOf(staff, staff.get('p') as RosterEntry).vouchers
    }
    const o = given('o', 'chen')
    expect(spoken(o, given('p', 'o'))).toEqual(['o', 'chen'])
    expect(spoken(o, given('q', 'o'), given('p', 'q', 'o'))).toEqual(['q', 'o', 'chen'])
    expect(spoken(given('o', 'chen', 'p'), given('p', 'o'))).toEqual(['o', 'chen'])
    // Somebody else said it too, who is not known by chen's word.
    expect(spoken(o, given('p', 'o', 'xu'))).toEqual(['o', 'xu'])
    expect(spoken(given('o', 'chen', 'xu'), given('p', 'o'))).toEqual(['o'])
    const staff = roster(first, chen, xu, o, given('p', 'o'), entry('x', { madeBy: 'chen', unknown: true }))
    expect(['o', 'p', 'xu'].filter((by) => mayVouch(staff, by, 'x'))).toEqual(['xu'])
  })

  it('another one who was there until lately: taking them away makes nobody the only one at once', () => {
    const formerly = [{ role: 'administrator' as const, interests: [], until: NOW + 1 }]
    const taken: Partial<RosterEntry>[] = [
      { disabled: true },
      { role: 'counter' },
      { unknown: true, resetBy: 'chen' },
      { vouchedBy: 'chen', vouchers: ['chen'] },
    ]
    for (const more of taken) {
      const staff = roster(first, chen, entry('xu', { madeBy: 'admin', ...more, formerly }))
      expect([more, needsVoucher(staff, 'chen', NOW), needsVoucher(staff, 'chen', NOW + 1)]).toEqual([
        more,
        true,
        false,
      ])
    }
  })
})

it('what stands for nobody is no person’s name', () => {
  expect(['system', 'oidc', 'first.key', 'li.xue'].filter(isNobodys)).toEqual(['system', 'oidc', 'first.key'])
})

describe('whether somebody is alone', () => {
  const asked = (now: number, wish: Pick<Wish, 'needs' | 'frees'>, ...entries: RosterEntry[]) =>
    isAlone(
      { staff: roster(...entries), config: { DEMO: 'off' }, clock: { now: () => now } } as unknown as Deps,
      { personId: 'li' } as Caller,
      wish,
    )
  const alone = (now: number, ...entries: RosterEntry[]) => asked(now, { needs: ['import', 'catalogue'] }, ...entries)
  const li = entry('li')
  const formerly = [{ role: 'administrator' as const, interests: [], until: NOW + 1 }]

  it('is who never had a second person', () => {
    expect(alone(NOW, li)).toBe(true)
    expect(alone(NOW, li, entry('wang'))).toBe(false)
    expect(alone(NOW, li, entry('wang', { disabled: true }))).toBe(true)
  })

  it('is not who would free themselves of the second yes of others', () => {
    const of = (frees: Wish['frees'], role: RosterEntry['role']) =>
      asked(NOW, { needs: ['tune', 'policy'], frees }, entry('li', { role: 'reviewer' }), entry('wu', { role }))
    expect(of(undefined, 'operations')).toBe(true)
    expect(of(['block', 'block'], 'operations')).toBe(false)
    expect(of(['block', 'block'], 'auditor')).toBe(true)
  })

  it('is not at once who took the second person away, by closing or by another role', () => {
    const taken: Partial<RosterEntry>[] = [{ disabled: true }, { role: 'auditor' }]
    for (const more of taken) {
      const wang = entry('wang', { ...more, formerly })
      expect([more, alone(NOW, li, wang), alone(NOW + 1, li, wang)]).toEqual([more, false, true])
    }
  })

  it('is nobody by what others have an interest in: what one person writes into a proposal sends nobody away', () => {
    const wang = entry('wang', { interests: ['sp-huayu'] })
    expect(alone(NOW, li, wang)).toBe(false)
    const proposer = (partners: string[], ...more: RosterEntry[]) =>
      proposerOf(
        {
          ...{ staff: roster(li, wang, ...more), config: { DEMO: 'off' }, clock: { now: () => NOW } },
          catalogue: { asOne: (id: string) => [id] },
        } as unknown as Deps,
        { personId: 'li' } as Caller,
        { needs: ['tune', 'policy'], partners },
      )
    // Somebody without an interest is needed: it neither is applied, nor waits for nobody.
    expect(() => proposer(['sp-other', 'sp-huayu'])).toThrow(
      expect.objectContaining({ code: 'proposal.refused', more: { why: 'all.interested' } }),
    )
    expect(proposer(['sp-other'])).toMatchObject({ alone: false })
    expect(proposer(['sp-huayu'], entry('zhao'))).toMatchObject({ alone: false })
    // Another account of who has one is nobody without.
    const isAll = expect.objectContaining({ more: { why: 'all.interested' } })
    expect(() => proposer(['sp-huayu'], entry('wang.two', { human: 'wang' }))).toThrow(isAll)
  })
})

it('two accounts of which it was said at once that each is the other’s are one human', () => {
  const staff = roster(entry('wang', { human: 'li' }), entry('li', { human: 'wang' }), entry('wu', { human: 'wang' }))
  expect(['li', 'wang', 'wu', 'zhao'].map((id) => humanOf(staff, id))).toEqual(['li', 'li', 'li', 'zhao'])
})

it('an interest is the human’s, whichever account it was said of, also one that is closed', () => {
  const own = entry('li', { interests: ['sp-huayu'] })
  const closed = entry('li.old', { human: 'li', interests: ['sp-xinyi'], disabled: true })
  const staff = roster(own, closed, entry('oidc.li', { human: 'li' }), entry('wu', { interests: ['sp-mellow'] }))
  for (const id of ['li', 'oidc.li'])
    expect(deciderOf(staff, staff.get(id) as RosterEntry).interests).toEqual(['sp-huayu', 'sp-xinyi'])
  expect(deciderOf(staff, staff.get('wu') as RosterEntry).interests).toEqual(['sp-mellow'])
})

it('a case is handed to no account of somebody who has an interest, whichever it was said of', () => {
  const [own, two] = [entry('li', { interests: ['sp-huayu'] }), entry('li.two', { human: 'li' })]
  const staff = roster(own, two, entry('wu'), entry('zhao'))
  const give = (to: string) => () =>
    checkHandOver(
      staff,
      { keyId: 'wu', kind: 'administrator' } as Caller,
      { to, reason: 'x', away: false },
      { owner: 'wu', resource: 'dispute', partners: ['sp-huayu', 'sp-twin'] },
    )
  expect(give('li.two')).toThrow(expect.objectContaining({ more: { why: 'interest' } }))
  expect(give('zhao')).not.toThrow()
})
