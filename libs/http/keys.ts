import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type KeyKind, keyKinds, type Purpose, purposesOf, purposesOfPerson } from '#access'
import type { apiKeys, Channel, MessageOf } from '#contracts'
import { eachSecret } from '#evidence'
import { Problem } from './problem.ts'

export type KeyRecord = MessageOf<typeof apiKeys>['data']

export interface Caller {
  readonly keyId: string
  /** The person who calls, signed in or by a key of theirs; absent: a system, or the first administrator’s key. */
  readonly personId?: string
  readonly kind: KeyKind
  readonly channel: Channel
  readonly purposes: readonly string[]
  readonly perMinute: number
  /** The partner that the key speaks for. */
  readonly partnerId?: string
}

/** The channel that a key of a kind speaks by. */
const channels: Partial<Record<KeyKind, Channel>> = {
  partner: 'partner',
  web: 'web',
  voice: 'voice',
  counter: 'counter',
  app: 'app',
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** A new key: the whole of it is shown once, only its digest is kept. */
export function makeKey(record: Omit<KeyRecord, 'keyId' | 'digest'>): { key: string; record: KeyRecord } {
  const keyId = randomBytes(6).toString('hex')
  const key = `qz_${keyId}_${randomBytes(24).toString('base64url')}`
  return { key, record: { ...record, keyId, digest: digestOf(key) } }
}

/** @throws Problem `key.purpose` when a kind may not have one of the purposes, `key.partner` when it speaks for nobody */
export function checkKey(
  kind: KeyKind,
  wanted: readonly Purpose[],
  { partnerId, personId }: Pick<KeyRecord, 'partnerId' | 'personId'>,
): void {
  const allowed = personId === undefined ? purposesOf(kind) : purposesOfPerson(kind)
  const over = wanted.filter((each) => !allowed.includes(each))
  if (over.length > 0)
    throw new Problem(
      'key.purpose',
      `A key of kind ${kind}${personId === undefined ? '' : ' of a person'} may have ${allowed.join(', ')}; it may not have ${over.join(', ')}.`,
    )
  if ((kind === 'partner') !== (partnerId !== undefined)) throw new Problem('key.partner')
}

/** Id of the administrator’s key that the environment has. */
export const FIRST_KEY = 'admin'

/** The API keys that are in force, fed from their topic. The administrator's own comes from the environment. */
export class KeyRing {
  readonly #records = new Map<string, KeyRecord>()
  readonly #admin: () => readonly Buffer[]

  /** @param adminKeys all are believed, and each only as long as it stands in the list */
  constructor(adminKeys: readonly string[]) {
    this.#admin = eachSecret(adminKeys, (each) => Buffer.from(digestOf(each)))
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

  /** Whether a key of a partner’s may look at its cases, and appeal. */
  answersFor(partnerId: string): boolean {
    return [...this.#records.values()].some(
      (each) => each.partnerId === partnerId && each.revokedAt === undefined && each.purposes.includes('answer'),
    )
  }

  /** Who calls. @throws Problem `auth.missing`, `auth.unknown` */
  identify(authorization: string | undefined): Caller {
    const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
    if (!key) throw new Problem('auth.missing')
    const digest = Buffer.from(digestOf(key))
    if (this.#admin().some((each) => timingSafeEqual(digest, each))) {
      const kind = 'administrator'
      return { keyId: FIRST_KEY, kind, channel: 'operator', purposes: purposesOf(kind), perMinute: 1_000_000 }
    }
    const record = this.#records.get(key.split('_')[1] ?? '')
    const known = record && record.revokedAt === undefined && timingSafeEqual(digest, Buffer.from(record.digest))
    // A kind that is not known here opens nothing.
    const kind = keyKinds.find((each) => each === record?.kind)
    if (!known || !kind) throw new Problem('auth.unknown')
    const { keyId, perMinute, partnerId, personId } = record
    const ofPerson: readonly string[] = purposesOfPerson(kind)
    const purposes = record.purposes.filter((each) => personId === undefined || ofPerson.includes(each))
    const channel = channels[kind] ?? 'operator'
    const whose = { ...(partnerId === undefined ? {} : { partnerId }), ...(personId === undefined ? {} : { personId }) }
    return { keyId, kind, channel, purposes, perMinute, ...whose }
  }
}
