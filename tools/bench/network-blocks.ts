import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { NetworkBlocks } from '#reference'
import { report, spread } from './print.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const CHECKS = 2_000_000

/** Octets that the process holds. */
const held = (): number => {
  // What a table was before it grew is swept beside, and counted off by the next.
  for (let n = 0; n < 4; n++) collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Who is blocked for everybody: octets a block, and how fast a sender is looked up, with a few prefixes beside. */
export function networkBlocks(runs: number): void {
  for (const count of [1_000_000, 10_000_000]) {
    const before = held()
    const blocks = new NetworkBlocks(['110'])
    const place = (kind: 'number' | 'prefix', value: string) =>
      blocks.apply({
        id: '',
        type: 'block.set',
        v: 1,
        at: 1,
        corr: '',
        data: { target: { kind, value }, version: 1, scope: 'all', from: 1 },
      })
    for (let i = 0; i < count; i++) place('number', numberOf(i * 2))
    for (const prefix of ['1252013', '00852', '86170']) place('prefix', prefix)
    const octets = (held() - before) / count
    const senders = Array.from({ length: 100_000 }, (_, i) => numberOf((i * 7919) % (2 * count)))
    const rates = Array.from({ length: runs }, () => {
      const began = performance.now()
      let stopped = 0
      for (let i = 0; i < CHECKS; i++)
        if (blocks.stops(senders[i % senders.length] as string, true, 2_000_000)) stopped++
      if (stopped === 0 || stopped === CHECKS) throw new Error(`${stopped} of ${CHECKS} senders were stopped`)
      return CHECKS / ((performance.now() - began) / 1000)
    })
    const name = `${count / 1_000_000} million blocks for everybody`
    report(`${name}, octets a block`, octets.toFixed(1), '≤ 40')
    report(`${name}, checks/s a core`, spread(rates), '≥ 200,000')
  }
}

const numberOf = (i: number): string => `86${13_000_000_000 + i}`
