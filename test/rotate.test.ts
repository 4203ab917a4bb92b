import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

/* `quadzero secrets` on an embedded gateway that runs, as docs/operations.md prints it. */
const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const folder = temporaryFolder()
let url: string
let environment: NodeJS.ProcessEnv
let gateway: ChildProcess
let printed = ''

const quadzero = async (...words: string[]) =>
  JSON.parse(
    (await promisify(execFile)(process.execPath, [file('tools/cli/main.ts'), '--json', ...words], { env: environment }))
      .stdout,
  )
const told = { told: true, withinSeconds: 10, newest: expect.stringMatching(/^[0-9a-f]{8}$/) }
const ready = () =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

beforeAll(async () => {
  environment = {
    ...process.env,
    ...{ DATA_DIR: folder, HTTP_PORT: '0', SIM_PORT: '0', LOG_LEVEL: 'silent', DEMO: 'on' },
    ...{ KAFKA_BROKERS: '', MONGODB_URL: '', POLICY_FILE: file('test/policy.json') },
  }
  gateway = spawn(process.execPath, [file('services/main.ts')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  gateway.stdout?.on('data', (text: Buffer) => {
    printed += text.toString()
  })
  // It takes a port itself: one that was free before may be somebody’s by then.
  await until('it says where it is', () => /^ready http/m.test(printed))
  url = /^ready (\S+)$/m.exec(printed)?.[1] as string
  environment = { ...environment, HTTP_PORT: new URL(url).port }
  await until('it is ready', ready)
})
afterAll(async () => {
  gateway?.kill()
  if (gateway && gateway.exitCode === null) await once(gateway, 'exit')
  removeFolder(folder)
})

const kept = () => JSON.parse(readFileSync(`${folder}/secrets.json`, 'utf8'))

it('says how to sign in, with an account of each role in the demo', async () => {
  const [, names = '', password] = /Console +http\S+\/console {3}\((.*); password (\S+)\)/.exec(printed) ?? []
  const roles = ['administrator', 'operations', 'reviewer', 'auditor', 'counter']
  expect(names.split(', ').toSorted()).toEqual(roles.map((role) => `demo.${role}`).toSorted())
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  for (const login of names.split(', ')) {
    const body = JSON.stringify({ login, password })
    const answer = await fetch(`${url}/console/api/sign-in`, { method: 'POST', headers, body })
    expect([login, answer.status]).toEqual([login, 201])
  }
})

it('each secret is rotated while it runs: what was made before holds until the former is forgotten', async () => {
  const { adminKey } = kept()
  const admin = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' }
  const post = (path: string, body: object, headers: Record<string, string> = admin) =>
    fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const key = async (name: string) =>
    (
      await (
        await post('/v1/keys', { name, kind: 'partner', purposes: ['subscribe', 'read'], partnerId: 'sp-huayu' })
      ).json()
    ).key
  const ask = { subscriber: '8613500139901', service: 'joke-daily' }
  const partner = { ...admin, authorization: `Bearer ${await key('huayu')}` }
  const { id } = (await (await post('/v1/subscription-requests', ask, partner)).json()) as { id: string }
  const holds = async () => (await fetch(`${url}/v1/subscription-requests/${id}`, { headers: partner })).status
  const flaws = async (what: string) => quadzero('verify', what)
  await until('it stands', async () => (await holds()) === 200)
  // Sealed with the first one.
  await until('a seal', async () => (await flaws('audit')).seals > 0)
  const signedBy = async () => (await (await fetch(`${url}/v1/seal-key`, { headers: admin })).json()).key_id
  const first = await signedBy()

  expect(await quadzero('secrets', 'rotate', 'id')).toEqual({ ...told, believed: 2 })
  expect(await quadzero('secrets', 'rotate', 'seal')).toEqual({ ...told, believed: 2 })
  await until('it signs with another', async () => (await signedBy()) !== first)
  await until('it stands', async () => (await holds()) === 200)
  const { seals } = await flaws('audit')
  await key('another, to be on the audit')
  await until('a seal of the new one, after those of the former', async () => (await flaws('audit')).seals > seals)
  expect(await flaws('audit')).toMatchObject({ flaws: 0 })

  expect(await quadzero('secrets', 'forget', 'id')).toEqual({ ...told, believed: 1 })
  await until('what the former made is unknown', async () => (await holds()) === 404)
  await expect(quadzero('secrets', 'rotate', 'number')).rejects.toThrow('stays for good')
})

it('so are the administrator’s key and the one of the exchange, and no call meets a gateway that starts anew', async () => {
  const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')
  // Each on a connection of its own: one that is kept may be closed while a call is on its way.
  let missed = 0
  let asking = true
  const asked = (async () => {
    while (asking) await fetch(`${url}/healthz`, { headers: { connection: 'close' } }).catch(() => missed++)
  })()
  const { adminKey: first } = kept()
  const seen = async (key: string) =>
    (await fetch(`${url}/v1/keys`, { headers: { authorization: `Bearer ${key}` } })).status
  expect([await seen(first), kept().exchangeKey]).toEqual([200, ''])

  expect(await quadzero('secrets', 'rotate', 'admin')).toEqual({ ...told, believed: 2 })
  const [second] = kept().adminKey.split(',')
  await until('the new one opens', async () => (await seen(second)) === 200)
  expect(await seen(first)).toBe(200)
  expect(await quadzero('secrets', 'forget', 'admin')).toEqual({ ...told, believed: 1 })
  await until('the former is nobody’s', async () => (await seen(first)) === 401)
  expect([await seen(second), kept().adminKey]).toEqual([200, second])

  /** Whether a mark that the peer made is believed, under the key that this secret makes for it. */
  const believes = async (secret: string) => {
    const key = hmac(secret, 'quadzero report exchange op-b')
    const mark = `${hmac(key, 'quadzero report exchange').slice(0, 8)}:${hmac(key, '8613912345678')}`
    const body = `id,reporter,text,reported_at,sender_hmac\nr-1,p-1,spam,2026-11-26T09:30:00Z,${mark}\n`
    const headers = { authorization: `Bearer ${second}`, 'content-type': 'text/csv' }
    const answer = await fetch(`${url}/v1/report-exchange?from=op-b`, { method: 'POST', headers, body })
    return !(await answer.text()).includes('another key')
  }
  expect(await quadzero('secrets', 'rotate', 'exchange')).toEqual({ ...told, believed: 1 })
  const { exchangeKey: old } = kept()
  await until('the first is believed', () => believes(old))
  expect(await quadzero('secrets', 'rotate', 'exchange')).toEqual({ ...told, believed: 2 })
  const [young] = kept().exchangeKey.split(',')
  await until('the second is believed', () => believes(young))
  expect(await believes(old)).toBe(true)
  expect(await quadzero('secrets', 'forget', 'exchange')).toEqual({ ...told, believed: 1 })
  await until('the former is believed no more', async () => !(await believes(old)))
  expect(await believes(young)).toBe(true)
  asking = false
  await asked
  expect(missed).toBe(0)
})
