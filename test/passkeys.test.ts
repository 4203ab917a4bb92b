import { createHash, createPrivateKey, sign } from 'node:crypto'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'

type Credential = Awaited<ReturnType<typeof credentialsOf>>[number]
const credentialsOf = async (device: CDPSession, authenticatorId: string) =>
  (await device.send('WebAuthn.getCredentials', { authenticatorId })).credentials

/** Flags of an authenticator: somebody touched it; it was unlocked by PIN or finger. */
const UP = 0x01
const UV = 0x04
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of any route
  readonly body: any
}

describe.runIf(chromiumPath)('passkeys, in Chromium with an authenticator', () => {
  let on: TestGateway
  let browser: Browser
  let page: Page
  let device: CDPSession
  let authenticatorId: string
  let password: string
  const held = async (): Promise<Credential> => (await credentialsOf(device, authenticatorId))[0] as Credential
  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    password = (await PersonInBrowser.made(on, 'mei.ops', 'operations')).password
    browser = await openBrowser()
    page = await (await browser.newContext()).newPage()
    // A host name: passkeys hold on no bare address.
    await page.goto(`${on.gateway.url.replace('127.0.0.1', 'localhost')}/healthz`)
    device = await page.context().newCDPSession(page)
    await device.send('WebAuthn.enable')
    const kind = { protocol: 'ctap2', transport: 'usb', hasResidentKey: true } as const
    const options = { ...kind, hasUserVerification: true, isUserVerified: true }
    authenticatorId = (await device.send('WebAuthn.addVirtualAuthenticator', { options })).authenticatorId
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  const call = (method: string, path: string, body?: object): Promise<Answer> =>
    page.evaluate(
      async ([method, path, body]) => {
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch(`/console/api/${path}`, { method, ...(body ? { headers, body } : {}) })
        const text = await answer.text()
        return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
      },
      [method, path, body && JSON.stringify(body)] as const,
    )
  /** What the authenticator answers to options of ours, as JSON. */
  const answerOf = (kind: 'create' | 'get', options: object): Promise<object> =>
    page.evaluate(
      async ([kind, json]) => {
        const options = JSON.parse(json)
        const made =
          kind === 'create'
            ? await navigator.credentials.create({
                publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
              })
            : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
        return (made as PublicKeyCredential).toJSON()
      },
      [kind, JSON.stringify(options)] as const,
    )
  const begin = async () => {
    const { options, token } = (await call('POST', 'passkey/options')).body
    return { token, response: await answerOf('get', options) }
  }
  const signIn = async () => call('POST', 'passkey/sign-in', await begin())
  /** What a device of somebody's own making answers, which holds the private key and sets the flags itself. */
  const forged = async ({ credentialId, privateKey, signCount, userHandle }: Credential, flags: number, uses = 1) => {
    const { options, token } = (await call('POST', 'passkey/options')).body
    const { origin, hostname } = new URL(page.url())
    const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge: options.challenge, origin }))
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(signCount + uses)
    const data = Buffer.concat([sha256(hostname), Buffer.of(flags), counter])
    const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
    const signed = Buffer.concat([data, sha256(clientData)])
    const signature = sign(key.asymmetricKeyType === 'ec' ? 'sha256' : null, signed, key)
    const id = Buffer.from(credentialId, 'base64').toString('base64url')
    const text = (bytes: Buffer) => bytes.toString('base64url')
    const response = {
      clientDataJSON: text(clientData),
      authenticatorData: text(data),
      signature: text(signature),
      userHandle: text(Buffer.from(userHandle ?? '', 'base64')),
    }
    return { token, response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response } }
  }

  it('are made from one’s own account by who knows the password, with recovery codes beside', async () => {
    expect((await call('POST', 'sign-in', { login: 'mei.ops', password })).status).toBe(201)
    expect((await call('POST', 'passkeys/options', { password: 'not it' })).body.code).toBe('password.wrong')
    const { options, token } = (await call('POST', 'passkeys/options', { password })).body
    const made = { token, name: 'YubiKey', response: await answerOf('create', options) }
    const added = await call('POST', 'passkeys', made)
    expect([added.status, added.body.recovery?.length]).toEqual([201, 10])
    expect((await call('POST', 'passkeys', made)).body.code).toBe('sign-in.over')
    expect((await call('GET', 'me')).body.passkeys).toMatchObject([{ name: 'YubiKey' }])
  })

  it('open a session alone; the password alone opens none any more', async () => {
    await call('DELETE', 'session')
    expect(await signIn()).toEqual({ status: 201, body: { person: 'mei.ops', must_change: false } })
    expect((await call('GET', 'me')).body).toMatchObject({ id: 'mei.ops', role: 'operations' })
    await call('DELETE', 'session')
    expect((await call('POST', 'sign-in', { login: 'mei.ops', password })).body).toMatchObject({
      next: 'second',
      factors: ['passkey', 'recovery'],
    })
  })

  it('answer a challenge once, on the host that asked, and to nobody who holds the device without its PIN', async () => {
    const used = await begin()
    expect((await call('POST', 'passkey/sign-in', used)).status).toBe(201)
    expect((await call('POST', 'passkey/sign-in', used)).body.code).toBe('sign-in.over')
    const elsewhere = await on.call('POST', '/console/api/passkey/sign-in', await begin(), {
      key: null,
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    expect(elsewhere.body.code).toBe('sign-in.wrong')
    const stolen = await held()
    expect((await call('POST', 'passkey/sign-in', await forged(stolen, UP))).body.code).toBe('sign-in.wrong')
    expect((await call('POST', 'passkey/sign-in', await forged(stolen, UP | UV))).status).toBe(201)
  })

  it('that were copied are refused, and it is on the audit', async () => {
    const copy = await forged(await held(), UP | UV, 10)
    expect((await call('POST', 'passkey/sign-in', copy)).status).toBe(201)
    expect((await signIn()).body.code).toBe('passkey.copied')
    const refusals = async () =>
      (await on.call('GET', '/v1/audit?actor=mei.ops&action=sign-in&limit=200')).body.items.map(
        ({ content }: { content: { target: string; reason?: string } }) => `${content.target} ${content.reason}`,
      )
    await expect.poll(refusals).toContainEqual(expect.stringMatching(/^passkey .*copy/))
  })

  it('are gone when an administrator resets the account', async () => {
    expect((await on.call('POST', '/v1/staff/mei.ops/reset')).status).toBe(200)
    expect((await signIn()).body.code).toBe('sign-in.wrong')
  })

  it('are made, used and taken away on the page, in both languages', async () => {
    const own = await PersonInBrowser.made(on, 'lin.page', 'auditor')
    const tab = page
    await device.send('WebAuthn.clearCredentials', { authenticatorId })
    const dialog = tab.getByRole('dialog')
    await tab.context().clearCookies()
    const open = async (path: string) => {
      await tab.goto(`${on.gateway.url.replace('127.0.0.1', 'localhost')}/console${path}`)
      await tab.evaluate(() => localStorage.setItem('language', 'en'))
      await tab.reload()
    }
    await open('/account')
    await tab.getByLabel('Account').fill('lin.page')
    await tab.getByLabel('Password').fill(own.password)
    await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
    await tab.getByRole('button', { name: 'Add a passkey' }).click()
    await dialog.getByLabel('Name').fill('Desk computer')
    await dialog.getByLabel('Present password').fill('not it')
    await tab.getByRole('button', { name: 'Go on' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('Present password').fill(own.password)
    await tab.getByRole('button', { name: 'Go on' }).click()
    await tab.locator('ul.codes li').first().waitFor()
    expect(await tab.locator('ul.codes li').count()).toBe(10)
    expect(await faults(tab)).toEqual([])
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await tab.getByText('Desk computer', { exact: true }).waitFor()
    // The password alone is half a sign-in now; the device is the other, and all of it.
    await tab.context().clearCookies()
    await open('')
    await tab.getByLabel('Account').fill('lin.page')
    await tab.getByLabel('Password').fill(own.password)
    await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
    await tab.getByRole('button', { name: 'Use a recovery code instead' }).waitFor()
    expect(await faults(tab)).toEqual([])
    await tab.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await tab.getByRole('heading', { name: /^Hello/ }).waitFor()
    await tab.context().clearCookies()
    await tab.evaluate(() => localStorage.setItem('language', 'zh'))
    await tab.reload()
    // Somebody else’s finger: the page says so, and the owner’s opens it.
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    await tab.getByRole('button', { name: '使用通行密钥登录' }).click()
    await tab.getByText('没有得到通行密钥').waitFor()
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
    await tab.getByRole('button', { name: '使用通行密钥登录' }).click()
    await tab.getByRole('heading', { name: /^您好/ }).waitFor()
    await tab.goto(`${new URL(tab.url()).origin}/console/account`)
    await tab.getByRole('button', { name: '移除通行密钥 Desk computer' }).click()
    await dialog.getByLabel('现在的密码').fill(own.password)
    await dialog.getByRole('button', { name: /^移\s*除$/ }).click()
    await tab.getByText('还没有通行密钥。').waitFor()
  })
})
