// What of a case's archive can be proved with nothing but Node (18 or newer): node verify.mjs OPERATORS-KEY.pem FOLDER
// FOLDER is what the archive was unpacked to. This file and the key are yours, kept from before (/public/verify.mjs and
// /public/seal-key.pem of the operator's site), never ones of an archive: who changes an archive writes these as well.
// It is short so that it can be read first. `quadzero verify bundle` proves all: seals, receipts, and the case by its digest.
// Seals of charges are in no archive (they would join two of them): that amounts are as they were sealed is what the signer found.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const [keyFile, folder] = process.argv.slice(2)
const said = []
const fail = (what) => said.push(what)
/** What others wrote, so that it moves nothing on a screen. */
const plain = (text) =>
  JSON.stringify(text).replace(/[^\x20-\x7e]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)
const list = (at) =>
  readdirSync(at, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() ? list(join(at, each.name)) : [relative(folder, join(at, each.name)).split(sep).join('/')],
  )
const sha256 = (bytes) => createHash('sha256').update(bytes)
/** JSON with its names in order, as it was signed. */
const canonical = (value) =>
  Array.isArray(value)
    ? `[${value.map(canonical).join(',')}]`
    : value && typeof value === 'object'
      ? `{${Object.keys(value)
          .sort()
          .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
          .join(',')}}`
      : JSON.stringify(value)

/** @returns what was proved of all of it; what is wrong is in `said` */
function proved() {
  const { digest, keyId, signature, ...signed } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  const pems = readFileSync(keyFile, 'utf8').match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
  const idOf = (key) =>
    sha256(key.export({ format: 'der', type: 'spki' }))
      .digest('hex')
      .slice(0, 16)
  const key = pems.map((pem) => createPublicKey(pem)).find((each) => idOf(each) === keyId)
  if (!key) return fail('manifest.json: it was signed with another key')
  if (!verify(null, Buffer.from(digest), key, Buffer.from(signature, 'base64url')))
    return fail('manifest.json: its signature is not that of the key')
  if (sha256(canonical(signed)).digest('base64url') !== digest) return fail('manifest.json: it is not what was signed')
  const listed = new Map(signed.files.map(({ name, sha256: each }) => [name, each]))
  const there = list(folder).filter((name) => name !== 'manifest.json')
  for (const name of new Set([...listed.keys(), ...there])) {
    const found = there.includes(name) && sha256(readFileSync(join(folder, name))).digest('hex')
    if (found !== listed.get(name))
      fail(`${plain(name)}: it is not the file that was signed, or is missing, or was added`)
  }
  // Who made the archive held each charge against what was sealed when it was judged, and says so in what is signed.
  const charges = listed.has('charges.json') ? JSON.parse(readFileSync(join(folder, 'charges.json'), 'utf8')).items : []
  for (const { charge, whole } of charges)
    if (whole === false) fail(`charge ${plain(charge)}: its amount or time is not what was sealed when it was judged`)
  const sealed = charges.filter(({ whole }) => whole).length
  const amounts = charges.length > 0 ? `; amounts of ${sealed} of ${charges.length} charges: as they were sealed` : ''
  return `case ${plain(signed.case)}, made ${new Date(signed.at).toISOString()}: ${listed.size} files: as they were signed${amounts}`
}

if (!keyFile || !folder) {
  process.stdout.write('node verify.mjs OPERATORS-KEY.pem FOLDER\n')
  process.exit(2)
}
let outcome
try {
  outcome = proved()
} catch {
  fail('it cannot be read')
}
// Of what was not proved nothing is told that somebody else wrote.
process.stdout.write(`${said.length === 0 ? outcome : [...said, 'not proved'].join('\n')}\n`)
process.exitCode = said.length === 0 ? 0 : 1
