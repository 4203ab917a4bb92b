import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assignLanes,
  decodeLanes,
  decodeNews,
  encodeLanes,
  encodeNews,
  type LanesOf,
  type MemberNews,
} from './assigner.ts'

const news = (processes: readonly string[], held: LanesOf = {}, lanes = 6): MemberNews => ({
  lanes,
  processes: Object.fromEntries(processes.map((name) => [name, [`${name}-topic`]])),
  held,
})
const assigned = (members: Record<string, MemberNews>) =>
  Object.fromEntries(assignLanes(new Map(Object.entries(members))))

/** Lets members let go of what was not given to them again, and asks anew, until nothing changes. */
function settled(members: Record<string, MemberNews>) {
  for (let round = 0; round < 5; round++) {
    const lanes = assigned(members)
    const next = Object.fromEntries(
      Object.entries(members).map(([id, each]) => [id, { ...each, held: lanes[id] as LanesOf }]),
    )
    if (JSON.stringify(next) === JSON.stringify(members)) return lanes
    members = next
  }
  throw new Error('it never settles')
}

describe('the lanes of all processes', () => {
  it('go to who runs the process, evenly', () => {
    const subscriptions = ['subscriber']
    const charging = ['account', 'charge']
    const lanes = settled({
      a: news(subscriptions),
      b: news(subscriptions),
      c: news(charging),
      d: news([...charging, 'subscriber']),
    })
    expect(lanes).toEqual({
      a: { subscriber: [0, 1] },
      b: { subscriber: [2, 3] },
      c: { account: [0, 1, 2], charge: [0, 1, 2] },
      d: { account: [3, 4, 5], charge: [3, 4, 5], subscriber: [4, 5] },
    })
  })

  it('are given to nobody while another still holds them', () => {
    const first = assigned({ old: news(['p'], { p: [0, 1, 2, 3, 4, 5] }), young: news(['p']) })
    expect(first).toEqual({ old: { p: [0, 1, 2] }, young: {} })
    const then = assigned({ old: news(['p'], { p: [0, 1, 2] }), young: news(['p']) })
    expect(then).toEqual({ old: { p: [0, 1, 2] }, young: { p: [3, 4, 5] } })
  })

  it('stay where they are when a member of another kind comes or goes', () => {
    const before = settled({ a: news(['p']), b: news(['p']) })
    const after = assigned({ a: news(['p'], before['a']), b: news(['p'], before['b']), c: news(['q']) })
    expect(after).toEqual({ ...before, c: { q: [0, 1, 2, 3, 4, 5] } })
  })

  it('follow when a member runs other processes than before', () => {
    const both = assigned({
      a: news(['p'], { p: [0, 1, 2], q: [0, 1, 2] }),
      b: news(['p', 'q'], { p: [3, 4, 5], q: [3, 4, 5] }),
    })
    expect(both['b']).toEqual({ p: [3, 4, 5], q: [3, 4, 5] })
    expect(
      settled({ a: news(['p'], { p: [0, 1, 2], q: [0, 1, 2] }), b: news(['p', 'q'], { p: [3, 4, 5], q: [3, 4, 5] }) })[
        'b'
      ],
    ).toEqual({ p: [3, 4, 5], q: [0, 1, 2, 3, 4, 5] })
  })

  it('that two claim go to neither until one has let go', () => {
    const lanes = assigned({ a: news(['p'], { p: [0, 1, 2, 3, 4, 5] }), b: news(['p'], { p: [0] }) })
    expect(lanes).toEqual({ a: { p: [1, 2] }, b: {} })
  })

  it('whoever comes, goes and holds what: settle with each lane at one owner, none held by two on the way, shares even', () => {
    const names = ['p', 'q', 'r', 's']
    const member = fc.record({
      processes: fc.subarray(names, { minLength: 1 }),
      held: fc.dictionary(fc.constantFrom(...names), fc.uniqueArray(fc.nat(6)), { maxKeys: 4 }),
    })
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), member, { minKeys: 1 }), (found) => {
        let members = Object.fromEntries(
          Object.entries(found).map(([id, { processes, held }]) => [id, news(processes, held, 7)]),
        )
        for (let round = 0; round < 3; round++) {
          const lanes = assigned(members)
          for (const [id, own] of Object.entries(lanes))
            for (const [process, numbers] of Object.entries(own))
              for (const lane of numbers)
                for (const [other, { held }] of Object.entries(members))
                  if (other !== id) expect(held[process] ?? []).not.toContain(lane)
          members = Object.fromEntries(
            Object.entries(members).map(([id, each]) => [id, { ...each, held: lanes[id] as LanesOf }]),
          )
        }
        const lanes = settled(members)
        const loads = Object.values(lanes).map((own) => Object.values(own).flat().length)
        for (const process of names) {
          const able = Object.entries(members).filter(([, each]) => each.processes[process])
          if (able.length === 0) continue
          const shares = able.map(([id]) => lanes[id]?.[process] ?? [])
          expect(shares.flat().toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6])
          const sizes = shares.map((each) => each.length)
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        }
        if (Object.values(members).every((each) => Object.keys(each.processes).length === names.length))
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('are told as Kafka tells partitions, so that its tools show them', () => {
    const told = news(['p'], { p: [1] })
    expect(decodeNews(encodeNews(told))).toEqual(told)
    expect(decodeLanes(encodeLanes({ p: [0, 2] }, told.processes))).toEqual({ p: [0, 2] })
    expect(decodeLanes(Buffer.alloc(0))).toEqual({})
  })
})
