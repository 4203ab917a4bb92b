import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Mode = 'embedded' | 'distributed'

export const ADMIN_KEY = 'bench-admin-key-0123456789'
/** The number of the first of a bench’s subscribers. */
export const FIRST = 8_615_900_000_000

/** What gateways of a bench share: a folder, and on Kafka and MongoDB topics and a database of their own. */
export function workplace(mode: Mode, more: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'quadzero-bench-'))
  const name = `bench${Date.now().toString(36)}`
  const environment: Record<string, string> = {
    DATA_DIR: folder,
    ADMIN_KEY,
    NUMBER_KEY: 'bench-number-key-0123456789',
    SESSION_KEY: 'bench-session-key-0123456789',
    ID_KEY: 'bench-id-key-0123456789',
    SEAL_KEY: 'bench-seal-key-0123456789',
    ...(mode === 'embedded'
      ? {}
      : {
          KAFKA_BROKERS: process.env['KAFKA_BROKERS'] as string,
          MONGODB_URL: (process.env['MONGODB_URL'] as string).replace(/\/[^/?]*(\?|$)/, `/${name}$1`),
          KAFKA_FSYNC: process.env['KAFKA_FSYNC'] ?? 'broker',
          TOPIC_PREFIX: `${name}.`,
        }),
    ...more,
  }
  return { environment, clear: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Calls the gateway that runs now, as its administrator. @throws Error for what is refused */
export function administrator(gateway: () => { readonly url: string }) {
  const call = (method: string, path: string, body?: BodyInit, type = 'application/json'): Promise<Response> =>
    fetch(gateway().url + path, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, ...(body ? { 'content-type': type } : {}) },
      ...(body ? { body, duplex: 'half' } : {}),
    } as RequestInit)
  return {
    async json<T>(method: string, path: string, body?: object): Promise<T> {
      const answer = await call(method, path, body && JSON.stringify(body))
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as T
    },
    /** Imports a CSV file as it is made; what is told on the way is durable. */
    async send(kind: string, lines: Iterable<string>, told: (line: string) => void = () => undefined): Promise<void> {
      const response = await call('POST', `/v1/import/${kind}`, inBlocks(lines) as unknown as BodyInit, 'text/csv')
      let [last, rest] = ['', '']
      const decoder = new TextDecoder()
      for await (const chunk of response.body ?? []) {
        const all = (rest + decoder.decode(chunk, { stream: true })).split('\n')
        rest = all.pop() ?? ''
        last = all.at(-1) ?? last
        told(last)
      }
      if (!last.includes('"done"') || !last.includes('"refused":0'))
        throw new Error(`import of ${kind} failed: ${last}`)
    },
  }
}

async function* inBlocks(lines: Iterable<string>): AsyncGenerator<Buffer> {
  let text = ''
  for (const line of lines) {
    text += line
    if (text.length < 60_000) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

/** A partner with one service, which a bench’s subscribers pay for. */
export async function sendCatalogue({ send }: Pick<ReturnType<typeof administrator>, 'send'>): Promise<void> {
  await send('partners', ['partner_id,name_zh,name_en,kind\n', 'sp1,华娱互动,Huayu,sp\n'])
  await send('services', [
    'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code\n',
    'joke,sp1,10661234,笑话,Jokes,500,month,24h,XH\n',
  ])
}

export function* subscriptions(count: number): Generator<string> {
  yield 'msisdn,service_id,package,since\n'
  for (let i = 0; i < count; i++) yield `${FIRST + i},joke,,2026-03-02\n`
}
