import { describe, expect, it } from 'vitest'
import { type BlockTarget, campaignCommands, parseMessage, networkBlocks as topic } from '#contracts'
import { Play } from '#process/kit'
import { NetworkBlocks } from '#reference'
import { type BlockRefs, networkBlocksProcess } from './block.ts'

const HOUR = 3_600_000
const port: BlockTarget = { kind: 'port', value: '10661234' }
const place = { target: port, scope: 'all', reason: 'spam', by: 'li.wei', note: '41 reports of one text' } as const

/** Operations at work on one target; `reader` is a process that follows the topic. */
class Desk {
  readonly reader = new NetworkBlocks(['110'])
  readonly changes: string[] = []
  /** What campaigns are told. */
  readonly answers: object[] = []
  readonly play: Play<NonNullable<Parameters<typeof networkBlocksProcess.decide>[0]>, BlockRefs>

  constructor(key = 'port 10661234') {
    const refs: BlockRefs = {
      keyOf: (number) => `hmac-${number.length}`,
      own: ['110'],
      isWhite: (each, at) => this.reader.isWhite(each, at),
    }
    this.play = new Play(networkBlocksProcess, { key, refs })
  }

  say(type: string, data: object): this {
    return this.#hear(this.play.say(type, data))
  }

  wait(ms: number): this {
    return this.#hear(this.play.wait(ms))
  }

  #hear(emitted: ReturnType<Desk['play']['say']>): this {
    for (const { topic: name, key, type, data } of emitted) {
      if (name === 'network.blocks')
        this.reader.apply(parseMessage(topic, { id: 'x', v: 1, at: this.play.now, corr: '', type, data }))
      else if (name === 'enforcement.events') this.changes.push((data as { change: string }).change)
      else if (name === 'campaign.commands') {
        const { target: _, ...answer } = parseMessage(campaignCommands, {
          ...{ id: 'x', v: 1, at: this.play.now, corr: '', type, data },
        }).data as unknown as Record<string, unknown>
        this.answers.push({ campaign: key, ...answer })
      }
    }
    return this
  }

  stops(isMarketing = false, at = this.play.now) {
    return this.reader.stops('10661234', isMarketing, at)
  }
}

describe('a block for everybody', () => {
  it('holds from the moment that it is placed until it is lifted, and who did what stays', () => {
    const desk = new Desk()
    expect(desk.stops()).toBeUndefined()
    desk.say('block.place', place)
    const placedAt = desk.play.now
    expect(desk.stops()).toBe('network.all')
    desk.wait(HOUR).say('block.lift', { target: port, by: 'zhang.min', note: 'the partner mended it' })
    expect([desk.stops(), desk.stops(false, placedAt)]).toEqual([undefined, 'network.all'])
    expect(desk.play.state?.steps).toMatchObject([
      { change: 'placed', by: 'li.wei', note: '41 reports of one text', reason: 'spam', scope: 'all' },
      { change: 'lifted', by: 'zhang.min', note: 'the partner mended it' },
    ])
    expect(desk.changes).toEqual(['placed', 'lifted'])
  })

  it('of marketing alone stops nothing else; made wider it stops all, from then on', () => {
    const desk = new Desk().say('block.place', { ...place, scope: 'marketing' })
    expect([desk.stops(true), desk.stops()]).toEqual(['network.marketing', undefined])
    const before = desk.play.now
    desk.wait(HOUR).say('block.place', place)
    expect([desk.stops(), desk.stops(false, before), desk.stops(true, before)]).toEqual([
      'network.all',
      undefined,
      'network.marketing',
    ])
    expect(desk.changes).toEqual(['placed', 'changed'])
  })

  it('ends by itself, and a later one begins anew', () => {
    const desk = new Desk()
    desk.say('block.place', { ...place, until: desk.play.now + HOUR })
    desk.wait(HOUR - 1000)
    expect(desk.stops()).toBe('network.all')
    desk.wait(1000)
    expect([desk.stops(), desk.play.state?.over, desk.changes]).toEqual([undefined, true, ['placed', 'lifted']])
    desk.say('block.place', place)
    expect([desk.stops(), desk.changes.at(-1)]).toEqual(['network.all', 'placed'])
  })

  it('for a date to come holds from that date', () => {
    const desk = new Desk()
    desk.say('block.place', { ...place, from: desk.play.now + HOUR })
    expect(desk.stops()).toBeUndefined()
    expect(desk.wait(HOUR).stops()).toBe('network.all')
  })

  it('that is said again changes nothing, and lifting what is not blocked does nothing', () => {
    const desk = new Desk().say('block.lift', { target: port, by: 'li.wei' })
    expect(desk.play.state).toBeUndefined()
    desk.say('block.place', place).wait(HOUR).say('block.place', place)
    expect([desk.play.state?.version, desk.changes]).toEqual([1, ['placed']])
  })

  it('that would end before it begins, or of another target than its key says, is a dead letter', () => {
    const { play } = new Desk()
    expect(play.sayBad('block.place', { ...place, until: play.now - 1 })).toContain('end before it begins')
    expect(play.sayBad('block.place', { ...place, target: { kind: 'port', value: '1' } })).toContain('key')
  })
})

