import { blockKey, enforcementCommands } from '#contracts'
import { type Deps, edgeRecord, publishFromEdge } from '#service'

/** The demo’s bank, 江海银行, by its port. */
const BANK = { kind: 'port', value: '10655588' } as const

/** Puts the demo’s bank on the white list once, so that it can be seen what that protects: whoever takes it off finds it off. */
export async function protectDemoBank(deps: Deps): Promise<void> {
  const { bus, store, clock, keyOf, log } = deps
  const key = blockKey(BANK, keyOf)
  if ((await store.load('network-blocks', [key])).has(key)) return
  const data = { target: BANK, by: 'demo', note: '江海银行（演示）', kind: 'bank' as const }
  const message = { id: 'demo-bank', at: clock.now(), corr: 'demo', type: 'white.add', data }
  await publishFromEdge(bus, [edgeRecord(enforcementCommands, bus, key, message)])
  log.info({ port: BANK.value }, 'the demo’s bank is on the white list')
}
