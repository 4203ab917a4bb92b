import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { createServer, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig, whyNoTls } from '#config'
import { connections } from '../libs/bus/kafka/secure.ts'
import { openAdapters } from '../services/adapters.ts'
import { environmentOf, startTestGateway, type TestGateway } from './gateway.ts'
import { OwnServers } from './own-servers.ts'
import { canStartServers, removeFolder, temporaryFolder } from './servers.ts'

/** A certificate that signed itself, for localhost. */
function certificate(folder: string, name: string, days = '1'): { cert: string; key: string } {
  const [cert, key, asked] = [join(folder, `${name}.pem`), join(folder, `${name}.key`), join(folder, `${name}.csr`)]
  const names = join(folder, `${name}.txt`)
  writeFileSync(names, 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  const openssl = (...more: string[]) => execFileSync('openssl', more, { stdio: 'ignore' })
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-keyout', key, '-out', asked)
  openssl('x509', '-req', '-in', asked, '-signkey', key, '-days', days, '-extfile', names, '-out', cert)
  return { cert, key }
}

describe.runIf(canStartServers)('Kafka and MongoDB behind TLS and passwords', () => {
  const folder = temporaryFolder()
  const servers = new OwnServers(join(folder, 'servers'))
  beforeAll(() => servers.start('secure'))
  afterAll(async () => {
    await servers.stopGateways()
    servers.stop()
    removeFolder(folder)
  })
  const environment = (more: Record<string, string>) => ({
    ...environmentOf('distributed', folder),
    ...servers.addresses,
    ...more,
  })
  /** What a start with this environment is told; opened adapters are closed again. */
  const told = async (more: Record<string, string>): Promise<string> => {
    try {
      const log = { warn: () => undefined, error: () => undefined }
      await (await openAdapters(readConfig(environment(more)), { numberKey: 'a secret of tests' }, log)).close()
      return 'opened'
    } catch (error) {
      return String((error as Error).stack)
    }
  }

  it('answer a 0000', async () => {
    const on = await servers.gateway({ MONGODB_URL: servers.addresses['MONGODB_URL'] as string })
    expect(await on.phone('8613800138000').ask('10086', '0000')).toContain('每日笑话')
    expect((await on.call('GET', '/readyz')).body).toEqual({ status: 'ok', troubles: [] })
  })

  it('refuse who may not come in, and the error says what to do and no password', async () => {
    const url = (from: RegExp, to: string) => (servers.addresses['MONGODB_URL'] as string).replace(from, to)
    const broker = (servers.addresses['KAFKA_BROKERS'] as string).replace('localhost', '127.0.0.1')
    const stranger = join(folder, 'servers', 'tls', 'stranger.pem')
    const clear = { KAFKA_TLS: 'off', KAFKA_CA_FILE: '', KAFKA_CERT_FILE: '', KAFKA_KEY_FILE: '' }
    const cases: [Record<string, string>, RegExp][] = [
      [{ KAFKA_CA_FILE: stranger }, /by TLS.*KAFKA_CA_FILE/],
      [{ KAFKA_BROKERS: broker }, /for another name.*KAFKA_BROKERS/],
      [{ KAFKA_CERT_FILE: '', KAFKA_KEY_FILE: '' }, /take our side of TLS.*KAFKA_CERT_FILE/],
      [{ KAFKA_PASSWORD: 'wrong-secret' }, /does not let us in.*KAFKA_PASSWORD/],
      [{ KAFKA_SASL: 'scram-sha-256', KAFKA_USER: 'nobody' }, /does not let us in/],
      [{ KAFKA_SASL: 'plain', KAFKA_PASSWORD: 'wrong-secret' }, /does not let us in/],
      [{ ...clear, KAFKA_SASL: 'plain' }, /in clear/],
      [{ KAFKA_SASL: 'off', KAFKA_USER: '', KAFKA_PASSWORD: '' }, /asks who we are.*KAFKA_SASL/],
      [{ MONGODB_CA_FILE: stranger }, /MongoDB .*by TLS.*MONGODB_CA_FILE/],
      [{ MONGODB_URL: url(/localhost/, '127.0.0.1') }, /another name.*MONGODB_URL/],
      [{ MONGODB_URL: url(/secret[^@]*/, 'wrong-secret') }, /user or the password of MONGODB_URL/],
      [{ MONGODB_URL: url(/secret[^@]*/, 'wrong-secret/@') }, /percent-encoded/],
      [{ MONGODB_URL: url(/\/quadzero\?/, '/others?') }, /readWrite/],
    ]
    const answers = await Promise.all(cases.map(([more]) => told(more)))
    for (const [n, [, expected]] of cases.entries()) expect(answers[n]).toMatch(expected)
    expect(answers.join('\n')).not.toMatch(/wrong-secret|secret-of|secret%2F/)
  })

  it.each([
    ['plain', 'secret-of-plain'],
    ['scram-sha-256', 'secret-of-scram'],
  ])('let in by %s, too', async (KAFKA_SASL, KAFKA_PASSWORD) => {
    expect(await told({ KAFKA_SASL, KAFKA_PASSWORD })).toBe('opened')
  })
})

it('a certificate that has expired, and a port without TLS, are told as that', async () => {
  const folder = temporaryFolder()
  const { cert, key } = certificate(folder, 'localhost', '-1')
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }).listen(0, '127.0.0.1')
  server.on('tlsClientError', () => undefined)
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  const why = await new Promise((told) => {
    const socket = connections(
      { ca: readFileSync(cert, 'utf8') },
      told,
    )({
      host: 'localhost',
      port,
      ssl: {},
      onConnect: () => told('connected'),
    } as never)
    socket.on('error', () => undefined)
  })
  expect(why).toBe(`the certificate of localhost:${port} has expired: have it renewed there`)
  server.close()
  removeFolder(folder)
  expect(whyNoTls({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'kafka:9092', 'KAFKA')).toContain('KAFKA_TLS=off')
  expect(whyNoTls({ code: 'ECONNREFUSED' }, 'kafka:9092', 'KAFKA')).toBeUndefined()
})

