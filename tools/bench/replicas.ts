import { Simulator } from '../sim/smsc.ts'
import { GatewayProcess } from './child.ts'
import { type Mode, workplace } from './workplace.ts'

type Begun = () => Promise<GatewayProcess>

/**
 * Processes that share everything and one SMSC: one embedded, two on Kafka and MongoDB. They are gone when it is over.
 * @param measure what is done with them; `called`: how many they are, in words; `another`: begins one more
 */
export async function withReplicas(
  mode: Mode,
  measure: (gateways: GatewayProcess[], simulator: Simulator, called: string, another: Begun) => Promise<void>,
): Promise<void> {
  const processes = mode === 'embedded' ? 1 : 2
  const simulator = new Simulator({ window: 2000 })
  const smsc = await simulator.listen(0)
  const { environment, clear } = workplace(mode, {
    SMSC_LINKS: `smpp://b:b@127.0.0.1:${smsc}?window=1000&name=a`,
    POLICY_FILE: new URL('./policy.json', import.meta.url).pathname,
  })
  const gateways: GatewayProcess[] = []
  const started: GatewayProcess[] = []
  try {
    const another = async () => {
      const gateway = await GatewayProcess.start(environment)
      started.push(gateway)
      return gateway
    }
    for (let n = 0; n < processes; n++) gateways.push(await another())
    await measure(gateways, simulator, processes === 1 ? '1 process' : `${processes} processes`, another)
  } finally {
    for (const each of started) await each.end('SIGKILL')
    await simulator.close()
    clear()
  }
}
