import type { ChargeKind } from '#contracts'
import { partitionOf } from '#contracts'
import { TIMER_GRACE_MS } from '#process'
import { type Deps, RowsRead } from '#service'
import { type Denial, judge, tenureAt, type Verdict } from './domain/judge.ts'
import { type AccountState, newAccount, type Refs } from './domain/state.ts'
import { type Grants, HeldPeriods } from './grants.ts'

export interface Question {
  readonly id: string
  readonly msisdn: string
  readonly serviceId: string
  readonly amountFen: number
  readonly kind: ChargeKind
}

/** `partner.restrained`: a case keeps it from charging. `unknown`: accounts are stale or the store is away, and the policy decides. */
export type GateRule = Denial | 'unknown' | 'partner.restrained'

type Asked = Omit<Question, 'msisdn'> & { readonly at: number }

export type GateAnswer =
  | { readonly allow: true; readonly rule?: GateRule; readonly grant: string; readonly until: number }
  | { readonly allow: false; readonly rule: GateRule }

/** One key a lane whose state tells when the lane had last read all its inputs. */
export function heartbeatKeys(partitions: number): string[] {
  const keys: string[] = []
  for (let i = 0, found = 0; found < partitions; i++) {
    const key = `heartbeat-${i}`
    const lane = partitionOf(key, partitions)
    if (keys[lane] !== undefined) continue
    keys[lane] = key
    found++
  }
  return keys
}

/**
 * May it be charged? Answered from the accounts as they were committed last, by the rule that judges charges afterwards.
 * When the accounts are older than the policy bears, or cannot be read, it says so and follows the policy.
 */
export class Gate {
  readonly #deps: Deps
  readonly #refs: Refs
  readonly #grants: Grants
  readonly #heartbeats: readonly string[]
  readonly #held = new HeldPeriods()
  readonly #read: RowsRead
  #freshAt = 0
  #checked = 0

  constructor(deps: Deps, refs: Refs, grants: Grants) {
    this.#deps = deps
    this.#refs = refs
    this.#grants = grants
    this.#heartbeats = heartbeatKeys(deps.bus.partitions)
    this.#read = new RowsRead(deps, 'account')
  }

  async ask(questions: readonly Question[]): Promise<GateAnswer[]> {
    const { store, keyOf, clock } = this.#deps
    const keys = questions.map((each) => keyOf(each.msisdn))
    const now = clock.now()
    const accounts = await this.#current(now, () => store.load('account', [...new Set(keys)]))
    return questions.map((question, index) => {
      const key = keys[index] as string
      const found = accounts?.get(key)
      const known = accounts && !found?.changed
      return this.#answer(question, key, known ? ((found?.body ?? newAccount('')) as AccountState) : undefined, now)
    })
  }

  /** @param account undefined when it cannot be known */
  #answer({ msisdn: _, ...asked }: Question, key: string, account: AccountState | undefined, now: number): GateAnswer {
    const { grantMinutes, whenUnknown } = this.#refs.policy.charging
    const until = now + grantMinutes * 60_000
    const charge = { ...asked, at: now }
    const restrained = this.#restrained(asked.serviceId, now)
    const verdict = account && !restrained ? this.#judged(account, charge, key, until) : undefined
    const found = verdict ? (verdict.allow ? undefined : verdict.rule) : 'unknown'
    const rule: GateRule | undefined = restrained ?? found
    this.#deps.metrics.chargeChecks.inc({ rule: rule ?? 'allowed' })
    if (rule !== undefined && !(rule === 'unknown' && whenUnknown === 'allow')) return { allow: false, rule }
    if (verdict?.allow) this.#read.granted(key)
    const pays = verdict?.allow ? { tenure: tenureAt(account as AccountState, now), cycle: verdict.cycle } : {}
    const grant = this.#grants.sign({ ...charge, subscriber: key }, pays, until)
    return { allow: true, grant, until, ...(rule ? { rule } : {}) }
  }

  /** Held for this charge where it is allowed: of several purchases the first that is held for no other. */
  #judged(account: AccountState, charge: Asked, key: string, until: number): Verdict {
    const held = new Set<string>()
    for (;;) {
      const verdict = judge(account, charge, this.#refs, held)
      if (!verdict.allow) return verdict
      const period = `${key}|${charge.serviceId}|${verdict.cycle}`
      if (this.#held.hold(period, charge.id, until, charge.at)) return verdict
      if (charge.kind === 'month') return { allow: false, rule: 'too.often' }
      held.add(verdict.cycle)
    }
  }

  /** Who is out is told so: what it charges is wrong, and not held for an afterwards. */
  #restrained(serviceId: string, now: number): 'partner.ended' | 'partner.restrained' | undefined {
    const { catalogue } = this.#refs
    const service = catalogue.service(serviceId, now)
    if (!service) return undefined
    if (catalogue.isRestrained('ended', service, now)) return 'partner.ended'
    return catalogue.isRestrained('charges', service, now) ? 'partner.restrained' : undefined
  }

  /** What `load` gives; undefined when it must not be relied on. */
  async #current<T>(now: number, load: () => Promise<T>): Promise<T | undefined> {
    try {
      if (!(await this.#isFresh(now))) return undefined
      return await load()
    } catch (error) {
      this.#deps.log.error(
        { code: (error as { code?: string }).code ?? 'unknown' },
        'the charge gate cannot read the accounts and answers by policy',
      )
      return undefined
    }
  }

  /**
   * All lanes have read their inputs up to a moment ago: a heartbeat comes that much after its time at which everything
   * that was stamped by then has been read. One that is ahead of now was given before a clock was set back, and tells
   * nothing. Looked up once a second.
   */
  async #isFresh(now: number): Promise<boolean> {
    if (Math.abs(now - this.#checked) >= 1000 || !this.#isCurrent(now)) {
      const beats = await this.#deps.store.load('account', this.#heartbeats)
      this.#freshAt = Math.min(
        ...this.#heartbeats.map((key) => (beats.get(key)?.body as AccountState | undefined)?.heartbeat ?? 0),
      )
      this.#checked = now
    }
    return this.#isCurrent(now)
  }

  #isCurrent(now: number): boolean {
    const staleMs = this.#refs.policy.charging.staleSeconds * 1000
    return now - this.#freshAt - TIMER_GRACE_MS <= staleMs && this.#freshAt - now <= staleMs
  }
}
