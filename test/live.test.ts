import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environmentOf, modes, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { temporaryFolder, uniqueName } from './servers.ts'
import { until } from './until.ts'

interface LiveEvent {
  readonly id?: string
  readonly event?: string
  readonly data?: unknown
}

/** An EventSource as far as the wire goes. */
class Stream {
  readonly events: LiveEvent[] = []
  status = 0
  isOver = false
  #text = ''
  readonly #request: ReturnType<typeof get>

  constructor(url: string, cookie: string, last?: string) {
    const headers = { cookie, ...(last === undefined ? {} : { 'last-event-id': last }) }
    this.#request = get(`${url}/console/api/live`, { headers }, (response) => {
      this.status = response.statusCode as number
      response.setEncoding('utf8')
      response.on('data', (text: string) => this.#take(text))
      response.on('close', () => {
        this.isOver = true
      })
    })
    this.#request.on('error', () => undefined)
  }

  static async open(url: string, { cookie }: PersonInBrowser, last?: string): Promise<Stream> {
    const stream = new Stream(url, cookie, last)
    await until(
      'the stream has begun',
      () => stream.isOver || (stream.status !== 0 && stream.status !== 200) || stream.names().length > 0,
    )
    return stream
  }

  #take(text: string): void {
    const parts = (this.#text + text).split('\n\n')
    this.#text = parts.pop() as string
    for (const part of parts) {
      const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)))
      if (fields['event']) this.events.push({ ...fields, data: JSON.parse(fields['data'] as string) })
    }
  }

  names = () => this.events.map((each) => each.event)
  /** What it was told there is news of, and how to name the last of it. */
  heard = () => new Set(this.events.flatMap((each) => (each.event === 'changed' ? (each.data as string[]) : [])))
  last = () => this.events.findLast((each) => each.id !== undefined)?.id as string
  close = () => this.#request.destroy()
}

describe.each(modes)('the live stream of the console (%s)', (mode) => {
  let gateway: TestGateway
  /** Another process that serves the console, where there can be one. */
  let other: TestGateway
  let operations: PersonInBrowser
  let counter: PersonInBrowser
  const streams: Stream[] = []
  beforeAll(async () => {
    const shared = environmentOf(mode, temporaryFolder(), uniqueName())
    gateway = await startTestGateway(mode, shared)
    other =
      mode === 'embedded'
        ? gateway
        : await startTestGateway(mode, { ...shared, SERVICES: 'none', EDGES: 'console,staff' })
    operations = await PersonInBrowser.made(gateway, 'qian.ops', 'operations')
    counter = await PersonInBrowser.made(gateway, 'sun.counter', 'counter')
  })
  afterAll(async () => {
    for (const each of streams) each.close()
    if (other !== gateway) await other?.stop()
    await gateway?.stop()
  })
  const open = async (person: PersonInBrowser, last?: string, on = gateway) => {
    const stream = await Stream.open(on.gateway.url, person, last)
    streams.push(stream)
    return stream
  }
  let numbers = 0
  const complain = () => gateway.phone(`86135001358${10 + numbers++}`).ask('10086', '投诉 笑话天天看 没有订过')

  it('says of what there is news, to whoever may see it, and nothing else', async () => {
    const [ops, desk] = [await open(operations), await open(counter)]
    expect(ops.names()[0]).toBe('hello')
    await complain()
    await until('operations hear of it', () => ops.heard().has('complaints'))
    expect(JSON.stringify(ops.events)).not.toMatch(/1350|笑话/)
    // Traffic comes every few seconds: had the counter been owed anything, it would have come with it.
    await until('something else has come', () => ops.heard().has('traffic'))
    expect([...desk.heard()]).toEqual([])
  })

  it('goes on where it broke, also at another process, and says what was missed', async () => {
    const before = await open(operations)
    await complain()
    await until('it was heard', () => before.heard().has('complaints'))
    before.close()
    const calm = await open(operations, before.last(), other)
    expect(calm.names()).not.toContain('reset')
    expect([...calm.heard()]).not.toContain('complaints')
    const last = calm.last()
    calm.close()
    await complain()
    const again = await open(operations, last, other)
    await until('it hears what it missed', () => again.heard().has('complaints') || again.names().includes('reset'))
  })

  it('says reset to who names an event that it cannot know', async () => {
    for (const last of ['made-up', 'complaint.events:zzzzzz.zzzzzz.zzzzzz'])
      expect((await open(operations, last)).names()[0]).toBe('reset')
  })

  it('ends with the session, wherever it was ended', async () => {
    const person = await PersonInBrowser.made(gateway, 'li.leaving', 'operations')
    const stream = await open(person, undefined, other)
    await person.call('DELETE', '/console/api/session')
    await until('it is over', () => stream.isOver)
    expect(stream.names().at(-1)).toBe('over')
    expect((await open(person)).status).toBe(401)
  })

  it('ends for who was disabled, or is given another role', async () => {
    const person = await PersonInBrowser.made(gateway, 'wu.moved', 'operations')
    const stream = await open(person)
    const change = { name: '吴', role: 'counter', interests: [], disabled: false }
    expect((await gateway.call('PUT', '/v1/staff/wu.moved', change)).status).toBe(200)
    await until('it is over', () => stream.isOver)
  })

  it('is nobody’s without a session, and no key’s', async () => {
    const key = await gateway.call('GET', '/console/api/live')
    expect([key.status, key.body.code]).toEqual([401, 'session.missing'])
    expect((await gateway.call('GET', '/console/api/live', undefined, { key: null })).body.code).toBe('auth.missing')
  })
})
