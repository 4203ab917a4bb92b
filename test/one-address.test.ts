import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Phone, startTestGateway, type TestGateway } from './gateway.ts'
import { databaseUrl, hasServers, uniqueName } from './servers.ts'
import { until } from './until.ts'

/* Lanes and routes in processes of their own: the entrance owns no key, the lanes' process serves nobody but probes. */
describe.runIf(hasServers)('one address', () => {
  const name = uniqueName()
  const shared = { MONGODB_URL: hasServers ? databaseUrl(name) : '', TOPIC_PREFIX: `${name}.` }
  let lanes: TestGateway
  let entrance: TestGateway

  beforeAll(async () => {
    lanes = await startTestGateway('distributed', { ...shared, EDGES: 'none' })
    entrance = await startTestGateway('distributed', { ...shared, SERVICES: 'none' })
  })
  afterAll(async () => {
    await entrance?.stop()
    await lanes?.stop()
  })

  it('takes a message at the entrance, which other processes answer', async () => {
    // given a subscriber of the demo
    const phone = lanes.phone('8613800138000')
    // when the web asks for her
    const taken = await entrance.call('POST', '/v1/mo', { from: '13800138000', to: '10086', text: '0000' })
    // then her phone has the list
    expect(taken.status).toBe(202)
    expect((await phone.next()).text).toContain('每日笑话')
  })

  it('reads at the entrance what the lanes have stored', async () => {
    const items = [{ id: 'c-1', subscriber: '13800138000', service: 'star-news', amount_fen: 800, kind: 'month' }]
    await expect
      .poll(async () => (await entrance.call('POST', '/v1/charges/authorize', { items })).body.items?.[0]?.rule)
      .toBe('no.consent')
  })

  it('shows the block of a lane at the entrance', async () => {
    // given a port that she silenced
    const phone = lanes.phone('8613800138000')
    await phone.send('10661234', '00000')
    await phone.next()
    // then a check at the entrance knows it
    const items = [{ from: '10661234', to: '13800138000', class: 'marketing' }]
    await expect
      .poll(async () => (await entrance.call('POST', '/v1/mt/check', { items })).body.items[0].rule)
      .toBe('block.marketing')
  })

  it('serves nothing but health and metrics where lanes run', async () => {
    expect((await lanes.call('GET', '/readyz')).status).toBe(200)
    expect((await lanes.call('GET', '/metrics')).status).toBe(200)
    for (const [method, path] of [
      ['POST', '/v1/mo'],
      ['GET', '/v1/complaints'],
      ['GET', '/account'],
      ['GET', '/docs'],
    ] as const)
      expect((await lanes.call(method, path)).status, path).toBe(404)
  })

  it('is ready without a link, since it sends nothing', async () => {
    expect((await entrance.call('GET', '/readyz')).body).toEqual({ status: 'ok', troubles: [] })
  })

  it('goes on while all lanes stand: takes, reads, says what it cannot know; what it took is done when they are back', async () => {
    await lanes.stop()
    // What may be as old as the lanes is read; what must be current is not guessed.
    expect((await entrance.call('GET', '/v1/settlements')).status).toBe(200)
    const items = [{ id: 'c-2', subscriber: '13800138000', service: 'star-news', amount_fen: 800, kind: 'month' }]
    await until('the gate says so', async () => {
      const { body } = await entrance.call('POST', '/v1/charges/authorize', { items })
      return body.items[0].rule === 'unknown'
    })
    const taken = await entrance.call('POST', '/v1/mo', { from: '13800138000', to: '10086', text: '0000' })
    expect([taken.status, (await entrance.call('GET', '/readyz')).status]).toEqual([202, 200])
    let phone: Phone | undefined
    lanes = await startTestGateway(
      'distributed',
      { ...shared, EDGES: 'none' },
      {
        extend: async (_, simulator) => {
          phone = new Phone(simulator, '8613800138000')
        },
      },
    )
    expect((await phone?.next())?.text).toContain('气象短信')
  })
})

describe('what a process runs', () => {
  it.each(['SERVICES', 'EDGES'])('refuses a name in %s that is no service', async (variable) => {
    await expect(startTestGateway('embedded', { [variable]: 'subscription' })).rejects.toThrow(
      `${variable} names subscription; there are`,
    )
  })
})
