import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../../test/servers.ts'

const root = join(import.meta.dirname, '../..')
const folder = temporaryFolder()
afterAll(() => removeFolder(folder))

/** `quadzero campaigns group`, with no gateway and no environment of one. */
function group(file: string, input?: string) {
  const child = spawn(join(root, 'scripts/quadzero.mjs'), ['campaigns', 'group', file], {
    env: { PATH: process.env['PATH'] },
  })
  const told = { out: '', err: '' }
  child.stdout.on('data', (text) => (told.out += text))
  child.stderr.on('data', (text) => (told.err += text))
  child.stdin.end(input ?? '')
  return new Promise<{ code: number | null; out: string; err: string }>((done) =>
    child.on('close', (code) => done({ code, ...told })),
  )
}
const results = (out: string) =>
  out
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as { id: unknown; campaign: unknown; why: { because: string; differs?: { text: string }[] } },
    )

const rows = [
  '\ufeff{"id":"a","text":"急用钱不求人！凭身份证即可办理，额度最高20万，当天放款到账，详询13800138000"}',
  '{"id":1,"text":"急*用*钱不求人！凭身份證即可办里，额度最高50万，当天放款到账\u2028，详询17755556666","sender":10691234}',
  'no json',
  '',
  '{"id":"a","text":"again"}',
  '{"id":"b"}',
  '{"id":"c","text":"【招商银行】验证码341398，您正在登录手机银行，请勿泄露","sender":"95555"}',
]

describe('quadzero campaigns group', () => {
  it('groups a file, names the lines that are none, and ends with 1', async () => {
    const file = join(folder, 'texts.ndjson')
    writeFileSync(file, rows.join('\r\n'))
    const { code, out, err } = await group(file)
    expect(code).toBe(1)
    const found = results(out)
    expect(found.map(({ id }) => id)).toEqual(['a', 1, 'c'])
    expect(found[0]!.campaign).toBe(found[1]!.campaign)
    expect(found[2]).toMatchObject({ campaign: 'c', why: { because: expect.stringContaining('one-time password') } })
    const joined = found.find(({ why }) => why.differs)!
    expect(joined.why.differs!.map(({ text }) => text).join(' ')).toMatch(/13800138000|17755556666/)
    expect(err).toMatch(/line 3: is no JSON/)
    expect(err).toMatch(/line 5: its id stands on line 1 already/)
    expect(err).toMatch(/line 6: text is no text/)
    expect(err).toContain('3 texts, 1 campaign of more than one, 3 lines refused')
  })

  it('reads standard input; whatever the order, the same texts are together', async () => {
    const good = [rows[1]!, rows[0]!.slice(1), rows[6]!]
    const [there, back] = await Promise.all([group('-', good.join('\n')), group('-', good.toReversed().join('\n'))])
    expect(there.code).toBe(0)
    const campaignsOf = (out: string) => new Map(results(out).map(({ id, campaign }) => [id, campaign]))
    expect(campaignsOf(back.out)).toEqual(campaignsOf(there.out))
  })

  it('an empty file is no texts; a folder and what is not there are wrong use', async () => {
    expect(await group('-')).toMatchObject({ code: 0, out: '' })
    expect(await group(folder)).toMatchObject({ code: 2, err: expect.stringContaining('is a folder') })
    expect(await group(join(folder, 'nowhere'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not there'),
    })
  })
})
