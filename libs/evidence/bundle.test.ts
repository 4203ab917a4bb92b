import { describe, expect, it } from 'vitest'
import { bundledReceipt, bundleOf, json, verifyBundle } from './bundle.ts'
import { linkAfter } from './chain.ts'
import { flawOfSeal, keyIdOf, type Manifest, makeSealer, shownSeal } from './seal.ts'
import { type Packed, packed, unpacked } from './tar.ts'
import { start, versionAfter } from './version.ts'

const sealer = makeSealer('the operator’s')
const attacker = makeSealer('somebody else’s')
const at = Date.parse('2026-11-26T08:00:00Z')
const MINUTE = 60_000
const letter = Buffer.from('%PDF-1.7 处罚通知书')

const chargeOf = (proof: object) => ({ charge: 'c1', subscriber: 'x', amount_fen: 500, ...proof })

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
  const kept = { ...link, salt: 'salt', content: asked, version: life }
  const receipt = bundledReceipt({ id: 'r1', subscriber: 's1' }, kept, at, { from: at, now: at })
  const head = (chain: string, digest: string) => ({ chain, number: 1, digest, since: start })
  const seal = by.seal({
    ...{ shard: 'cases-4', number: 1, before: 'genesis', at, chains: 2, records: 2 },
    heads: [head('48210371', version.digest), head('77770000', 'of another case')],
  })
  const seals = [shownSeal(seal, (chain) => chain === '48210371')]
  const files = [
    { name: 'case.json', bytes: json({ content, version }) },
    { name: 'charges.json', bytes: json({ items: [chargeOf({ whole: true, sealedAt: at })], missing: [] }) },
    { name: 'receipts.json', bytes: json([receipt]) },
    { name: 'seals.json', bytes: json(seals) },
    { name: 'files/letter-zh.pdf', bytes: letter },
  ]
  return { files, archive: bundleOf('48210371', files, by, at) }
}

