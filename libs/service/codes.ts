import { createHmac, randomBytes, randomInt } from 'node:crypto'
import { type Language, smsOutbound } from '#contracts'
import { Tokens } from '#evidence'
import { Problem, tenureOf } from '#http'
import type { Store } from '#store'
import { type Deps, edgeRecord, publishFromEdge } from './service.ts'

/** What a code was sent for; signed, so that nobody changes it on the way. */
interface Asked {
  readonly id: string
  readonly about: string
  /** The tenure in which it was asked for; on another it opens nothing. */
  readonly tenure: number
  readonly until: number
  /** The code under a secret: only who has that could try all of them. The database has no part in what the code is. */
  readonly proof: string
}

export interface CodeRequest {
  readonly msisdn: string
  readonly language: Language
  /** The one thing that the code is good for; whoever holds the token can read it. */
  readonly about: string
  /** Codes about the same thing, at most. */
  readonly most?: number
  readonly text: (facts: { code: string; minutes: number }) => string
}

const MINUTE = 60_000
type CodeDeps = Pick<Deps, 'store' | 'clock' | 'bus' | 'keyOf' | 'policy' | 'secrets' | 'ids'>

/**
 * Codes that are sent to a phone: the proof that whoever sits at the web page holds it (docs/rules.md, "Double
 * confirmation"). They hold ten minutes, five tries, once; a phone gets a few an hour
 * for each use, so that who may ask for one kind uses up no other. A code of one use opens nothing else, and ends with the
 * tenure in which it was asked for. What it is, its token says to whoever has our secret; the store counts the tries.
 */
export class PhoneCodes {
  readonly #deps: CodeDeps
  readonly #tokens: Tokens
  readonly #secret: string
  readonly #use: string

  constructor(deps: CodeDeps, use: string) {
    this.#deps = deps
    this.#tokens = new Tokens(deps.secrets.sessionKeys, use)
    this.#secret = deps.keyOf(use)
    this.#use = use
  }

  /**
   * Sends a code. Gives the token that goes with it.
   * @throws Problem `code.too-many` when this phone had its share of the hour or the day, `code.used-up` when what it is
   * about had
   */
  async send({ msisdn, language, about, most, text }: CodeRequest): Promise<{ token: string; minutes: number }> {
    const { clock, bus, keyOf, policy } = this.#deps
    const { codeMinutes, codesPerHour, codesPerDay } = policy.policy.account
    const now = clock.now()
    const key = keyOf(msisdn)
    const hour = Math.floor(now / (60 * MINUTE))
    if ((await this.#take(`codes:${this.#use}:${key}:${hour}`, codesPerHour, now + 60 * MINUTE)) === undefined)
      throw new Problem('code.too-many')
    const day = Math.floor(hour / 24)
    if (
      (await this.#take(`codes-of-day:${this.#use}:${key}:${day}`, codesPerDay, now + 24 * 60 * MINUTE)) === undefined
    )
      throw new Problem('code.too-many')
    if (most !== undefined && (await this.#take(`codes-about:${about}`, most, now + 48 * 60 * MINUTE)) === undefined)
      throw new Problem('code.used-up')
    const id = randomBytes(12).toString('base64url')
    const tenure = await tenureOf(this.#deps.store, key)
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
    const until = now + codeMinutes * MINUTE
    const asked: Asked = { id, about, tenure, until, proof: this.#proof(id, code) }
    const from = policy.policy.shortCodes.query[0]
    // Who reads the log does not learn the code.
    const sealed = this.#deps.ids.seal('sms', key, text({ code, minutes: codeMinutes }))
    const data = { to: msisdn, from, text: sealed, sealed: true, class: 'answer', language }
    const message = { id: `code-${id}`, at: now, corr: `code-${id}`, type: 'mt.queued', data }
    await publishFromEdge(bus, [edgeRecord(smsOutbound, bus, key, message)])
    return { token: this.#tokens.sign(asked), minutes: codeMinutes }
  }

  /**
   * That somebody typed the right code, once; what it was about, and in which tenure.
   * @param of the subscriber’s key, and of what alone; without it, the code is about a number
   * @throws Problem `code.over` when it does not hold any more, is of something else, or was tried too often; `code.wrong`
   */
  async check(
    token: string,
    typed: string,
    of?: { key: string; about: string },
  ): Promise<{ id: string; about: string; tenure: number }> {
    const asked = this.#tokens.read(token) as Asked | undefined
    const now = this.#deps.clock.now()
    if (!asked || asked.until <= now || (of !== undefined && asked.about !== of.about)) throw new Problem('code.over')
    const key = of?.key ?? this.#deps.keyOf(asked.about)
    if (asked.tenure !== (await tenureOf(this.#deps.store, key))) throw new Problem('code.over')
    const { id, until } = asked
    const { triesPerCode } = this.#deps.policy.policy.account
    if ((await this.#take(`tries:${id}`, triesPerCode, until)) === undefined) throw new Problem('code.over')
    const code = typed.normalize('NFKC').replace(/\D/g, '')
    if (this.#proof(id, code) !== asked.proof) throw new Problem('code.wrong')
    if ((await this.#take(`used:${id}`, 1, until)) === undefined) throw new Problem('code.over')
    return { id, about: asked.about, tenure: asked.tenure }
  }

  #proof(id: string, code: string): string {
    return createHmac('sha256', this.#secret).update(`${id}\n${code}`).digest('base64url')
  }

  #take(name: string, places: number, until: number): Promise<number | undefined> {
    return takePlace(this.#deps.store, name, places, until)
  }
}

/** The first of some numbered places that is free; undefined when all are taken. Durable, and the same for all replicas. */
export async function takePlace(
  store: Pick<Store, 'remember'>,
  name: string,
  places: number,
  until: number,
): Promise<number | undefined> {
  for (let place = 1; place <= places; place++)
    if ((await store.remember(`${name}:${place}`, '', until)) === 'new') return place
  return undefined
}
