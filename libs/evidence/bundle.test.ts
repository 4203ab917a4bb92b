import { describe, expect, it } from 'vitest'
import { type BundledReceipt, bundleOf, json, verifyBundle } from './bundle.ts'
import { linkAfter } from './chain.ts'
import { keyIdOf, type Manifest, makeSealer, type Seal } from './seal.ts'
import { type Packed, packed, unpacked } from './tar.ts'
import { start, versionAfter } from './version.ts'

const sealer = makeSealer('the operator’s')
const attacker = makeSealer('somebody else’s')
const at = Date.parse('2026-11-26T08:00:00Z')
const letter = Buffer.from('%PDF-1.7 处罚通知书')

/** A case with a receipt, both sealed, its letter, and its charges. */
function given(by = sealer): { readonly files: Packed[]; readonly archive: Buffer } {
  const content = {
    number: '48210371',
    subject: { partnerId: 'sp-huayu' },
    findings: [{ id: 'f1', charges: ['c1'], signals: [{ name: 'charges.no.consent', figure: 0.3 }] }],
    decided: { verdict: { outcome: 'proven', points: 20 } },
    files: [{ name: 'letter-zh.pdf', sha256: digest(letter) }],
  }
  const version = versionAfter(start, content, at)
  const asked = { serviceId: 'joke', asked: '回复是确认', answer: '是' }
  const link = linkAfter(undefined, 'salt', asked)
  const life = versionAfter(start, { digest: link.digest, endedAt: undefined, eraseAt: undefined }, at)
  const receipt: BundledReceipt = { id: 'k.1.1', ...link, salt: 'salt', content: asked, version: life }
  const seals = [
    ['cases-4', '48210371', version.digest],
    ['receipts-k', 'k.1.1', life.digest],
  ].map(
    ([shard = '', chain = '', head = '']): Seal =>
      by.seal({
        shard,
        number: 1,
        before: 'genesis',
        at,
        heads: [{ chain, number: 1, digest: head, since: start }],
        chains: 1,
        records: 1,
      }),
  )
  const files = [
    { name: 'case.json', bytes: json({ content, version }) },
    { name: 'charges.json', bytes: json({ items: [{ charge: 'c1', subscriber: 'x', amount_fen: 500 }] }) },
    { name: 'receipts.json', bytes: json([receipt]) },
    { name: 'seals.json', bytes: json(seals) },
    { name: 'files/letter-zh.pdf', bytes: letter },
  ]
  return { files, archive: bundleOf('48210371', files, by, at) }
}

const digest = (bytes: Buffer): string => {
  const archive = bundleOf('1', [{ name: 'x', bytes }], sealer, at)
  const manifest = JSON.parse(unpacked(archive)?.[0]?.bytes.toString() ?? '') as Manifest
  return manifest.files[0]?.sha256 ?? ''
}
/** The archive with one file’s text changed, and packed again as tar does it. */
const forged = (archive: Buffer, name: string, change: (text: string) => string): Buffer =>
  packed(
    (unpacked(archive) ?? []).map((each) =>
      each.name === name ? { name, bytes: Buffer.from(change(each.bytes.toString())) } : each,
    ),
    at,
  )

