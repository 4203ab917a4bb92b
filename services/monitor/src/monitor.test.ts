import { beforeAll, describe, expect, it } from 'vitest'
import type { Bus, InRecord, OutRecord } from '#bus'
import {
  catalogueTopic,
  type MessageOf,
  monitorFlags,
  monitorObservations,
  monitorStandings,
  parseMessage,
  partitionOf,
} from '#contracts'
import { hash32, Monitor, type Observation, unpacked } from '#monitor'
import { defaultPolicy, versionPolicy } from '#policy'
import { Play } from '#process/kit'
import { Catalogue } from '#reference'
import type { Deps } from '#service'
import { numberKeys } from '#sms'
import type { Line } from '../../../tools/population/partner.ts'
import { Population } from '../../../tools/population/population.ts'
import { rowsOf } from './archive.ts'
import { type FlagRecord, flags } from './domain/flags.ts'
import { type StandingRecord, standings } from './domain/standings.ts'
import { Kept, toldIn } from './kept.ts'
import { observing } from './observing.ts'
import { Watching } from './watching.ts'

type Raised = Extract<MessageOf<typeof monitorFlags>, { type: 'flag.raised' }>

const policy = versionPolicy(defaultPolicy)
const keyOf = numberKeys('a secret of this test')
const population = new Population({ seed: 5, partners: 12, days: 8, malicious: 0.4, only: ['silent subscription'] })
const lines: readonly Line[] = [...population.days()].flat()

/** The log of observations, which everybody reads from its beginning. */
class Log {
  readonly records: InRecord[] = []
  readonly bus = {
    partitions: 4,
    follow: async (_: string, each: (record: InRecord) => void) => {
      for (const record of this.records) each(record)
      return async () => undefined
    },
  } as unknown as Bus

  /** Puts one in; all after it stand one further on. */
  insert(at: number, record: OutRecord): void {
    const after = this.records.splice(at)
    this.append({ ...record, partition: after[0]?.partition ?? 0 })
    for (const each of after) this.records.push({ ...each, offset: this.records.length })
  }

  append({ topic, partition, key, message }: OutRecord): void {
    const text = JSON.stringify(message)
    const offset = this.records.length
    this.records.push({ topic, partition, offset, key, message: JSON.parse(text), trusted: false, raw: () => text })
  }
}

/** Figures that two people released, as they stand among what is observed. */
const released = (figures: object): OutRecord => {
  const data = { name: 'm1-tried', figures }
  const message = { id: 'released', type: 'policy.set', v: 1, at: 1_782_000_000_000, corr: 'released', data }
  return { topic: monitorObservations.name, partition: 0, key: 'all', message }
}

/** The flags of a monitor, as `quadzero replay` prints them. */
function replayed(of: readonly { readonly topic: string; readonly key: string; readonly message: unknown }[]): string {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone, { follows: true })
  for (const { topic, key, message } of of) monitor.read(topic, key, message as Line['message'])
  return monitor
    .raised()
    .map(({ flag }) => JSON.stringify(flag))
    .join('\n')
}

/** What live flags are, without what only a running gateway has. */
const printed = (emitted: readonly OutRecord[]): string =>
  emitted
    .filter(({ message }) => message.type === 'flag.raised')
    .map(({ message }) => {
      const { flag: _, policy: __, charges: ___, port: ____, ...flag } = (message as Raised).data
      return JSON.stringify(flag)
    })
    .join('\n')

/** What could not be read, as a dead letter. */
const refuse = ({ key }: InRecord, reason: string): OutRecord => ({
  ...{ topic: 'dead.letters', partition: 0, key },
  message: { id: key, type: 'letter.dead', v: 1, at: 1, corr: key, data: { reason } },
})
const watchingOver = ({ bus }: Log, { store }: Kept, emitted: readonly OutRecord[] = []) =>
  new Watching({ bus, store, policy, lane: partitionOf('all', 4), refuse, told: () => toldIn(emitted) })

it('what is no contract, or of no time, is a dead letter: it stops nothing, and is in no archive', async () => {
  const [log, kept] = [new Log(), new Kept()]
  const seen = { kind: 'charge', at: 1_782_000_000_000, partner: 'huayu', service: 'comics', sub: 1, block: 0 }
  const say = (id: string, at: number, each: object) =>
    log.append({
      ...{ topic: monitorObservations.name, partition: 0, key: id },
      message: { id, type: 'seen', v: 1, at, corr: id, data: { seen: [each] } },
    })
  say('good', seen.at, seen)
  say('odd', seen.at, { ...seen, kind: 'nonsense' })
  say('never', 8_000_000_000_000_000, seen)
  say('within', seen.at, { ...seen, at: Date.parse('9999-01-01T00:00:00Z') })
  say('last', seen.at + 1, seen)
  const watching = watchingOver(log, kept)
  await watching.start()
  const { emit, states } = await watching.records({ records: log.records })
  expect(emit.map(({ topic, key }) => [topic, key])).toEqual([
    ['dead.letters', 'odd'],
    ['dead.letters', 'never'],
    ['dead.letters', 'within'],
  ])
  expect(states.map(({ body }) => (body as { messages: number }).messages)).toEqual([2])
})

