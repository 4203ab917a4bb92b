import { expect } from 'vitest'
import type { TestGateway } from './gateway.ts'

/** A browser as far as navigation goes: it keeps the cookies that it is given. */
export class Tab {
  readonly #gateway: TestGateway
  readonly cookies = new Map<string, string>()
  constructor(gateway: TestGateway) {
    this.#gateway = gateway
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Where it is led. */
  async go(path: string): Promise<string> {
    const url = new URL(path, this.#gateway.gateway.url)
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie: this.cookie } })
    expect(answer.status, await answer.text()).toBe(303)
    for (const each of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(each) as unknown as [string, string, string]
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer.headers.get('location') as string
  }

  me() {
    return this.#gateway.call('GET', '/console/api/me', undefined, { key: null, headers: { cookie: this.cookie } })
  }
}
