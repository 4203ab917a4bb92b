import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seeded } from '../libs/process/simulation/world.ts'
import { Fleet } from './fleet.ts'
import { ADMIN_KEY, modes } from './gateway.ts'
import { until } from './until.ts'

const PEOPLE = 30
const TEXTS = [['0000'], ['1'], ['恢复'], ['2'], ['00000', '10664001'], ['恢复', '10664001'], ['更多']] as const
const ALL = PEOPLE * TEXTS.length
/** What each has heard in the end. */
const WORDS = [
  '您共有3项',
  '已为您退订1项：华娱互动 每日笑话',
  '已恢复1项业务：华娱互动 每日笑话',
  '已为您退订1项：悦听音乐 彩铃包月',
  '已屏蔽端口10664001并退订1项',
  '已恢复1项业务：天象万通 气象短信',
]

/** People who text while a gateway is killed: others for each kill, so that its effects are told from those of the one before. */
class Town {
  readonly #fleet: Fleet
  readonly numbers: readonly string[]
  taken = 0

  constructor(fleet: Fleet, nth: number) {
    this.#fleet = fleet
    this.numbers = Array.from({ length: PEOPLE }, (_, i) => `86159${10_000_000 + nth * 1000 + i}`)
  }

  /**
   * Everybody asks for the list, cancels 1, undoes, cancels 2, blocks a port, undoes, each as soon as the one before was
   * acknowledged: one effect too many or too few shows in what is subscribed at the end.
   */
  async live(): Promise<void> {
    await Promise.all(
      this.numbers.map(async (number) => {
        for (const [text, to] of TEXTS) {
          await this.#fleet.deliver(number, text, to)
          this.taken++
        }
      }),
    )
  }

  /** So many more of their texts are taken, or all are. */
  takes(more: number): Promise<void> {
    const enough = Math.min(ALL, this.taken + more)
    return until(`${enough} texts are taken`, () => this.taken >= enough)
  }

  #heard(number: string, word: string): boolean {
    return this.#fleet.inbox.some((mt) => mt.to === number && mt.text.includes(word))
  }

  /** Nothing acknowledged is lost: all answers come. Every effect once: what is subscribed is what the texts say. */
  async expectAllKept(): Promise<void> {
    const last = () => this.numbers.every((number) => this.#heard(number, '列表已全部显示'))
    await expect.poll(last, { interval: 50 }).toBe(true)
    const missing = this.numbers.flatMap((number) =>
      WORDS.filter((word) => !this.#heard(number, word)).map((word) => `${number}: ${word}`),
    )
    expect(missing).toEqual([])
    const subscribed = async () => {
      const rows = (await this.#fleet.exported()).split('\n').map((row) => row.split(',').slice(0, 2).join(','))
      return rows.filter((row) => this.numbers.includes(row.split(',')[0] as string)).toSorted()
    }
    const expected = this.numbers.flatMap((number) => [`${number},joke-daily`, `${number},weather-sms`])
    // What one that was killed had committed is in the states when its lanes have been taken over.
    await expect.poll(subscribed, { interval: 100 }).toEqual(expected.toSorted())
  }
}

describe.each(modes)('kill -9, %s', (mode) => {
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
  const fleet = new Fleet(mode)
  const towns = Array.from({ length: moments.length + 2 }, (_, nth) => new Town(fleet, nth))
  let gateway: ChildProcess
  let nth = 0
  const nextTown = () => towns[nth++] as Town

  beforeAll(async () => {
    await fleet.open()
    gateway = await fleet.start()
    const rows = towns
      .flatMap(({ numbers }) => numbers)
      .flatMap((number) =>
        ['joke-daily', 'ring-month', 'weather-sms'].map((id, day) => `${number},${id},,2026-03-0${day + 1}`),
      )
    const response = await fetch(`${fleet.url}/v1/import/subscriptions`, {
      method: 'POST',
      body: `msisdn,service_id,package,since\n${rows.join('\n')}\n`,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'text/csv' },
    })
    expect(await response.text()).toContain(`"taken":${rows.length}`)
  })
  afterAll(() => fleet.close())

  it.each(moments)('at the moment %s: nothing acknowledged is lost, every effect once', async (moment) => {
    const town = nextTown()
    await Fleet.doom(gateway, moment)
    const life = town.live()
    // It dies by its own hand while it handles what they text.
    await until(`the gateway reaches ${moment}`, () => Fleet.isGone(gateway))
    expect(gateway.signalCode).toBe('SIGKILL')
    gateway = await fleet.start()
    await life
    await town.expectAllKept()
  })

  it('at random moments, again and again', async () => {
    const town = nextTown()
    const random = seeded(mode === 'embedded' ? 11 : 12)
    const life = town.live()
    const kills = mode === 'embedded' ? 8 : 3
    for (let kill = 0; kill < kills; kill++) {
      await town.takes(Math.ceil((random() * ALL) / kills))
      await Fleet.end(gateway)
      gateway = await fleet.start()
    }
    await life
    await town.expectAllKept()
  })

  it.runIf(mode === 'distributed')('of one of two members, while a third joins and another leaves', async () => {
    const town = nextTown()
    const second = await fleet.start()
    const life = town.live()
    await town.takes(ALL / 6)
    await Fleet.end(gateway)
    gateway = await fleet.start()
    await Fleet.end(second, 'SIGTERM')
    await life
    await town.expectAllKept()
  })
})