describe('live and replayed', () => {
  const log = new Log()
  const kept = new Kept()
  const emitted: OutRecord[] = []

  beforeAll(async () => {
    const catalogue = new Catalogue()
    for (const { topic, message } of lines)
      if (topic === 'catalogue') catalogue.apply(parseMessage(catalogueTopic, message))
    const { carryOut, inputs } = observing({ bus: log.bus, catalogue, policy, keyOf } as unknown as Deps)
    const read = new Set(inputs.map((each) => each.name))
    for (const line of lines)
      if (read.has(line.topic))
        for (const record of await carryOut(line, new AbortController().signal)) log.append(record)
    // Early on, figures are released that stop at the first charge without consent.
    const [rule] = defaultPolicy.monitor.stopFirst.filter((each) => each.counts === 'no.consent')
    const stopFirst = [{ ...rule, name: 'stop.at.one', atLeast: 1, share: 0.01 }]
    log.insert(Math.floor(log.records.length / 5), released({ ...defaultPolicy.monitor, stopFirst }))
    const watchingOf = () => watchingOver(log, kept, emitted)
    let watching = watchingOf()
    await watching.start()
    for (let from = 0; from < log.records.length; from += 500) {
      const batch = log.records.slice(from, from + 500)
      // Taken over again and again: once before a turn is stored, which is then done again, and once after.
      if ((from / 500) % 7 === 3) {
        await watching.records({ records: batch })
        watching = watchingOf()
        await watching.start()
      }
      const turn = await watching.records({ records: batch })
      emitted.push(...turn.emit)
      kept.commit(turn.states)
      watching.committed()
    }
  })

  it('the same flags, byte for byte, from the archive as live, whoever took it over in between', async () => {
    expect(printed(emitted)).not.toBe('')
    expect(printed(emitted)).toBe(replayed(log.records))
    const archived = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone, { follows: true })
    let messages = 0
    for await (const { row } of rowsOf(kept.store))
      for (const { at, seen, set } of unpacked(row.data).messages) {
        messages++
        if (set) archived.read(monitorObservations.name, 'all', { type: 'policy.set', at, data: set })
        for (const each of seen) archived.take(each, at)
      }
    expect(messages).toBe(log.records.length)
    const flags = archived.raised().map(({ flag }) => JSON.stringify(flag))
    expect(flags.join('\n')).toBe(printed(emitted))
  })

  it('figures that are released hold from their place on, and flags say by which they were raised', () => {
    const names = emitted.flatMap(({ message }) =>
      message.type === 'flag.raised' ? [(message as Raised).data.policy] : [],
    )
    expect([...new Set(names)]).toEqual([policy.version, 'm1-tried'])
    // Under the former figures throughout, other flags come.
    const former = log.records.filter(({ message }) => (message as Line['message']).type !== 'policy.set')
    expect(replayed(former)).not.toBe(printed(emitted))
    expect(replayed(lines)).toBe(replayed(former))
  })

  it('raw topics give the flags that were live: nothing hangs on the value of a hash, under whatever secret it is', async () => {
    const odd = new Population({ seed: 9, partners: 24, days: 9, malicious: 0.7, heldOut: true })
    const raw: readonly Line[] = [...odd.days()].flat()
    const observations = new Log()
    const catalogue = new Catalogue()
    for (const { topic, message } of raw)
      if (topic === 'catalogue') catalogue.apply(parseMessage(catalogueTopic, message))
    const { carryOut } = observing({ bus: log.bus, catalogue, policy, keyOf } as unknown as Deps)
    for (const line of raw)
      if (line.topic !== 'catalogue')
        for (const record of await carryOut(line, new AbortController().signal)) observations.append(record)
    expect(replayed(raw)).not.toBe('')
    expect(replayed(observations.records)).toBe(replayed(raw))
  })

  it('each flag is a contract, is said once, and is keyed by its partner', () => {
    for (const { topic, message, key } of emitted) {
      if (topic === monitorStandings.name) continue
      const { data } = parseMessage(monitorFlags, message) as Raised
      expect(data.partner).toBe(key)
    }
    const names = emitted.flatMap(({ message }) =>
      message.type === 'flag.raised' ? [(message as Raised).data.flag] : [],
    )
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(10)
  })

  it('how each partner stands is told at a day’s end, every signal beside its peers; the worst rank first', () => {
    const stands = new Map<string, StandingRecord>()
    for (const { topic, key, message } of emitted) {
      if (topic !== monitorStandings.name) continue
      const play = new Play(standings, { key, refs: undefined })
      const { data } = parseMessage(monitorStandings, message) as MessageOf<typeof monitorStandings>
      if (stands.has(key)) play.say('partner.looked', stands.get(key) as StandingRecord)
      play.say('partner.looked', data)
      stands.set(key, play.state as StandingRecord)
    }
    expect(stands.size).toBe(12)
    const ranked = [...stands.values()].sort((a, b) =>
      (standings.sort?.(a) ?? '') < (standings.sort?.(b) ?? '') ? 1 : -1,
    )
    const bad = population.labels.filter((each) => each.malicious).map((each) => each.partner)
    expect(ranked.slice(0, bad.length).map((each) => each.name)).toEqual(expect.arrayContaining(bad))
    const [worst] = ranked as [StandingRecord]
    expect(worst.series.at(-1)).toBe(worst.risk)
    const [signal] = worst.units[0]?.signals ?? []
    expect(signal?.evidence).toBeGreaterThan(10)
    expect(signal?.peers.rate).toBeLessThan(signal?.figure as number)
    expect(signal?.charges.length).toBe(10)
    expect(signal?.cases.length).toBe(signal?.of.length)
    expect(JSON.stringify(worst).length).toBeLessThan(60_000)
    // One that is told again, or late, changes nothing.
    const play = new Play(standings, { key: worst.name, refs: undefined })
    play.say('partner.looked', worst)
    play.say('partner.looked', { ...worst, day: worst.day - 1, risk: 0 })
    expect(play.state).toEqual(worst)
  })

  it('no number is in the archive', () => {
    const numbers = new Set(lines.flatMap(({ message }) => (message.data as { msisdn?: string }).msisdn ?? []))
    const archived = new Set(log.records.flatMap((each) => each.raw().match(/\d{10,}/g) ?? []))
    expect(numbers.size).toBeGreaterThan(100)
    for (const number of numbers) for (const from of [0, 2]) expect(archived.has(number.slice(from))).toBe(false)
    for (const { message } of log.records.slice(0, 500)) parseMessage(monitorObservations, message)
  })
})

