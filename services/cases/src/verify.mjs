// What of this archive can be proved with nothing but Node (18 or newer): node verify.mjs OPERATORS-KEY.pem
// It is short so that it can be read first. `quadzero verify bundle` proves all of it: seals, receipts, and the case by its digest.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const said = []
const fail = (what) => said.push(what)
const list = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() ? list(join(folder, each.name)) : [relative(here, join(folder, each.name)).split(sep).join('/')],
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

const [keyFile] = process.argv.slice(2)
const { digest, keyId, signature, ...signed } = JSON.parse(readFileSync(join(here, 'manifest.json'), 'utf8'))
if (keyFile) {
  const pems = readFileSync(keyFile, 'utf8').match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
  const keys = pems.map((pem) => createPublicKey(pem))
  const key = keys.find((each) =>
    sha256(each.export({ format: 'der', type: 'spki' }))
      .digest('hex')
      .startsWith(keyId),
  )
  if (keyId.length !== 16 || !key) fail(`manifest.json: it was signed with another key (${keyId})`)
  else if (!verify(null, Buffer.from(digest), key, Buffer.from(signature, 'base64url')))
    fail('manifest.json: its signature is not that of the key')
} else fail('no key: give the operator’s (/public/seal-key.pem of its site), kept from before, not the one in here')
if (sha256(canonical(signed)).digest('base64url') !== digest) fail('manifest.json: it is not what was signed')
const listed = new Map(signed.files.map(({ name, sha256: each }) => [name, each]))
const there = list(here).filter((name) => name !== 'manifest.json')
for (const name of new Set([...listed.keys(), ...there])) {
  const found = there.includes(name) && sha256(readFileSync(join(here, name))).digest('hex')
  if (found !== listed.get(name)) fail(`${name}: it is not the file that was signed, or is missing, or was added`)
}
const outcome = said.length === 0 ? 'as they were signed' : 'not proved'
said.push(`case ${signed.case}, made ${new Date(signed.at).toISOString()}: ${listed.size} files: ${outcome}`)
process.stdout.write(`${said.join('\n')}\n`)
process.exitCode = said.length === 1 ? 0 : 1
