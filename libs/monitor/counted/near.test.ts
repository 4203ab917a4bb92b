import { describe, expect, it } from 'vitest'
import { hash32 } from '../observed/hash.ts'
import { Neighbours, Places, Unanswered } from './near.ts'
import { Reach } from './reach.ts'

const NEAR = { near: true, fresh: true, several: false, lately: true }
const ALONE = { near: false, fresh: true, several: false, lately: false }

describe('neighbours', () => {
  it('are of one hundred, each once however often they come', () => {
    const neighbours = new Neighbours()
    expect([neighbours.add(7, 1), neighbours.add(7, 2), neighbours.add(8, 3)]).toEqual([ALONE, NEAR, ALONE])
    expect(neighbours.add(8, 3)).toBeUndefined()
    expect(neighbours.add(7, 1)).toEqual({ near: true, fresh: false, several: false, lately: true })
    expect(neighbours.add(7, 3)).toEqual({ near: true, fresh: true, several: true, lately: true })
  })

  it('the hundred of which nobody came for longest is forgotten, with who came of it', () => {
    const neighbours = new Neighbours()
    for (let block = 1; block <= 128; block++) neighbours.add(block, block)
    neighbours.add(1, 1000)
    neighbours.add(500, 500)
    expect(neighbours.add(1, 1)).toEqual({ near: true, fresh: false, several: false, lately: true })
    expect(neighbours.add(2, 2)).toEqual(ALONE)
  })

  it('of whom nothing may be known any more, nothing is, and others come in their place', () => {
    const neighbours = new Neighbours()
    for (let block = 1; block <= 128; block++) neighbours.add(block, block)
    neighbours.forget(5)
    expect(neighbours.add(5, 55)).toEqual(ALONE)
    expect(neighbours.add(6, 66)).toEqual({ ...NEAR, lately: false })
    expect(neighbours.add(300, 300)).toEqual(ALONE)
    expect(neighbours.add(1, 11)).toEqual(ALONE)
  })
})

describe('numbers are gone through', () => {
  /** Of so many of these hundreds, of which nobody is asked twice, the share that is walked. */
  function walked(hundreds: number, next: (n: number) => number): number {
    const neighbours = new Neighbours()
    let count = 0
    for (let n = 0; n < hundreds * 30; n++) {
      const arrival = neighbours.add(1 + next(n), hash32(`p${n}`))
      if (arrival?.several && arrival.lately) count++
    }
    return count / (hundreds * 30)
  }
  /** As people come. */
  const random = (n: number) => hash32(`${n}`) / 2 ** 32

  it.each([17, 50, 128])('hundred by hundred in turn, %i of them', (hundreds) =>
    expect(walked(hundreds, (n) => n % hundreds)).toBeGreaterThan(0.85),
  )
  it('in turn, with a third of others between them', () =>
    expect(walked(50, (n) => (n % 3 === 0 ? 1000 + n : Math.floor((n * 2) / 3) % 50))).toBeGreaterThan(0.5))
  it('in turn, though each time in another order', () => {
    const order = (n: number) =>
      Array.from({ length: 50 }, (_, each) => each).sort((a, b) => hash32(`${n}.${a}`) - hash32(`${n}.${b}`))
    const orders = Array.from({ length: 30 }, (_, n) => order(n))
    expect(walked(50, (n) => orders[Math.floor(n / 50)]?.[n % 50] as number)).toBeGreaterThan(0.4)
  })
  it.each([50, 100])('not in a village of %i hundreds, whoever comes', (hundreds) => {
    // One of the same hundred was one of the sixteen before by chance.
    const byChance = 1 - (1 - 1 / hundreds) ** 16
    expect(walked(hundreds, (n) => Math.floor(random(n) * hundreds))).toBeLessThan(byChance + 0.02)
  })
})

