import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { NetworkBlocks } from '#reference'
import { BlockIndex } from '../../services/sms-gateway/src/blocks.ts'
import { checkMt } from '../../services/sms-gateway/src/http/mt.ts'
import { report, spread } from './print.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** May this be sent? In process, over a million subscribers with a block. */
export function blockCheck(runs: number): void {
  const index = new BlockIndex()
  const count = 1_000_000
  collect()
  const before = process.memoryUsage()
  for (let i = 0; i < count; i++) index.set(`subscriber-key-${i}`, [{ port: `1066${i % 1000}`, scope: 'marketing' }])
  collect()
  const after = process.memoryUsage()
  const used = after.heapUsed + after.external - before.heapUsed - before.external
  const catalogue = {
    network: new NetworkBlocks(),
    catalogue: {
      approval: () => ({ partnerId: 'p', classes: ['marketing'] }),
      portOf: (address: string) => address,
    },
  } as unknown as Parameters<typeof checkMt>[0]
  const rates = Array.from({ length: runs }, () => {
    const began = performance.now()
    let refused = 0
    for (let i = 0; i < count; i++)
      if (
        checkMt(
          catalogue,
          index,
          { key: `subscriber-key-${(i * 7919) % count}`, from: `1066${i % 1000}`, class: 'marketing' },
          { now: 0, partner: 'p' },
        ) !== 'allowed'
      )
        refused++
    if (refused === 0) throw new Error('nothing was refused')
    return count / ((performance.now() - began) / 1000)
  })
  report('block check in process, 1 million subscribers, checks/s a core', spread(rates), '≥ 200,000')
  report('block index, octets a subscriber’s block', (used / count).toFixed(0))
}
