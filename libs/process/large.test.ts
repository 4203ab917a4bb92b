import { describe, expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import { MemoryBus, MemoryCluster, MemoryReader } from '#bus/memory'
import { deadLetters, parseMessage } from '#contracts'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { until } from '../../test/until.ts'
import { systemClock } from './clock.ts'
import { Lane } from './lane.ts'
import type { LaneWork } from './work.ts'

const said = (id: string, text: string): OutRecord => ({
  topic: 'answers',
  partition: 0,
  key: 'k',
  message: { id, type: 'said', v: 1, at: 1, corr: 'c', data: { text } },
})

describe('an effect that tells more than the log takes', () => {
  it('leaves a dead letter in its place, and its lane goes on', async () => {
    const cluster = new MemoryCluster(1)
    cluster.log.ensure([
      { name: 't', keep: 1 },
      { name: 'answers', keep: 1 },
      { name: 'dead-letters', keep: 200 },
    ])
    const bus = new MemoryBus(cluster)
    const work: LaneWork = {
      process: 'teller',
      inputs: ['t'],
      records: async () => ({ states: [], emit: [said('a', '短'), said('b', '长'.repeat(500_000)), said('c', '短')] }),
      committed() {},
    }
    const stop = new AbortController()
    const lane = new Lane({ process: 'teller', lane: 0 }, work, new MemoryReader(cluster.log, 'm', ['t'], 0), {
      bus,
      store: new MemoryStore(new MemoryDatabase()),
      clock: systemClock,
      session: 's',
    })
    const running = lane.run(stop.signal)
    await bus.publish([{ ...said('x', ''), topic: 't' }])
    await until('it went on', () => cluster.log.range('answers', 0).end === 2)
    const [letter] = cluster.log.partition('dead-letters', 0)
    expect(parseMessage(deadLetters, letter?.message).data).toMatchObject({
      process: 'teller',
      topic: 'answers',
      reason: expect.stringMatching(/^teller made a message of 1500\d{3} octets, and the log takes 1048588$/),
      cut: { octets: 1_500_067 },
    })
    stop.abort()
    await running
  })
})
