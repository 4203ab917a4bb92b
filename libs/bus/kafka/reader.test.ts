import type { KafkaMessage } from 'kafkajs'
import { expect, it } from 'vitest'
import { hasNews } from '../port.ts'
import { KafkaReader } from './reader.ts'

const message = (offset: number): KafkaMessage =>
  ({ key: Buffer.from('k'), value: Buffer.from('{}'), offset: String(offset) }) as unknown as KafkaMessage

it('counts a topic that no fetch has brought yet as having more, unless its end says that nothing is there', async () => {
  const ends = { quick: 3, slow: 2, empty: 0 }
  const reader = new KafkaReader(
    {
      identity: async () => ({}),
      ranges: async () => Object.fromEntries(Object.entries(ends).map(([topic, end]) => [topic, { start: 0, end }])),
      seek() {},
      pause() {},
      resume() {},
    },
    Object.keys(ends),
    0,
  )
  const told = async () => Object.fromEntries((await reader.poll(10, 1)).map((each) => [each.topic, each.more]))
  reader.seek({ quick: 0, slow: 0, empty: 0 })
  reader.push('quick', [message(0), message(1), message(2)], 3)
  expect(await told()).toEqual({ quick: false, slow: true, empty: false })
  expect(hasNews(await reader.poll(10, 1))).toBe(false)
  reader.push('slow', [message(0), message(1)], 2)
  expect(await told()).toEqual({ quick: false, slow: false, empty: false })
  // After a rebalance the consumer may have missed much: it must be asked again.
  ends.slow = 9
  reader.seekAgain()
  expect(await told()).toMatchObject({ slow: true })
})
