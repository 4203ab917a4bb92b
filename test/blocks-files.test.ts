import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

/* Blocks, white list and domains by file, and the feed that a web filter reads. */
describe('files of blocks', () => {
  let gateway: TestGateway
  let xue: PersonInBrowser
  let min: PersonInBrowser
  const import_ = async (path: string, csv: string, by?: PersonInBrowser) => {
    const headers = { 'content-type': 'text/csv' }
    const answer = by
      ? await by.call('POST', `/v1/import/${path}`, csv, headers)
      : await gateway.call('POST', `/v1/import/${path}`, csv, { headers })
    return answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  }
  const feed = (headers: Record<string, string> = {}, query = '') =>
    gateway.call('GET', `/v1/feeds/domains${query}`, undefined, { headers })
  const domains = `domain,reason,until,note\nhttps://www.icbc-vip.com.cn/x,fraud,,仿冒\nＢＡＤ。xyz,obscene,,\ncom.cn,fraud,,\nevil.top,fraud,2020-01-01,\n`

  beforeAll(async () => {
    gateway = await startTestGateway('embedded', { DEMO: 'off' })
    await import_('white-list', 'kind,value,list,note\nport,95588,bank,工行\n')
  })
  afterAll(() => gateway?.stop())

  it('are taken at once where nobody else could approve them; wrong rows are told by line', async () => {
    const lines = await import_('domains', domains)
    expect(lines.filter(({ error }) => error)).toEqual([
      { line: 4, error: 'domain: a whole suffix, or no domain', code: 'value.suffix', of: { kind: 'domain' } },
      { line: 5, error: 'until: it would hold at no time', code: 'until.past' },
    ])
    expect(lines.at(-1).done).toMatchObject({ rows: 4, taken: 2, refused: 2 })
    await until('the feed has them', async () => (await feed()).text === 'bad.xyz\nicbc-vip.com.cn\n')
    // The same file again says that it holds already; so does the white list.
    expect((await import_('domains', domains)).at(-1).done).toEqual({ rows: 4, taken: 0, unchanged: 2, refused: 2 })
    const listed = await import_('white-list', 'kind,value,list,note\nport,95588,bank,工行\nport,95533,bank,\n')
    expect(listed.at(-1).done).toMatchObject({ taken: 1, unchanged: 1 })
    expect((await gateway.call('GET', '/v1/export/domains')).text).toBe(
      'domain,reason,until,note\nicbc-vip.com.cn,fraud,,仿冒\nbad.xyz,obscene,,\n',
    )
  })

  it('the feed is sent again only when something has changed', async () => {
    const { headers } = await feed()
    const etag = headers.get('etag') as string
    expect((await feed({ 'if-none-match': etag })).status).toBe(304)
    expect((await feed({}, '?format=json')).body).toEqual({ domains: ['bad.xyz', 'icbc-vip.com.cn'] })
    const listed = (await gateway.call('GET', '/v1/blocks?kind=domain')).body.items
    const bad = listed.find((each: { value: string }) => each.value === 'bad.xyz')
    await gateway.call('POST', `/v1/blocks/${bad.id}/lift`, { note: '查清' })
    await until('it changes', async () => (await feed({ 'if-none-match': etag })).text === 'icbc-vip.com.cn\n')
  })

  it('are proposed where two people are, and only what was approved is taken', async () => {
    xue = await PersonInBrowser.made(gateway, 'li.xue', 'operations')
    min = await PersonInBrowser.made(gateway, 'zhang.min', 'operations')
    const csv = (...rows: string[]) => `kind,value,scope,reason\n${rows.map((row) => `${row}\n`).join('')}`
    const row = (n: number) => `number,${13_900_000_000 + n},all,fraud`
    const rows = ['port,10668888,marketing,spam', ...Array.from({ length: 40 }, (_, n) => row(n))]
    const wrong = ['port,95588,all,spam', 'port,10668889,now,spam']
    const proposed = await import_('blocks', csv(...rows, ...wrong), xue)
    expect(proposed.filter(({ error }) => error)).toEqual([
      { line: 43, error: 'on the white list: block it by itself, with two people', code: 'white.listed' },
      {
        line: 44,
        error: 'scope: one of all, marketing',
        code: 'field.other',
        of: { field: 'scope', all: 'all, marketing' },
      },
    ])
    const { proposal, status, done } = proposed.at(-1)
    expect([status, done.taken]).toEqual(['open', 41])
    const again = (file: string) => import_(`blocks?proposal=${proposal}`, file, xue)
    expect((await again(csv(...rows)))[0]).toMatchObject({ code: 'not-found' })
    expect((await min.call('POST', `/v1/proposals/${proposal}/approve`)).body.status).toBe('applied')
    // Another file than the one that was looked at is not taken.
    expect((await again(csv(...rows, 'port,10660009,all,spam')))[0].error).toContain('not the one that was approved')
    expect((await again(csv(...rows, ...wrong))).at(-1).done).toMatchObject({ taken: 41, refused: 2 })
    const held = async () => (await gateway.call('GET', '/v1/blocks?limit=500')).body.items as { value: string }[]
    await until('they are there', async () => (await held()).length === 42)
    expect((await again(csv(...rows, ...wrong))).at(-1).done).toMatchObject({ taken: 0, unchanged: 41, refused: 2 })
    expect((await held()).map(({ value }) => value)).not.toContain('10660009')
    // Numbers of persons leave with two people's word alone.
    const exported = await xue.call('GET', '/v1/export/blocks')
    expect(exported.text).toContain('port,10668888,marketing,')
    expect(exported.text).not.toContain('139000000')
    expect((await xue.call('GET', '/v1/export/blocks?proposal=none')).body.code).toBe('sight.missing')
  })
})
