import { afterEach, describe, expect, it } from 'vitest'
import { hasServers, openKafka, uniqueName } from '../../../test/servers.ts'
import { until } from '../../../test/until.ts'
import type { InRecord, OutRecord } from '../port.ts'
import type { KafkaBus } from './bus.ts'
import { Own } from './own.ts'

const record = (id: string, more: Partial<OutRecord> = {}): OutRecord => ({
  topic: 'letters',
  partition: 0,
  key: 'k',
  message: { id, type: 'noted', v: 1, at: 1, corr: id, data: {} },
  ...more,
})

describe('what this process sent', () => {
  it('is known by its source, where it was sent to, once', () => {
    const own = new Own(() => true)
    const sent = record('a')
    own.sent('edge/x||1|0', sent)
    expect(own.message('edge/x||2|0', sent)).toBeUndefined()
    expect(own.message('edge/x||1|0', { ...sent, partition: 1 })).toBeUndefined()
    expect(own.message('edge/x||1|0', { ...sent, key: 'other' })).toBeUndefined()
    expect(own.message('edge/x||1|0', sent)).toBe(sent.message)
    expect(own.message('edge/x||1|0', sent)).toBeUndefined()
  })

  it('is not kept when nobody reads it here, and not for ever when nobody does after all', () => {
    const unread = new Own(() => false)
    unread.sent('s', record('a'))
    expect(unread.message('s', record('a'))).toBeUndefined()
    const own = new Own(() => true)
    for (let n = 0; n < 20_000; n++) own.sent(`s${n}`, record(`m${n}`))
    expect([own.message('s0', record('m0')), own.message('s19999', record('m19999'))?.id]).toEqual([
      undefined,
      'm19999',
    ])
  })
})

describe.runIf(hasServers)('on Kafka', () => {
  const buses: KafkaBus[] = []
  afterEach(() => Promise.all(buses.splice(0).map((each) => each.close())))
  async function follower(name: string) {
    const bus = await openKafka(name, 1)
    buses.push(bus)
    await bus.ensureTopics([{ name: 'letters', keep: 1 }])
    const got: InRecord[] = []
    await bus.follow('letters', (each) => got.push(each))
    return { bus, got }
  }

  it('by a lane, or checked by an edge, comes back as it was; what else an edge sent, and what another process reads, is parsed', async () => {
    const name = uniqueName()
    const [here, there] = [await follower(name), await follower(name)]
    const sent = [
      record('a'),
      record('b', { source: { lane: 'p/0', incarnation: 'i', seq: 1, index: 0 } }),
      record('c', { checked: true }),
    ]
    await here.bus.publish(sent)
    await until('both have all', () => here.got.length === 3 && there.got.length === 3)
    expect(here.got.map((each) => each.trusted)).toEqual([false, true, true])
    expect(here.got.map((each) => each.message)).toEqual(sent.map((each) => each.message))
    expect(here.got[1]?.message).toBe(sent[1]?.message)
    expect(there.got.map((each) => each.trusted)).toEqual([false, false, false])
    expect(there.got.map((each) => each.message)).toEqual(sent.map((each) => each.message))
  })
})
