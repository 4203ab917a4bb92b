import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { ConfigError } from './links.ts'
import type { Environment } from './schema.ts'

/** What TLS is spoken with, as PEM. Without `ca` the authorities that Node knows are believed. */
export interface Tls {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

export type TlsUse = 'KAFKA' | 'MONGODB' | 'HTTPS'

type TlsEnvironment = Partial<Pick<Environment, `${TlsUse}_CERT_FILE` | `${TlsUse}_KEY_FILE`>> &
  Partial<Pick<Environment, 'KAFKA_CA_FILE' | 'MONGODB_CA_FILE'>>

/** Reads the files that `…_CA_FILE`, `…_CERT_FILE` and `…_KEY_FILE` name. @throws ConfigError with the variable and what to do */
export function readTls(environment: TlsEnvironment, use: TlsUse): Tls {
  const read = (what: 'CA' | 'CERT' | 'KEY', label: string): string | undefined => {
    const variable = `${use}_${what}_FILE`
    const path = (environment as Record<string, string | undefined>)[variable]
    if (!path) return undefined
    try {
      const pem = readFileSync(path, 'utf8')
      if (new RegExp(`-----BEGIN [A-Z ]*${label}-----`).test(pem)) return pem
    } catch (error) {
      throw new ConfigError(
        `${variable} names ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code}). Give the path of a PEM file that this user may read.`,
      )
    }
    throw new ConfigError(`${variable} names ${path}, which holds no PEM with BEGIN ${label}.`)
  }
  const [ca, cert, key] = [read('CA', 'CERTIFICATE'), read('CERT', 'CERTIFICATE'), read('KEY', 'PRIVATE KEY')]
  if ((cert === undefined) !== (key === undefined))
    throw new ConfigError(`${use}_CERT_FILE and ${use}_KEY_FILE go together: set both or none.`)
  const tls = { ...(ca ? { ca } : {}), ...(cert && key ? { cert, key } : {}) }
  try {
    createSecureContext(tls)
  } catch (error) {
    throw new ConfigError(
      `The files of ${use}_CERT_FILE and ${use}_KEY_FILE cannot be used together (${(error as NodeJS.ErrnoException).code ?? 'not PEM'}). The key must be the certificate’s, without a passphrase.`,
    )
  }
  return tls
}

const UNTRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_.*|CERT_SIGNATURE_FAILURE|CERT_UNTRUSTED|INVALID_CA)$/

/**
 * Why TLS with a server fails in a way that repeating does not cure, and what to do; undefined for anything else, such as a
 * server that is down.
 */
export function whyNoTls(error: unknown, peer: string, use: 'KAFKA' | 'MONGODB'): string | undefined {
  const code = String((error as { code?: unknown } | undefined)?.code ?? '')
  if (UNTRUSTED.test(code))
    return `the certificate of ${peer} is of an authority that is not believed here: name the authority’s certificate in ${use}_CA_FILE`
  if (code === 'CERT_HAS_EXPIRED') return `the certificate of ${peer} has expired: have it renewed there`
  if (code === 'CERT_NOT_YET_VALID')
    return `the certificate of ${peer} is not valid yet: look at the clock, here and there`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `the certificate of ${peer} is for another name: reach it by a name that the certificate holds (${use === 'KAFKA' ? 'KAFKA_BROKERS and the broker’s advertised.listeners' : 'MONGODB_URL and the members of the replica set'})`
  if (/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/.test(code))
    return `${peer} does not speak TLS: name the port of its TLS listener, or ${use === 'KAFKA' ? 'set KAFKA_TLS=off' : 'leave MONGODB_CA_FILE and tls=true out'}`
  if (/^ERR_SSL_.*ALERT/.test(code))
    return `${peer} does not take our side of TLS (${code}): name a certificate of an authority that it believes, and its key, in ${use}_CERT_FILE and ${use}_KEY_FILE`
  return undefined
}
