import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, Worker, workerData } from 'node:worker_threads'

/** Somebody at the provider, and what it says of them. */
export interface Somebody {
  readonly sub: string
  readonly name?: string
  readonly preferred_username?: string
  readonly groups?: readonly string[]
}

interface Begin {
  /** How far its clock is from ours, ms. */
  readonly skewMs: number
  readonly port: number
}

/** A real provider of OpenID Connect on loopback, in a thread of its own: its clock can be another than ours. */
export class TestProvider {
  readonly #worker: Worker
  readonly issuer: string

  private constructor(worker: Worker, issuer: string) {
    this.#worker = worker
    this.issuer = issuer
  }

  static async start({ skewMs = 0, port = 0 } = {}): Promise<TestProvider> {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { skewMs, port } satisfies Begin,
      stdout: true,
      stderr: true,
    })
    const [issuer] = (await once(worker, 'message')) as [string]
    return new TestProvider(worker, issuer)
  }

  /** Who sits at the browser from now on. */
  async is(somebody: Somebody): Promise<void> {
    this.#worker.postMessage(somebody)
    await once(this.#worker, 'message')
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  /** Signs in there as the browser would: gives the address that it is sent back to. */
  async signIn(to: string): Promise<string> {
    const jar = new Map<string, string>()
    let next = to
    for (let hop = 0; next.startsWith(this.issuer); hop++) {
      if (hop > 10) throw new Error(`the provider leads in circles: ${next}`)
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(next, { redirect: 'manual', headers: { cookie } })
      for (const each of answer.headers.getSetCookie()) {
        const [name, value] = (each.split(';')[0] as string).split(/=(.*)/s)
        jar.set(name as string, value as string)
      }
      const location = answer.headers.get('location')
      if (!location) throw new Error(`the provider says ${answer.status}: ${await answer.text()}`)
      next = new URL(location, next).href
    }
    return next
  }
}

/** The thread. */
async function serve({ skewMs, port }: Begin): Promise<void> {
  const { Provider: OidcProvider } = await import('oidc-provider')
  const ours = Date.now
  Date.now = () => ours() + skewMs
  let now: Somebody = { sub: 'nobody' }
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new OidcProvider(issuer, {
    clients: [
      {
        client_id: 'quadzero',
        client_secret: 'secret-of-the-client',
        // Of a native client the port on loopback is any (RFC 8252): the gateway’s is known later only.
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/console/api/oidc/callback'],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ ...now, sub }) as never }),
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc
      const grant = new context.oidc.provider.Grant({
        clientId: client?.clientId as string,
        accountId: session?.accountId as string,
      })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['one of the test'] },
  })
  const handle = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void handle(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: now.sub }, consent: {} })
  })
  parentPort?.on('message', (somebody: Somebody) => {
    now = somebody
    parentPort?.postMessage('known')
  })
  parentPort?.postMessage(issuer)
}

if (parentPort && workerData?.skewMs !== undefined) await serve(workerData as Begin)
