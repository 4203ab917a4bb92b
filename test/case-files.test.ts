import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Manifest, makeSealer, unpacked } from '#evidence'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { type Outside, outsideOfDatabase, outsideOfFile } from './outside.ts'
import { databaseUrl, removeFolder, temporaryFolder, uniqueName } from './servers.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const run = promisify(execFile)

/** What somebody does to a bundle that was unpacked: each file by itself. */
const forgeries: readonly (readonly [name: string, change: (text: string) => string])[] = [
  ['receipts.json', () => '[]'],
  ['seals.json', () => '[]'],
  ['charges.json', (text) => `${text} `],
  ['files/letter-zh.pdf', (text) => text.replace('%PDF-1', '%PDF-2')],
  [
    'manifest.json',
    (text) => {
      const { digest: _, keyId: __, signature: ___, ...content } = JSON.parse(text) as Manifest
      return JSON.stringify(makeSealer('their own').bundle(content))
    },
  ],
  ['manifest.json', (text) => text.replace(/"at": \d/, '"at": 2')],
]

describe.each(modes)('letters and attachments of a case, %s', (mode) => {
  const [folder, name] = [temporaryFolder(), uniqueName()]
  let on: TestGateway
  let outside: Outside | undefined
  let own: string
  let other: string
  let number: string
  beforeAll(async () => {
    on = await startTestGateway(mode, {
      DATA_DIR: folder,
      ...(mode === 'embedded' ? {} : { MONGODB_URL: databaseUrl(name), TOPIC_PREFIX: `${name}.` }),
    })
    const keyOf = async (partnerId: string) =>
      (await on.call('POST', '/v1/keys', { name: partnerId, kind: 'partner', partnerId, purposes: ['answer'] })).body
        .key
    ;[own, other] = [await keyOf('sp-huayu'), await keyOf('sp-mellow')]
    const found = { partner: 'sp-huayu', service: 'joke-daily', pattern: 'no consent', text: '均无二次确认。' }
    number = (await on.call('POST', '/v1/cases', found)).body.number
  })
  afterAll(async () => {
    await outside?.close()
    await on.stop()
    removeFolder(folder)
  })

  const attach = (content: Buffer, type = 'image/png', key?: string) =>
    on.call(
      'POST',
      key ? `/v1/own-cases/${number}/files` : `/v1/cases/${number}/files`,
      { type, content: content.toString('base64') },
      key ? { key } : {},
    )
  const bytesOf = async (path: string, key?: string) => {
    const answer = await fetch(`${on.gateway.url}${path}`, {
      headers: { authorization: `Bearer ${key ?? 'test-admin-key-0123456789'}` },
    })
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
  }

  it('takes what it is by its content, whatever it says, and gives it back as it was, never to be run', async () => {
    const html = Buffer.from('<!doctype html><script>alert(1)</script>')
    expect((await attach(html)).body).toMatchObject({ code: 'file.type' })
    expect((await attach(html, 'application/pdf')).body).toMatchObject({ code: 'file.type' })
    // A program with a picture's name, and a picture that calls itself a document.
    expect((await attach(Buffer.from('4d5a90000300000004000000ffff0000', 'hex'))).body.code).toBe('file.type')
    expect((await attach(PNG, 'application/pdf')).body).toMatchObject({
      code: 'file.type',
      detail: expect.stringContaining('image/png'),
    })
    expect((await attach(PNG, 'image/svg+xml')).status).toBe(400)
    expect((await attach(Buffer.concat([PNG, Buffer.alloc(600_000)]))).body.code).toBe('file.size')
    const large = Buffer.concat([PNG, Buffer.alloc(400_000)])
    expect((await attach(large)).body).toMatchObject({ bytes: large.length, sha256: sha256(large) })
    const { body } = await attach(PNG)
    expect(body).toMatchObject({ name: expect.stringMatching(/^file-[0-9a-f]{32}\.png$/), sha256: sha256(PNG) })
    const { answer, bytes } = await bytesOf(`/v1/cases/${number}/files/${body.name}`)
    expect(bytes.equals(PNG)).toBe(true)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  })

  it('gives bundles of two cases that nobody joins by whom they are about, and of other cases nothing', async () => {
    const msisdn = '8613500135688'
    const phone = on.phone(msisdn)
    await phone.ask('10661234', 'XH')
    await phone.ask('10086901', '是')
    const { keyOf } = on.gateway.deps
    const receipts = async () => (await on.call('GET', '/v1/receipts?limit=500')).body.items
    await expect.poll(async () => JSON.stringify(await receipts())).toContain(keyOf(msisdn))
    const charged_at = new Date(Date.now() - 1000).toISOString()
    const charge = { id: 'b1', subscriber: msisdn, service: 'joke-daily', amount_fen: 500, kind: 'month', charged_at }
    expect((await on.call('POST', '/v1/charges', { items: [charge] })).status).toBe(202)
    await expect.poll(async () => (await on.call('GET', '/v1/ledger/charges/b1')).status).toBe(200)
    const bundle = async (pattern: string) => {
      const wish = { partner: 'sp-huayu', pattern, text: '见扣费', charges: ['b1'] }
      const { number: of } = (await on.call('POST', '/v1/cases', wish)).body
      const shown = async () => (await on.call('GET', `/v1/cases/${of}/charges`)).body
      await expect.poll(async () => (await shown()).items.length).toBe(1)
      const text = (await bytesOf(`/v1/cases/${of}/bundle`)).bytes.toString()
      const part = (name: string) => {
        // Of its header nothing is a line.
        const begin = text.indexOf('\n', text.indexOf(`${name}\0`))
        return text.slice(text.lastIndexOf('\0', begin) + 1)
      }
      const parsed = (name: string) => JSON.parse(/^(?:\{|\[).*?\n(?:\}|\])\n/s.exec(part(name))?.[0] ?? 'null')
      return { of, text, charges: parsed('charges.json').items, receipts: parsed('receipts.json') }
    }
    const [one, other] = [await bundle('joined one'), await bundle('joined other')]
    for (const { text, charges, receipts: own } of [one, other]) {
      expect(charges).toMatchObject([{ charge: 'b1', service: 'joke-daily', amount_fen: 500, whole: true }])
      expect(own).toMatchObject([{ whole: true, subscriber: charges[0].subscriber, content: { answer: '是' } }])
      expect(text).not.toContain(keyOf(msisdn))
      expect(text).not.toContain(msisdn.slice(-8))
    }
    expect(one.charges[0].subscriber).not.toBe(other.charges[0].subscriber)
    expect(one.receipts[0].id).not.toBe(other.receipts[0].id)
    expect(one.text).not.toContain(other.of)
  })

  it('keeps the penalty letter in both languages, for the partner it is about and nobody else', async () => {
    expect((await attach(PNG, 'image/png', own)).status, 'nothing is told before a verdict').toBe(404)
    const given = {
      outcome: 'proven',
      points: 20,
      sanctions: [{ what: 'freeze-orders' }],
      reason_zh: '未经用户确认即扣费',
      reason_en: 'Charged without consent',
      refund: { services: ['joke-daily'], from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' },
    }
    expect((await on.call('POST', `/v1/cases/${number}/verdict`, given)).status).toBe(200)
    const letter = `/v1/own-cases/${number}/letter`
    await expect.poll(async () => (await bytesOf(letter, own)).answer.status).toBe(200)
    const zh = await bytesOf(letter, own)
    await expect.poll(async () => (await bytesOf(`${letter}?language=en`, own)).answer.status).toBe(200)
    const en = await bytesOf(`${letter}?language=en`, own)
    expect(zh.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(zh.answer.headers.get('content-disposition')).toContain(`${number}-letter-zh.pdf`)
    const { files } = (await on.call('GET', `/v1/cases/${number}`)).body
    const digests = Object.fromEntries(files.map((each: { name: string; sha256: string }) => [each.name, each.sha256]))
    expect(digests).toMatchObject({ 'letter-zh.pdf': sha256(zh.bytes), 'letter-en.pdf': sha256(en.bytes) })
    expect((await bytesOf(letter, other)).answer.status).toBe(404)
    expect((await on.call('GET', `/v1/own-cases/${number}`, undefined, { key: own })).body).toMatchObject({
      letter: true,
    })
    // Of staff with a right to look; what it is kept under is nobody's to choose.
    expect((await bytesOf(`/v1/cases/${number}/files/letter-zh.pdf`)).bytes.equals(zh.bytes)).toBe(true)
  })

  it('takes what the partner attaches to its appeal; a letter that somebody changes in the store is not given out', async () => {
    expect((await attach(Buffer.from('MZ'), 'image/png', own)).body.code).toBe('file.type')
    expect((await attach(PNG, 'image/png', other)).status).toBe(404)
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')
    expect((await attach(jpeg, 'image/jpeg', own)).body).toMatchObject({ sha256: sha256(jpeg) })
    const ownCase = await on.call('GET', `/v1/own-cases/${number}`, undefined, { key: own })
    expect(ownCase.body.attached).toMatchObject([{ sha256: sha256(jpeg) }])
    // Whoever writes the database puts one octet of the letter right.
    outside = await (mode === 'embedded' ? outsideOfFile(folder) : outsideOfDatabase(databaseUrl(name)))
    const key = `${number}/letter-zh.pdf`
    const kept = (await outside.read('case-files')).get(key)
    const forged = Buffer.from(kept.content, 'base64')
    forged[forged.length - 40] = (forged[forged.length - 40] as number) ^ 1
    await outside.write('case-files', new Map([[key, { ...kept, content: forged.toString('base64') }]]))
    const given = await on.call('GET', `/v1/own-cases/${number}/letter`, undefined, { key: own })
    expect([given.status, given.body.code]).toEqual([500, 'evidence.changed'])
    await outside.write('case-files', new Map([[key, kept]]))
    expect((await bytesOf(`/v1/own-cases/${number}/letter`, own)).answer.status).toBe(200)
  })

  it('gives a bundle that a regulator verifies with one command and no gateway, and that no byte of can be forged', async () => {
    const { seal_minutes: minutes } = (await on.call('GET', '/v1/seal-key')).body
    expect(minutes).toBeLessThan(1)
    const file = join(folder, 'case.tar')
    const key = join(folder, 'key.pem')
    const published = await on.call('GET', '/public/seal-key.pem', undefined, { key: null })
    expect(published.text).toBe((await on.call('GET', '/v1/seal-key')).body.public_key)
    writeFileSync(key, published.text)
    const verify = async (...more: string[]) => {
      const cli = ['tools/cli/main.ts', '--json', 'verify', 'bundle', file, ...more]
      // No address and no key of a gateway: it asks nobody.
      const done = await run(process.execPath, cli, { env: { PATH: process.env['PATH'] ?? '' } }).catch(
        (failed: { stdout: string; code: number }) => failed,
      )
      const lines = done.stdout.trim().split('\n')
      return { code: 'code' in done ? done.code : 0, lines, ...JSON.parse(lines.at(-1) ?? '{}') }
    }
    await expect
      .poll(
        async () => {
          writeFileSync(file, (await bytesOf(`/v1/cases/${number}/bundle`)).bytes)
          return verify('--key', key)
        },
        { timeout: 30_000, interval: 1000 },
      )
      .toMatchObject({ code: 0, case: number, flaws: 0, unsealed: [], ownKey: true })
    const { bytes } = await bytesOf(`/v1/cases/${number}/bundle`)
    expect(bytes.includes('处罚通知书') || bytes.includes('letter-zh.pdf')).toBe(true)
    // With nothing but Node, of the folder that it was unpacked to, by the verifier that lies beside the key.
    const unpackedTo = join(folder, 'unpacked')
    const verifier = join(folder, 'verify.mjs')
    writeFileSync(verifier, (await bytesOf('/public/verify.mjs')).bytes)
    expect(unpacked(bytes)?.some(({ name }) => name.endsWith('.mjs'))).toBe(false)
    for (const { name, bytes: content } of unpacked(bytes) ?? []) {
      mkdirSync(dirname(join(unpackedTo, name)), { recursive: true })
      writeFileSync(join(unpackedTo, name), content)
    }
    const byHand = (...more: string[]) =>
      run(process.execPath, [verifier, ...more], { env: {} }).then(
        ({ stdout }) => stdout,
        ({ stdout }: { stdout: string }) => `failed: ${stdout}`,
      )
    expect(await byHand(key, unpackedTo)).toMatch(
      new RegExp(`^case "${number}", made .* files: as they were signed\n$`),
    )
    expect(await byHand(key)).toBe('failed: node verify.mjs OPERATORS-KEY.pem FOLDER\n')
    for (const [name, change] of forgeries) {
      const before = readFileSync(join(unpackedTo, name))
      writeFileSync(join(unpackedTo, name), change(before.toString('latin1')), 'latin1')
      expect(await byHand(key, unpackedTo), name).toMatch(/^failed: [\x20-\x7e\n]+\nnot proved\n$/)
      writeFileSync(join(unpackedTo, name), before)
    }
    // What others called a file moves nothing on a screen.
    const odd = join(unpackedTo, 'a\u001b[1A\u009b2K\u202e.txt')
    writeFileSync(odd, '')
    expect(await byHand(key, unpackedTo)).toMatch(/^failed: "a[\x20-\x7e]+\nnot proved\n$/)
    rmSync(odd)
    // Without a key of one's own it is not said to be proved.
    expect(await verify()).toMatchObject({ code: 2, flaws: 0, ownKey: false })
    const place = bytes.indexOf('"points": 20')
    expect(place).toBeGreaterThan(0)
    bytes.write('"points": 05', place)
    writeFileSync(file, bytes)
    // What is not the file that was signed is named, and not read further.
    const forged = await verify('--key', key)
    expect(forged).toMatchObject({ code: 1, flaws: 1 })
    expect(forged.lines[0]).toContain('case.json: it is not the file that was signed')
  })
})