describe('the places of neighbours', () => {
  const times = (count: number) => Array.from({ length: count }, (_, place) => place)

  it('are counted from where one site has no more', () => {
    const places = new Places()
    const beyond = (place: number) => places.isBeyond(place)
    // As people of a site are: some places again and again.
    expect([...times(12), ...times(12), ...times(48)].some(beyond)).toBe(false)
    expect([beyond(3), beyond(100), beyond(3), beyond(0)]).toEqual([false, true, false, true])
  })

  it('are counted sooner where hardly two are the same', () => {
    const places = new Places()
    expect(times(30).findIndex((place) => places.isBeyond(place))).toBe(23)
    expect(places.isBeyond(3)).toBe(false)
  })
})

/** Numbers in sequence, so many of each hundred, each asked twice, from one of so many cells. */
function apart(cells: number, more: object = {}, ofEach = 50): { apart: number; of: number } {
  const reach = new Reach()
  const counted = { apart: 0, of: 0 }
  for (let n = 0; n < 400; n++)
    for (const time of [0, 1]) {
      const seen = { kind: 'request', at: time, sub: n * 7919 + 1, block: 1 + Math.floor(n / ofEach) } as const
      reach.origin({ ...seen, cell: 1 + (hash32(`${n}`) % cells), ...more }, time, (counter) => {
        if (counter === 'apart') counted.apart++
        if (counter === 'apartOf') counted.of++
      })
    }
  return counted
}

describe('numbers in sequence', () => {
  it('of people everywhere are apart', () => {
    const counted = apart(300)
    expect(counted.of).toBeGreaterThan(200)
    expect(counted.apart / counted.of).toBeGreaterThan(0.6)
  })
  it('of one site are not, however many they are', () => expect(apart(40).apart).toBe(0))
  it('are not, where they were bought in pairs', () => expect(apart(300, {}, 2).apart).toBe(0))
  it('of whom no place is told are: no site was shown', () => {
    const counted = apart(1, { cell: undefined })
    expect(counted.of).toBeGreaterThan(200)
    expect(counted.apart / counted.of).toBeGreaterThan(0.6)
  })
  it('are not, where subscriptions were moved here, of which no place is ever told', () =>
    expect(apart(1, { cell: undefined, kind: 'activated' })).toEqual({ apart: 0, of: 0 }))
})

describe('who was asked in a walk', () => {
  it('is asked until they agree, once', () => {
    const unanswered = new Unanswered()
    unanswered.ask(7, 1)
    expect([unanswered.agree(8), unanswered.agree(7), unanswered.agree(7), unanswered.agree(0)]).toEqual([
      false,
      true,
      false,
      false,
    ])
  })

  it('is forgotten once nobody may answer any more', () => {
    const unanswered = new Unanswered()
    for (const [sub, hour] of [
      [1, 0],
      [2, 1],
      [3, 72],
    ] as const)
      unanswered.ask(sub, hour)
    expect([unanswered.agree(1), unanswered.agree(2)]).toEqual([false, true])
  })

  it('is looked at once, after six hours that are none of the night', () => {
    const unanswered = new Unanswered()
    const isNight = (hour: number) => hour % 24 < 6
    for (const [sub, hour] of [
      [1, 9],
      [2, 9],
      [3, 20],
      [4, 20],
    ] as const)
      unanswered.ask(sub, hour)
    unanswered.agree(2)
    unanswered.askOther(9)
    const looks = [14, 15, 20, 31, 32].map((hour) => unanswered.look(hour, isNight))
    expect(looks.map(({ moved, unmoved, all }) => [moved, unmoved, all])).toEqual([
      [0, 0, 0],
      [1, 1, 3],
      [0, 0, 0],
      [0, 0, 0],
      [0, 2, 2],
    ])
    // Who agrees afterwards did agree.
    unanswered.agree(3)
    expect(unanswered.look(40, isNight)).toEqual({ moved: 1, unmoved: 0, all: 1 })
  })

  it('is not remembered beyond 4096, until some agree', () => {
    const unanswered = new Unanswered()
    const asked = Array.from({ length: 4100 }, (_, n) => unanswered.ask(n + 1, n >> 6))
    expect([asked.indexOf(false), unanswered.bytes]).toEqual([4096, 4096 * 40])
    expect([unanswered.agree(5), unanswered.ask(9999, 65), unanswered.ask(9998, 65)]).toEqual([true, true, false])
  })
})