describe('what is kept of where somebody is', () => {
  const places = { address: '203.0.113.9', cell: '460-00-1234-5', page: 'https://shop.example/a' }
  const request = (msisdn: string) => {
    const data = { msisdn, subscriber: keyOf(msisdn), serviceId: 'star-news', partnerId: 'sp-huayu', origin: places }
    const message = { id: msisdn, type: 'subscription.requested', v: 1, at: 1_782_000_000_000, corr: 'c', data }
    return { topic: 'confirmation.requests', key: data.subscriber, message }
  }
  const kept = async (msisdn: string, of = keyOf): Promise<Observation> => {
    const deps = { bus: { partitions: 4 }, catalogue: new Catalogue(), policy, keyOf: of } as unknown as Deps
    const [told] = await observing(deps).carryOut(request(msisdn), new AbortController().signal)
    return ((told as OutRecord).message.data as { seen: [Observation] }).seen[0]
  }

  it('is alike where it was alike, and found by nobody who tries all numbers, addresses, cells and pages', async () => {
    const [one, next, far] = [await kept('8613500137101'), await kept('8613500137102'), await kept('8613500139901')]
    expect(next.block).toBe(one.block)
    expect(far.block).not.toBe(one.block)
    const elsewhere = await kept('8613500137101', numberKeys('a secret of another house'))
    for (const [field, guessed] of Object.entries({ block: '86135001371', ...places })) {
      const of = (seen: Observation) => seen[field as 'block']
      expect(of(one), field).toBeGreaterThan(0)
      expect(of(one), field).not.toBe(hash32(guessed))
      expect(of(one), field).not.toBe(of(elsewhere))
      if (field !== 'block') expect(of(far), field).toBe(of(one))
    }
  })
})

describe('what stands of a partner', () => {
  const flag: FlagRecord = {
    flag: 'service comics',
    at: 1_782_000_000_000,
    partner: 'huayu',
    service: 'comics',
    signals: [{ name: 'charges.no.consent', figure: 0.1, baseline: 0.001, evidence: 30 }],
    stop_first: false,
    shadow: false,
    clears: 'charges without consent: at most 1 %',
    policy: 'p',
    charges: ['c1'],
  }

  it('is found by its weight until it is cleared; what is on trial weighs nothing', () => {
    const play = new Play(flags, { key: 'huayu', refs: undefined })
    play.say('flag.raised', flag)
    play.say('flag.raised', { ...flag, flag: 'service songs shadow', shadow: true })
    expect(flags.index?.(play.state as never)).toEqual({ status: 'standing' })
    expect(flags.sort?.(play.state as never)).toBe('0000000030.000')
    play.say('flag.cleared', { at: 1_783_000_000_000, flag: 'service comics', partner: 'huayu' })
    expect(flags.index?.(play.state as never)).toEqual({ status: 'past' })
    expect(play.state?.flags.map((each) => each.clearedAt)).toEqual([undefined, 1_783_000_000_000])
  })
})
