import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { apiKeys, Channel, MessageOf } from '#contracts'
import { Problem } from './problem.ts'

/** What a key may be used for. `admin` includes all the others. */
export const purposes = [
  'admin',
  'messages',
  'send',
  'check',
  'import',
  'read',
  'subscribe',
  'charge',
  'settle',
  'review',
  'audit',
] as const
export type Purpose = (typeof purposes)[number]
export type KeyRecord = MessageOf<typeof apiKeys>['data']

export interface Caller {
  readonly keyId: string
  readonly channel: Channel
  readonly purposes: readonly string[]
  readonly perMinute: number
  /** The partner that the key speaks for. */
  readonly partnerId?: string
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** A new key: the whole of it is shown once, only its digest is kept. */
export function makeKey(record: Omit<KeyRecord, 'keyId' | 'digest'>): { key: string; record: KeyRecord } {
  const keyId = randomBytes(6).toString('hex')
  const key = `qz_${keyId}_${randomBytes(24).toString('base64url')}`
  return { key, record: { ...record, keyId, digest: digestOf(key) } }
}

/** The API keys that are in force, fed from their topic. The administrator's own comes from the environment. */
export class KeyRing {
  readonly #records = new Map<string, KeyRecord>()
  readonly #admin: Buffer | undefined

  constructor(adminKey: string) {
    this.#admin = adminKey ? Buffer.from(digestOf(adminKey)) : undefined
  }

  apply(record: KeyRecord): void {
    this.#records.set(record.keyId, record)
  }

  list(): KeyRecord[] {
    return [...this.#records.values()].sort((a, b) => a.createdAt - b.createdAt)
  }

  get(keyId: string): KeyRecord | undefined {
    return this.#records.get(keyId)
  }

  /** Who calls. @throws Problem `auth.missing`, `auth.unknown` */
  identify(authorization: string | undefined): Caller {
    const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
    if (!key) throw new Problem('auth.missing')
    const digest = Buffer.from(digestOf(key))
    if (this.#admin && timingSafeEqual(digest, this.#admin))
      return { keyId: 'admin', channel: 'operator', purposes: ['admin'], perMinute: 1_000_000 }
    const record = this.#records.get(key.split('_')[1] ?? '')
    const known = record && record.revokedAt === undefined && timingSafeEqual(digest, Buffer.from(record.digest))
    if (!known) throw new Problem('auth.unknown')
    const { keyId, channel, purposes, perMinute, partnerId } = record
    return { keyId, channel, purposes, perMinute, ...(partnerId === undefined ? {} : { partnerId }) }
  }
}

/** @throws Problem `auth.purpose` */
export function mayDo(caller: Caller, purpose: Purpose): void {
  if (!caller.purposes.includes(purpose) && !caller.purposes.includes('admin'))
    throw new Problem(
      'auth.purpose',
      `It needs the purpose ${purpose}; this key has ${caller.purposes.join(', ') || 'none'}.`,
    )
}