/** A receipt of another subscriber, as it is kept. */
function keptReceipt() {
  const content = { serviceId: 'joke', answer: '是' }
  const link = linkAfter({ number: 2, digest: 'the one before' }, 'pepper', content)
  const version = versionAfter(start, { digest: link.digest, endedAt: undefined, eraseAt: undefined }, at)
  return { ...link, salt: 'pepper', content, version }
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
    expect(found).toMatchObject({
      case: '48210371',
      flaws: [],
      files: 6,
      receipts: 1,
      seals: 1,
      charges: 1,
      unsealed: [],
      unproved: [],
    })
    expect(found.keyId).toBe(keyIdOf(sealer.publicKey))
    // By the key that lies in it, as well: that proves only that it fits.
    expect(verifyBundle(given().archive).flaws).toEqual([])
  })

  it('tells no text of whoever made one, with a key of their own', () => {
    const odd = bundleOf('48210371\u001b[2Kall whole', given(attacker).files, attacker, at)
    expect(verifyBundle(odd)).toMatchObject({ case: '', keyId: '', flaws: [{ of: 'manifest.json', flaw: 'manifest' }] })
  })

  it('is found whatever octet of it is another', () => {
    const { archive } = given()
    const unseen: number[] = []
    for (let place = 0; place < archive.length; place += 3) {
      archive[place] = (archive[place] as number) ^ 1
      // What only says how it was packed is not what is proved; that it is the very archive is not said of it.
      const { flaws, asMade } = verifyBundle(archive, sealer.publicKey)
      if (flaws.length === 0 && asMade) unseen.push(place)
      archive[place] = (archive[place] as number) ^ 1
    }
    expect(unseen).toEqual([])
    expect(verifyBundle(archive)).toMatchObject({ flaws: [], asMade: true })
    expect(verifyBundle(Buffer.concat([archive, Buffer.alloc(512)]))).toMatchObject({ flaws: [], asMade: false })
    expect(verifyBundle(Buffer.concat([archive, Buffer.from('something')])).flaws).toEqual([
      { of: 'archive', flaw: 'archive' },
    ])
    expect(verifyBundle(archive.subarray(0, -1600)).flaws).toEqual([{ of: 'archive', flaw: 'archive' }])
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
      { of: 'receipt r1', flaw: 'receipt' },
    ])
    expect(signed('receipts.json', (text) => text.replace('"whole": true', '"whole": false')).flaws).toHaveLength(1)
    expect(signed('receipts.json', (text) => text.replace(/,\s*"sealedAt": \d+/, ''))).toMatchObject({
      flaws: [],
      unsealed: ['r1'],
    })
    expect(signed('files/letter-zh.pdf', (text) => `${text} `).flaws).toEqual([
      { of: 'files/letter-zh.pdf', flaw: 'letter' },
    ])
    const charges = (charge: string) => signed('charges.json', (text) => text.replace('"c1"', charge)).flaws
    expect(charges('"c2"').map(({ of }) => of)).toEqual(['charge c2', 'charge c1'])
    expect(signed('charges.json', () => '{"items":[],"missing":[]}').flaws).toEqual([
      { of: 'charge c1', flaw: 'charge' },
    ])
    const amount = (proof: object) =>
      signed('charges.json', () => JSON.stringify({ items: [chargeOf(proof)], missing: [] }))
    expect(amount({ whole: false }).flaws).toEqual([{ of: 'charge c1', flaw: 'amount' }])
    expect(amount({ whole: true })).toMatchObject({ flaws: [], unsealed: ['c1'], unproved: [] })
    // Its account keeps it no more: that is said.
    expect(amount({})).toMatchObject({ flaws: [], unsealed: [], unproved: ['c1'] })
    expect(signed('seals.json', () => '[]')).toMatchObject({ flaws: [], unsealed: ['48210371'] })
  })

  it('says of other cases, and of whoever the receipts are, nothing by which two bundles are joined', () => {
    const told = given()
      .files.map(({ name, bytes }) => (name.startsWith('files/') ? '' : bytes.toString()))
      .join('')
    for (const each of ['77770000', 'of another case', 'k.1.1', '"before": "genesis",\n    "number"'])
      expect(told).not.toContain(each)
    const { receipts } = JSON.parse(`{"receipts":${given().files[2]?.bytes}}`) as { receipts: object[] }
    expect(Object.keys(receipts[0] ?? {}).sort()).toEqual(
      ['content', 'contentDigest', 'id', 'salt', 'sealedAt', 'subscriber', 'whole'].sort(),
    )
  })

  it('a receipt that somebody changed in the store is said to be none', () => {
    const kept = (more: object) => ({ ...keptReceipt(), ...more })
    const of = (more: object) =>
      bundledReceipt({ id: 'r', subscriber: 's' }, kept(more), at, { from: at, now: at }).whole
    expect([of({}), of({ content: { answer: '好' } }), of({ before: 'x' }), of({ endedAt: 1 })]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  it('a receipt that no seal names is whole only as long as one may still come', () => {
    const of = (from: number) =>
      bundledReceipt({ id: 'r', subscriber: 's' }, keptReceipt(), undefined, { from, now: from + MINUTE })
    expect(of(at)).toMatchObject({ whole: true })
    expect(of(at)).not.toHaveProperty('sealedAt')
    expect(of(at + 1)).toMatchObject({ whole: false })
  })

  it.each([
    ['of a time to come', at + 2 * MINUTE],
    ['of no time', Number.NaN],
    ['of a time that is no number', String(at)],
  ])('a receipt %s waits for no seal: whoever writes the database made it', (_, time) => {
    const receipt = keptReceipt()
    const life = { digest: receipt.digest, endedAt: undefined, eraseAt: undefined }
    const made = { ...receipt, version: versionAfter(start, life, time as number) }
    const now = { from: at - MINUTE, now: at }
    expect(bundledReceipt({ id: 'r', subscriber: 's' }, made, undefined, now).whole).toBe(false)
    // One that a clock a little ahead stamped does wait.
    const ahead = { ...receipt, version: versionAfter(start, life, at + MINUTE) }
    expect(bundledReceipt({ id: 'r', subscriber: 's' }, ahead, undefined, now).whole).toBe(true)
  })

  it('a seal is proved with some of its heads hidden, and not with one of them changed', () => {
    const heads = ['1', '2', '3'].map((chain) => ({ chain, number: 1, digest: `d${chain}`, since: start }))
    const seal = sealer.seal({ shard: 's', number: 1, before: 'genesis', at, heads, chains: 3, records: 3 })
    const shown = shownSeal(seal, (chain) => chain === '2')
    expect(flawOfSeal(seal, sealer.publicKey)).toBeUndefined()
    expect(flawOfSeal(shown, sealer.publicKey)).toBeUndefined()
    expect(JSON.stringify(shown)).not.toContain('d1')
    const changed = shown.heads.map((each) => (typeof each === 'string' ? each : { ...each, digest: 'other' }))
    expect(flawOfSeal({ ...shown, heads: changed }, sealer.publicKey)).toBe('content')
    expect(flawOfSeal({ ...shown, heads: shown.heads.slice(1) }, sealer.publicKey)).toBe('content')
  })
})