describe('a bundle of evidence', () => {
  it('is whole as it was made, and says which key signed it', () => {
    const found = verifyBundle(given().archive, sealer.publicKey)
    expect(found).toMatchObject({ case: '48210371', flaws: [], files: 6, receipts: 1, seals: 2, unsealed: [] })
    expect(found.keyId).toBe(keyIdOf(sealer.publicKey))
    // By the key that lies in it, as well: that proves only that it fits.
    expect(verifyBundle(given().archive).flaws).toEqual([])
  })

  it('is found whatever octet of it is another', () => {
    const { archive } = given()
    const unseen: number[] = []
    for (let place = 0; place < archive.length; place += 3) {
      archive[place] = (archive[place] as number) ^ 1
      if (verifyBundle(archive, sealer.publicKey).flaws.length === 0) unseen.push(place)
      archive[place] = (archive[place] as number) ^ 1
    }
    expect(unseen).toEqual([])
    expect(verifyBundle(Buffer.concat([archive, Buffer.alloc(512)])).flaws).toEqual([
      { of: 'archive', flaw: 'archive' },
    ])
    expect(verifyBundle(archive.subarray(0, -512)).flaws).toEqual([{ of: 'archive', flaw: 'archive' }])
    expect(verifyBundle(Buffer.from('no archive')).flaws).toHaveLength(1)
  })

  it('names the file that somebody changed, took away or added', () => {
    const { archive } = given()
    for (const [name, from, to] of [
      ['case.json', '"points": 20', '"points": 5'],
      ['charges.json', '500', '100'],
      ['receipts.json', '"answer": "是"', '"answer": "好"'],
      ['seals.json', 'cases-4', 'cases-5'],
      ['files/letter-zh.pdf', '处罚', '表扬'],
    ] as const)
      expect(
        verifyBundle(forged(archive, name, (text) => text.replace(from, to))).flaws,
        `${name} ${from}`,
      ).toContainEqual({ of: name, flaw: 'file' })
    const files = unpacked(archive) ?? []
    const without = packed(files.slice(0, -2).concat(files.slice(-1)), at)
    expect(verifyBundle(without).flaws).toContainEqual({ of: 'files/letter-zh.pdf', flaw: 'file' })
    const more = packed([...files, { name: 'files/other.pdf', bytes: letter }], at)
    expect(verifyBundle(more).flaws).toContainEqual({ of: 'files/other.pdf', flaw: 'file' })
    expect(verifyBundle(packed([...files, files[1] as Packed], at)).flaws).toContainEqual({
      of: 'archive',
      flaw: 'archive',
    })
  })

  it('signed anew by somebody else is refused by one’s own copy of the key, and by what was sealed at the time', () => {
    const other = given(attacker).archive
    expect(verifyBundle(other).flaws, 'in itself it fits').toEqual([])
    expect(verifyBundle(other).keyId).not.toBe(sealer.keyId)
    expect(verifyBundle(other, sealer.publicKey).flaws).toContainEqual({ of: 'manifest.json', flaw: 'key' })
    // The seals are the operator’s, the rest is not.
    const mixed = bundleOf('48210371', given().files, attacker, at)
    expect(verifyBundle(mixed).flaws).toContainEqual({ of: 'seal cases-4.1', flaw: 'seal' })
    // His key under the operator’s signature.
    const swapped = forged(given().archive, 'public-key.pem', () => attacker.publicKey)
    expect(verifyBundle(swapped, sealer.publicKey).flaws).toContainEqual({ of: 'public-key.pem', flaw: 'key' })
  })

  it('with the operator’s own key, tells what is not what was proved when it was made', () => {
    const signed = (name: string, change: (text: string) => string) => {
      const files = given().files.map((each) =>
        each.name === name ? { name, bytes: Buffer.from(change(each.bytes.toString())) } : each,
      )
      return verifyBundle(bundleOf('48210371', files, sealer, at), sealer.publicKey)
    }
    expect(signed('case.json', (text) => text.replace('"points": 20', '"points": 5')).flaws).toEqual([
      { of: 'case.json', flaw: 'case' },
    ])
    expect(signed('receipts.json', (text) => text.replace('"answer": "是"', '"answer": "好"')).flaws).toEqual([
      { of: 'receipt k.1.1', flaw: 'receipt' },
    ])
    expect(signed('files/letter-zh.pdf', (text) => `${text} `).flaws).toEqual([
      { of: 'files/letter-zh.pdf', flaw: 'letter' },
    ])
    expect(signed('seals.json', () => '[]')).toMatchObject({ flaws: [], unsealed: ['48210371', 'k.1.1'] })
  })
})
