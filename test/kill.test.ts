import type { ChildProcess } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import { seeded } from '../libs/process/simulation/world.ts'
import { Fleet } from './fleet.ts'
import { ADMIN_KEY, type Mode } from './gateway.ts'
import { hasServers } from './servers.ts'
import { until } from './until.ts'

const fleets: Fleet[] = []
afterEach(async () => {
  for (const fleet of fleets.splice(0)) await fleet.close()
})

async function opened(mode: Mode): Promise<Fleet> {
  const fleet = new Fleet(mode)
  fleets.push(fleet)
  await fleet.open()
  return fleet
}

const PEOPLE = 30
const numberOf = (i: number) => `86159${String(10_000_000 + i)}`

async function importPeople(fleet: Fleet): Promise<void> {
  const rows = Array.from({ length: PEOPLE }, (_, i) =>
    ['joke-daily', 'ring-month', 'weather-sms'].map((id, day) => `${numberOf(i)},${id},,2026-03-0${day + 1}`),
  ).flat()
  const body = `msisdn,service_id,package,since\n${rows.join('\n')}\n`
  const response = await fetch(`${fleet.url}/v1/import/subscriptions`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'text/csv' },
  })
  expect(await response.text()).toContain(`"taken":${PEOPLE * 3}`)
}

const TEXTS = [['0000'], ['1'], ['恢复'], ['2'], ['00000', '10664001'], ['恢复', '10664001'], ['更多']] as const
const ALL = PEOPLE * TEXTS.length

/**
 * Everybody asks for the list, cancels 1, undoes, cancels 2, blocks a port, undoes, each as soon as the one before was
 * acknowledged: one effect too many or too few shows in what is subscribed at the end.
 */
async function live(fleet: Fleet): Promise<void> {
  await Promise.all(
    Array.from({ length: PEOPLE }, async (_, i) => {
      for (const [text, to] of TEXTS) await fleet.deliver(numberOf(i), text, to)
    }),
  )
}

/** So many more of their texts are taken, or all are. */
const taken = (fleet: Fleet, more: number): Promise<void> => {
  const enough = Math.min(ALL, fleet.acknowledged + more)
  return until(`${enough} texts are taken`, () => fleet.acknowledged >= enough, 60_000)
}

const answersTo = (fleet: Fleet, i: number, word: string) =>
  fleet.inbox.filter((mt) => mt.to === numberOf(i) && mt.text.includes(word)).length

/** Nothing acknowledged is lost: all answers come. Every effect once: what is subscribed is what the texts say. */
async function expectAllKept(fleet: Fleet): Promise<void> {
  const everything = () =>
    Array.from({ length: PEOPLE }, (_, i) => answersTo(fleet, i, '列表已全部显示')).every((count) => count > 0)
  await expect.poll(everything, { timeout: 60_000, interval: 50 }).toBe(true)
  const words = [
    '您共有3项',
    '已为您退订1项：华娱互动 每日笑话',
    '已恢复1项业务：华娱互动 每日笑话',
    '已为您退订1项：悦听音乐 彩铃包月',
    '已屏蔽端口10664001并退订1项',
    '已恢复1项业务：天象万通 气象短信',
  ]
  const missing = Array.from({ length: PEOPLE }, (_, i) =>
    words.filter((word) => answersTo(fleet, i, word) === 0).map((word) => `${i}: ${word}`),
  ).flat()
  expect(missing).toEqual([])
  const subscribed = async () => {
    const rows = (await fleet.exported()).split('\n').filter((row) => row.startsWith('86159'))
    return rows.map((row) => row.split(',').slice(0, 2).join(',')).toSorted()
  }
  const expected = Array.from({ length: PEOPLE }, (_, i) => [
    `${numberOf(i)},joke-daily`,
    `${numberOf(i)},weather-sms`,
  ]).flat()
  // What one that was killed had committed is in the states when its lanes have been taken over.
  await expect.poll(subscribed, { timeout: 30_000, interval: 100 }).toEqual(expected.toSorted())
}

const modes: Mode[] = hasServers ? ['embedded', 'distributed'] : ['embedded']

describe.each(modes)('kill -9, %s', { timeout: 240_000 }, (mode) => {
  /** People are imported by a gateway that then stops in good order. */
  const prepared = async (): Promise<Fleet> => {
    const fleet = await opened(mode)
    const first = await fleet.start()
    await importPeople(fleet)
    await Fleet.end(first, 'SIGTERM')
    return fleet
  }

  // Embedded, a commit's messages are in the log by the same transaction: there is no moment between.
  const moments = [
    'in-transaction:5',
    'read:5',
    'decided:9',
    'committed:4',
    'committed:9',
    'decided:12',
    ...(mode === 'distributed' ? ['published:3'] : []),
  ]
  it.each(moments)('at the moment %s: nothing acknowledged is lost, every effect once', async (moment) => {
    const fleet = await prepared()
    const doomed = await fleet.start(moment)
    const life = live(fleet)
    // It dies by its own hand while it handles what they text.
    await until(`the gateway reaches ${moment}`, () => doomed.signalCode !== null)
    expect(doomed.signalCode).toBe('SIGKILL')
    await fleet.start()
    await life
    await expectAllKept(fleet)
  })

  it('at random moments, again and again', async () => {
    const fleet = await prepared()
    const random = seeded(mode === 'embedded' ? 11 : 12)
    const life = live(fleet)
    const kills = mode === 'embedded' ? 8 : 3
    for (let kill = 0; kill < kills; kill++) {
      const child = await fleet.start()
      await taken(fleet, Math.ceil((random() * ALL) / kills))
      await Fleet.end(child)
    }
    await fleet.start()
    await life
    await expectAllKept(fleet)
  })

  it.runIf(mode === 'distributed')('of one of two members, while a third joins and another leaves', async () => {
    const fleet = await prepared()
    const [first, second] = [await fleet.start(), await fleet.start()]
    const life = live(fleet)
    await taken(fleet, ALL / 6)
    await Fleet.end(first as ChildProcess)
    await fleet.start()
    await Fleet.end(second as ChildProcess, 'SIGTERM')
    await life
    await expectAllKept(fleet)
  })
})