describe('HTTPS without a proxy', () => {
  const folder = temporaryFolder()
  const [cert, key] = [join(folder, 'now.pem'), join(folder, 'now.key')]
  const use = (made: { cert: string; key: string }) => {
    copyFileSync(made.cert, cert)
    copyFileSync(made.key, key)
  }
  let on: TestGateway
  afterAll(async () => {
    await on?.stop()
    removeFolder(folder)
  })

  /** One call on a connection of its own: its status, and whose certificate was shown. */
  const call = (ca: string): Promise<{ status: number | undefined; name: unknown; security: unknown }> =>
    new Promise((resolve, reject) => {
      request(`${on.gateway.url}/healthz`, { ca: readFileSync(ca), agent: false }, (response) => {
        const { subject } = (response.socket as TLSSocket).getPeerCertificate()
        response.resume()
        resolve({ status: response.statusCode, name: subject.CN, security: (response.socket as TLSSocket).authorized })
      })
        .on('error', reject)
        .end()
    })

  it('is served, and goes on with a renewed certificate as soon as its key is there too', async () => {
    const [first, second] = [certificate(folder, 'first'), certificate(folder, 'second')]
    use(first)
    on = await startTestGateway('embedded', {
      HTTPS_CERT_FILE: cert,
      HTTPS_KEY_FILE: key,
      HTTPS_CHECK_SECONDS: '0.1',
    })
    expect(on.gateway.url).toMatch(/^https:/)
    expect(await call(first.cert)).toEqual({ status: 200, name: 'first', security: true })
    await expect(call(second.cert)).rejects.toThrow(/self-signed/)
    // The certificate comes before its key: the former goes on.
    copyFileSync(second.cert, cert)
    expect((await call(first.cert)).name).toBe('first')
    use(second)
    await expect.poll(() => call(second.cert).catch(() => undefined)).toMatchObject({ status: 200, name: 'second' })
  })

  it('does not start with files that do not fit, and says which', async () => {
    const [one, other] = [certificate(folder, 'one'), certificate(folder, 'other')]
    const start = (HTTPS_CERT_FILE: string, HTTPS_KEY_FILE: string) =>
      startTestGateway('embedded', { HTTPS_CERT_FILE, HTTPS_KEY_FILE })
    await expect(start(one.cert, other.key)).rejects.toThrow(
      'HTTPS_CERT_FILE and HTTPS_KEY_FILE cannot be used together',
    )
    await expect(start(one.cert, '')).rejects.toThrow('go together')
    await expect(start(join(folder, 'none.pem'), one.key)).rejects.toThrow('cannot be read (ENOENT)')
    writeFileSync(join(folder, 'empty.pem'), '')
    await expect(start(join(folder, 'empty.pem'), one.key)).rejects.toThrow('holds no PEM')
  })
})
