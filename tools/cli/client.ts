import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { secretFiles } from '#config'

/** What ends a command, with its exit code and a sentence that says what to do. */
export class CliError extends Error {
  readonly exitCode: number
  constructor(exitCode: number, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

interface CallOptions {
  readonly body?: ReadableStream | string
  readonly type?: string
}

/** Calls the running gateway, with the address and key that the environment gives. */
export class Client {
  readonly #url: string
  readonly #key: string

  /** @throws CliError when there is no key */
  constructor(environment: Record<string, string | undefined>) {
    this.#url =
      environment['QUADZERO_URL'] ||
      `${environment['HTTPS_CERT_FILE'] ? 'https' : 'http'}://${environment['HTTP_HOST'] ?? '127.0.0.1'}:${environment['HTTP_PORT'] ?? '8080'}`
    const { protocol = '' } = URL.parse(this.#url) ?? {}
    if (!/^https?:$/.test(protocol))
      throw new CliError(2, `${this.#url} is no address: set QUADZERO_URL to one such as http://127.0.0.1:8080.`)
    const key = secretFiles(environment['SECRETS_DIR']).ADMIN_KEY || environment['ADMIN_KEY']
    // While it is rotated: the one before all others.
    this.#key = (key || keptKey(environment['DATA_DIR'] ?? './data')).split(',', 1)[0] as string
    if (!/^[\x21-\x7e]+$/.test(this.#key))
      throw new CliError(2, 'ADMIN_KEY is no key: it has spaces, or characters that no key has. Copy it again.')
  }

  /** @throws CliError with the problem's own words */
  async call(method: string, path: string, { body, type }: CallOptions = {}): Promise<Response> {
    const init = {
      method,
      headers: { authorization: `Bearer ${this.#key}`, ...(type ? { 'content-type': type } : {}) },
      ...(body ? { body, duplex: 'half' } : {}),
    }
    const response = await fetch(this.#url + path, init as RequestInit).catch(() => {
      throw new CliError(3, `No gateway answers at ${this.#url}. Start it with npm start, or set QUADZERO_URL.`)
    })
    if (response.ok) return response
    const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string; todo?: string }
    throw new CliError(3, sentences(problem.detail ?? problem.title ?? `HTTP ${response.status}`, problem.todo))
  }

  async json(method: string, path: string, body?: object): Promise<unknown> {
    const response = await this.call(method, path, body ? { body: JSON.stringify(body), type: 'application/json' } : {})
    return response.json().catch(() => {
      throw new CliError(3, `What answers at ${this.#url} is no gateway: set QUADZERO_URL to its own address.`)
    })
  }
}

/** Each part as a sentence of its own. */
const sentences = (...parts: (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined)
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1).replace(/\.$/, '')}.`)
    .join(' ')

function keptKey(folder: string): string {
  try {
    return (JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as { adminKey: string }).adminKey
  } catch {
    throw new CliError(
      2,
      `No key: set ADMIN_KEY, or DATA_DIR to the folder of an embedded gateway (${folder} has no secrets.json).`,
    )
  }
}
