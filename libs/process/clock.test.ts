import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MemoryBus, MemoryCluster } from '#bus/memory'
import { topic } from '#contracts'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { until } from '../../test/until.ts'
import { ClockGuard, LoneClock, SteadyClock, systemClock } from './clock.ts'
import { EffectWork } from './effect-work.ts'
import { Member } from './member.ts'

/** A machine with a clock of its own, beside a database. */
function machine() {
  const time = { wall: 1_000_000, passed: 0, database: 1_000_000, asksIn: 0, answersIn: 0 }
  const said: string[] = []
  const pass = (ms: number) => {
    time.wall += ms
    time.passed += ms
    time.database += ms
  }
  const clock = new SteadyClock(
    () => time.wall,
    () => time.passed,
  )
  const reference = async () => {
    pass(time.asksIn)
    const { database } = time
    pass(time.answersIn)
    return database
  }
  const log = {
    error: (_: object, text: string) => said.push(text),
    info: (_: object, text: string) => said.push(text),
  }
  return {
    time,
    said,
    pass,
    clock,
    guard: new ClockGuard({ clock, references: async () => [{ name: 'database', time: reference }], log }),
  }
}

it('a clock that is set wrong is said once, and is right again as soon as it is set right', async () => {
  const { time, said, pass, clock, guard } = machine()
  await guard.check()
  expect(guard.trouble()).toBeUndefined()
  time.wall += 3_600_000
  await guard.check()
  await guard.check()
  expect(guard.trouble()).toMatch(/^the clock is 3600.0 s ahead of that of the database/)
  expect(said).toHaveLength(1)
  pass(10_000)
  time.wall -= 3_600_000
  await guard.check()
  expect(guard.trouble()).toBeUndefined()
  expect(clock.now()).toBe(time.database)
  expect(said).toHaveLength(2)
})

it('a clock that is behind is said as well, a small difference or a slow answer is not', async () => {
  const { time, pass, guard } = machine()
  time.wall += 900
  await guard.check()
  expect(guard.trouble()).toBeUndefined()
  for (const slow of ['asksIn', 'answersIn'] as const) {
    time[slow] = 5000
    await guard.check()
    expect(guard.trouble()).toBeUndefined()
    time[slow] = 0
  }
  time.wall -= 60_000
  // It does not turn back, and so falls behind slowly.
  pass(10_000)
  await guard.check()
  expect(guard.trouble()).toContain('behind')
})

it('each clock that others go by is compared, and the one that differs is named', async () => {
  const { time, said, pass, clock } = machine()
  const broker = { name: 'broker 2', at: time.wall, away: false }
  const ask = async () => {
    if (broker.away) throw new Error('away')
    return broker.at
  }
  const references = async () => [
    { name: 'broker 1', time: async () => time.database },
    { name: broker.name, time: ask },
  ]
  const log = {
    error: (fields: object) => said.push(JSON.stringify(fields)),
    info: (_: object, text: string) => said.push(text),
  }
  const guard = new ClockGuard({ clock, references, log })
  await guard.check()
  expect(guard.trouble()).toBeUndefined()
  broker.at -= 7000
  await guard.check()
  expect(guard.trouble()).toContain('7.0 s ahead of that of the broker 2')
  expect(said).toEqual(['{"offMs":7000,"from":"broker 2"}'])
  // Nobody knows better while it cannot be asked.
  broker.away = true
  await guard.check()
  expect(guard.trouble()).toContain('broker 2')
  broker.away = false
  broker.at = time.wall
  pass(0)
  await guard.check()
  expect(guard.trouble()).toBeUndefined()
  expect(said.at(-1)).toContain('right again')
})

describe('a clock with no other beside it', () => {
  const alone = (newest: (wall: number) => number) => {
    const made = machine()
    const said: object[] = []
    const lone = new LoneClock(made.clock, newest(made.time.wall), { error: (fields) => said.push(fields) })
    return { ...made, lone, said }
  }

  it('that stands before what is stamped already takes no work until it has passed that', () => {
    const { lone, said, pass } = alone((wall) => wall + 60_000)
    expect(lone.trouble()).toMatch(/^the clock is 60.0 s behind the newest message of the data folder.*CLOCK_CHECK=off/)
    expect(said).toHaveLength(1)
    pass(60_000)
    expect(lone.trouble()).toBeUndefined()
    expect(alone((wall) => wall + 900).lone.trouble()).toBeUndefined()
  })

  it('that jumps is said once for each jump, in both ways; one that goes is not', () => {
    const { time, lone, said, pass } = alone(() => 0)
    pass(5000)
    lone.check()
    time.wall += 900
    lone.check()
    expect(said).toEqual([])
    time.wall += 3_600_000
    lone.check()
    lone.check()
    pass(1000)
    time.wall -= 3_600_000
    lone.check()
    expect(said).toEqual([{ byMs: 3_600_000 }, { byMs: -3_600_000 }])
  })
})

it('a lane takes no work while the clock is wrong, and goes on by itself', async () => {
  const letters = topic({
    name: 'letters',
    key: 'any',
    owner: 'test',
    summary: 'test',
    keep: 1,
    messages: { posted: z.object({}) },
  })
  const cluster = new MemoryCluster(1)
  cluster.log.ensure([letters])
  let trouble: string | undefined = 'the clock is wrong'
  let asked = 0
  const hold = () => {
    asked++
    return trouble
  }
  const carried: string[] = []
  const effect = {
    name: 'postman',
    inputs: [letters],
    carryOut: async ({ message }: { message: { id: string } }) => {
      carried.push(message.id)
      return []
    },
    refuse: () => {
      throw new Error('there are no bad letters')
    },
  }
  const member = new Member([{ name: 'postman', inputs: ['letters'], work: () => new EffectWork(effect) }], {
    bus: new MemoryBus(cluster),
    store: new MemoryStore(new MemoryDatabase()),
    clock: systemClock,
    session: 's',
    log: { info() {}, warn() {}, error() {} },
    hold,
  })
  await member.start()
  const message = { id: 'a', type: 'posted', v: 1, at: 1, corr: 'a', data: {} }
  cluster.log.append([{ topic: 'letters', partition: 0, key: 'k', message }])
  await until('it has asked again', () => asked > 2)
  expect(carried).toEqual([])
  trouble = undefined
  await until('it goes on', () => carried.length === 1)
  await member.stop()
})
