import { expect } from 'vitest'
import type { TestGateway } from './gateway.ts'

/** A browser as far as cookies and what browsers say about a request go. */
export class PersonInBrowser {
  readonly #gateway: TestGateway
  cookie = ''
  /** Their own, once they have set it. */
  password = ''

  constructor(gateway: TestGateway) {
    this.#gateway = gateway
  }

  /** Somebody whose account was made with the first administrator's key, signed in with a password of their own. */
  static async made(gateway: TestGateway, id: string, role: string, more: object = {}): Promise<PersonInBrowser> {
    const made = await gateway.call('POST', '/v1/staff', { id, name: id, role, ...more })
    expect(made.status).toBe(201)
    const page = new PersonInBrowser(gateway)
    page.password = `${id.split('').reverse().join('')}-own-Password-9`
    expect((await page.signIn(id, made.body.password)).body).toEqual({ person: id, must_change: true })
    const change = { old: made.body.password, new: page.password }
    expect((await page.call('POST', '/console/api/password', change)).status).toBe(204)
    return page
  }

  /** The demo's account of a role, signed in. */
  static async demo(gateway: TestGateway, role: string): Promise<PersonInBrowser> {
    const page = new PersonInBrowser(gateway)
    expect((await page.signIn(`demo.${role}`, gateway.gateway.signIns[0]?.password as string)).status).toBe(201)
    return page
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await this.#gateway.call(method, path, body, {
      key: null,
      headers: { 'sec-fetch-site': 'same-origin', ...(this.cookie ? { cookie: this.cookie } : {}), ...headers },
    })
    const set = answer.headers.get('set-cookie')
    if (set) this.cookie = set.split(';')[0] as string
    return answer
  }

  signIn(login: string, password: string) {
    return this.call('POST', '/console/api/sign-in', { login, password })
  }
}