describe('the white list', () => {
  it('keeps a bank from being blocked by one person, not by two', () => {
    const desk = new Desk().say('white.add', { target: port, kind: 'bank', by: 'li.wei' }).say('block.place', place)
    expect([desk.stops(), desk.changes]).toEqual([undefined, ['added', 'refused']])
    expect(desk.play.state?.steps.at(-1)).toMatchObject({ change: 'refused', by: 'li.wei' })
    desk.say('block.place', { ...place, twoPeople: true })
    expect(desk.stops()).toBe('network.all')
  })

  it('has the police without being told', () => {
    const target = { kind: 'port', value: '110' } as const
    const desk = new Desk('port 110').say('block.place', { ...place, target })
    expect(desk.changes).toEqual(['refused'])
  })

  it('is left again', () => {
    const desk = new Desk().say('white.add', { target: port, kind: 'bank', by: 'li.wei' })
    expect(desk.reader.isWhite(port, desk.play.now)).toBe(true)
    desk.say('white.remove', { target: port, by: 'li.wei' }).say('block.place', place)
    expect([desk.reader.isWhite(port, desk.play.now), desk.stops()]).toEqual([false, 'network.all'])
  })
})

describe('a campaign that asked for a block', () => {
  const campaign = 'cabc1234def567'
  const asked = { ...place, campaign }

  it('is told that it holds, also when it held before, and when it is over, once', () => {
    const desk = new Desk().say('block.place', asked).say('block.place', asked)
    expect(desk.answers.splice(0)).toEqual(Array(2).fill({ campaign, holds: true }))
    desk.say('block.place', { ...place, campaign: 'cother12345', reason: 'fraud' })
    desk.answers.splice(0)
    desk.say('block.lift', { target: port, by: 'zhang.min' })
    expect(desk.answers.splice(0)).toEqual([
      { campaign, by: 'zhang.min' },
      { campaign: 'cother12345', by: 'zhang.min' },
    ])
    desk.say('block.place', place).say('block.lift', { target: port, by: 'zhang.min' })
    expect(desk.answers).toEqual([])
  })

  it('hears when its time is over', () => {
    const desk = new Desk()
    desk.say('block.place', { ...asked, until: desk.play.now + HOUR }).wait(HOUR)
    expect(desk.answers).toEqual([
      { campaign, holds: true },
      { campaign, by: 'system' },
    ])
  })

  it('is refused who is protected, and what would hold at no time', () => {
    const listed = new Desk().say('white.add', { target: port, kind: 'bank', by: 'li.wei' }).say('block.place', asked)
    expect([listed.answers, listed.stops()]).toEqual([[{ campaign, holds: false }], undefined])
    const late = new Desk()
    late.say('block.place', { ...asked, until: late.play.now - 1 })
    expect([late.answers, late.stops()]).toEqual([[{ campaign, holds: false }], undefined])
  })

  it('makes no block weaker that holds', () => {
    const desk = new Desk().say('block.place', place)
    desk.say('block.place', { ...asked, scope: 'marketing' })
    desk.say('block.place', { ...asked, until: desk.play.now + HOUR })
    expect([desk.stops(), desk.changes, desk.answers]).toEqual([
      'network.all',
      ['placed'],
      Array(2).fill({ campaign, holds: true }),
    ])
  })
})

describe('a target that somebody put back in the database (decision 71)', () => {
  const lift = { target: port, by: 'li.wei', note: '查清' }

  it('is blocked when that is asked for, although the row says that it is', () => {
    const desk = new Desk().say('block.place', place)
    const former = desk.play.state
    desk.say('block.lift', lift)
    expect(desk.stops()).toBeUndefined()
    desk.play.state = former
    expect(desk.say('block.place', place).stops()).toBe('network.all')
  })

  it.each(['put back to before its block', 'taken away'])(
    'is free when that is asked for, although its row was %s',
    (how) => {
      const desk = new Desk().say('block.place', place).say('block.lift', lift)
      const former = desk.play.state
      desk.wait(HOUR).say('block.place', place)
      expect(desk.stops()).toBe('network.all')
      desk.play.state = how === 'taken away' ? undefined : former
      expect(desk.wait(HOUR).say('block.lift', lift).stops()).toBeUndefined()
    },
  )

  it('is told again of who is put on the white list again: a row that was put back keeps nobody off it', () => {
    const desk = new Desk().say('white.add', { target: port, kind: 'bank', by: 'li.wei' })
    const putBack = desk.play.state
    desk.say('white.remove', { target: port, by: 'li.wei' })
    desk.play.state = putBack
    desk.say('white.add', { target: port, kind: 'bank', by: 'li.wei' })
    expect(desk.reader.isWhite(port, desk.play.now)).toBe(true)
  })

  it('is on the white list by the log: one person blocks no bank whose row was put back', () => {
    const desk = new Desk()
    const former = desk.play.state
    desk.say('white.add', { target: port, kind: 'bank', by: 'li.wei', note: '银行' })
    desk.play.state = former
    expect(desk.say('block.place', place).stops()).toBeUndefined()
    expect(desk.say('block.place', { ...place, twoPeople: true }).stops()).toBe('network.all')
  })
})
