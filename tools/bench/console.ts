import { randomBytes } from 'node:crypto'
import { get } from 'node:http'
import { load } from '../sim/load.ts'
import { Simulator } from '../sim/smsc.ts'
import { GatewayProcess } from './child.ts'
import { median, report, spread } from './print.ts'
import { ADMIN_KEY, FIRST, workplace } from './workplace.ts'

const RATE = 1000
const PEOPLE = 50
const TABS = 1
const SUBSCRIBERS = 20_000
/** As the page does: what there is news of is asked for so often at most, and once more when it has settled. */
const CALM_MS = 2000
const SETTLED_MS = 4000

/** What staff with open overviews cost those who text: the time of an answer, without them and with fifty of them. */
export async function consoleBeside({ runs, seconds }: { runs: number; seconds: number }): Promise<void> {
  const simulator = new Simulator({ window: 2000 })
  const port = await simulator.listen(0)
  const { environment, clear } = workplace('embedded', {
    SMSC_LINKS: `smpp://b:b@127.0.0.1:${port}?window=1000&name=a`,
    POLICY_FILE: new URL('./policy.json', import.meta.url).pathname,
  })
  const gateway = await GatewayProcess.start(environment)
  const numbers = Array.from({ length: SUBSCRIBERS }, (_, i) => String(FIRST + i))
  const measure = async (): Promise<number[]> => {
    const p99: number[] = []
    for (let run = 0; run < runs; run++) {
      const ask = { numbers, to: '10086', text: '0000', seconds, rate: RATE, precise: true }
      p99.push((await load(simulator, ask)).latencyMs.p99)
    }
    return p99
  }
  const tabs: Tab[] = []
  try {
    await load(simulator, { numbers, to: '10086', text: '0000', seconds: 3, rate: RATE })
    const alone = await measure()
    for (let person = 0; person < PEOPLE; person++) {
      const cookie = await signedIn(gateway.url, `bench.${person}`)
      for (let tab = 0; tab < TABS; tab++) tabs.push(new Tab(gateway.url, cookie))
    }
    // They look on: what opening fifty pages at one moment costs is another question.
    await new Promise((resolve) => setTimeout(resolve, 2 * SETTLED_MS))
    const beside = await measure()
    const calls = tabs.reduce((sum, each) => sum + each.calls, 0)
    report(`${RATE} MO/s, p99 ms without staff`, spread(alone, 2))
    report(`${RATE} MO/s, p99 ms beside ${tabs.length} live overviews (${calls} calls)`, spread(beside, 2))
    report('how many times as long', (median(beside) / median(alone)).toFixed(2), '≤ 2')
  } finally {
    for (const each of tabs) each.close()
    await gateway.end('SIGKILL')
    await simulator.close()
    clear()
  }
}

async function post(url: string, body: object, headers: Record<string, string>): Promise<Response> {
  const answer = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
  })
  if (!answer.ok) throw new Error(`POST ${new URL(url).pathname}: ${answer.status} ${await answer.text()}`)
  return answer
}

/** Somebody of operations with a password of their own. @returns the cookie */
async function signedIn(url: string, id: string): Promise<string> {
  const wish = { id, name: id, role: 'operations' }
  const made = (await (await post(`${url}/v1/staff`, wish, { authorization: `Bearer ${ADMIN_KEY}` })).json()) as {
    password: string
  }
  const answer = await post(`${url}/console/api/sign-in`, { login: id, password: made.password }, {})
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] as string
  const own = `${randomBytes(12).toString('base64url')}-Aa1`
  await post(`${url}/console/api/password`, { old: made.password, new: own }, { cookie })
  return cookie
}

/** A tab with the overview open, as far as calls go. */
class Tab {
  calls = 0
  readonly #request: ReturnType<typeof get>
  readonly #url: string
  readonly #cookie: string
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(url: string, cookie: string) {
    this.#url = url
    this.#cookie = cookie
    for (const topic of ['traffic', 'complaints', 'disputes', 'proposals', 'processes']) void this.#ask(topic)
    this.#request = get(`${url}/console/api/live`, { headers: { cookie } }, (response) => {
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        for (const [, names] of text.matchAll(/event: changed\ndata: (.*)/g))
          for (const topic of JSON.parse(names as string) as string[]) this.#hear(topic)
      })
    })
    this.#request.on('error', () => undefined)
  }

  #hear(topic: string): void {
    if (!this.#timers.has(topic))
      this.#timers.set(
        topic,
        setTimeout(() => {
          this.#timers.delete(topic)
          void this.#ask(topic)
        }, Math.random() * CALM_MS),
      )
    setTimeout(() => void this.#ask(topic), SETTLED_MS).unref()
  }

  async #ask(topic: string): Promise<void> {
    const paths = pathsOf(topic)
    this.calls += paths.length
    await Promise.all(
      paths.map(async (path) => {
        const answer = await fetch(this.#url + path, { headers: { cookie: this.#cookie } }).catch(() => undefined)
        await answer?.arrayBuffer()
      }),
    )
  }

  close(): void {
    this.#request.destroy()
    for (const each of this.#timers.values()) clearTimeout(each)
  }
}

function pathsOf(topic: string): string[] {
  if (topic === 'complaints' || topic === 'disputes') return [`/v1/${topic}?status=open&limit=5`]
  if (topic === 'proposals') return ['/v1/proposals?status=open']
  if (topic === 'processes') return ['/console/api/processes']
  if (topic !== 'traffic') return []
  const [day, week] = [86_400_000, 7 * 86_400_000]
  return [0, week].map((back) => {
    const until = Math.floor(Date.now() / 900_000) * 900_000 - back
    const query = new URLSearchParams({
      step: 'minute',
      from: new Date(until - day).toISOString(),
      until: new Date(until).toISOString(),
      per: '15',
    })
    return `/console/api/traffic?${query}`
  })
}
