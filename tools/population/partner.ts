import type { ChargeRule } from '#contracts'
import type { Behaviour } from './behaviour.ts'
import { catalogueOf } from './catalogue.ts'
import type { Kind } from './kind.ts'
import type { People, Person } from './people.ts'
import type { Random } from './random.ts'
import { usualOf, type World } from './world.ts'

export interface Line {
  readonly topic: string
  readonly key: string
  readonly message: { id: string; type: string; v: 1; at: number; corr: string; data: object }
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

interface Held extends Person {
  readonly since: number
  readonly service: string
  readonly receipt: string
  app?: string
}

/** One partner, day by day: what the services would publish of it. */
export class Partner {
  readonly id: string
  readonly kind: Kind
  readonly services: readonly string[]
  readonly from: number
  readonly #usual: Behaviour
  readonly #more: number
  readonly #random: Random
  readonly #people: People
  readonly #index: number
  readonly #tariff: number
  readonly #world: World
  readonly #due = new Map<number, Line[]>()
  readonly #gone: Held[] = []
  #held: Held[] = []
  #count = 0
  readonly #start: number
  /** When the charges were told by whose second one it counts, the first two. */
  #loud: number[] = []
  #firstAct = Number.POSITIVE_INFINITY

  constructor(
    index: number,
    kind: Kind,
    options: { random: Random; people: People; world: World; start: number; intensity: number; from: number },
  ) {
    const { random, people, world, start, intensity, from } = options
    this.#index = index
    this.kind = kind
    this.id = `p${index}`
    this.#random = random
    this.#people = people
    this.#start = start
    this.from = from
    this.#world = world
    const { several, more } = world.services
    const services = 1 + (random.is(several) ? 1 + random.below(more) : 0)
    this.services = Array.from({ length: kind.services ?? services }, (_, i) => `${this.id}-s${i}`)
    this.#more = intensity * random.between(0.7, 1.4)
    this.#tariff = random.pick(world.tariffs)
    this.#usual = usualOf(world, kind, random)
  }

  /** When there was something to be seen of what it does, ms; where there never was, when it was to begin. */
  get began(): number {
    const [, second] = this.#loud
    return second ?? (Number.isFinite(this.#firstAct) ? this.#firstAct : this.#start + this.from * DAY)
  }

  /** What is known of it before anything happens. */
  catalogue(): Line[] {
    const line = (key: string, type: string, data: object) => this.#line('catalogue', key, type, this.#start, data)
    const ports = this.services.map((_, service) => this.#port(service))
    return catalogueOf({ partner: this.id, services: this.services, ports, tariffFen: this.#tariff }, line)
  }

  #port(service: number): string {
    return `1066${String(this.#index * 10 + service).padStart(6, '0')}`
  }

  #line(topic: string, key: string, type: string, at: number, data: object): Line {
    const id = `${this.id}.${++this.#count}`
    return { topic, key, message: { id, type, v: 1, at: Math.floor(at), corr: id, data } }
  }

  #later(topic: string, key: string, type: string, at: number, data: object): void {
    const day = Math.floor((at - this.#start) / DAY)
    const line = this.#line(topic, key, type, at, data)
    const held = this.#due.get(day)
    if (held) held.push(line)
    else this.#due.set(day, [line])
  }

  /** All messages of a day, in no order. */
  day(day: number): Line[] {
    const random = this.#random
    const acts = day >= this.from
    const now: Behaviour = {
      ...this.#usual,
      ...(acts ? this.kind.on(this.#usual, day, this.#more, random, this.#index) : {}),
    }
    const at = this.#start + day * DAY
    if (day === Math.max(1, this.from)) this.#import(Math.round(now.imported), at, now)
    this.#import(random.poisson(now.importedDaily), at + HOUR, now)
    for (let i = this.#held.length >= now.most ? 0 : random.poisson(now.perDay); i > 0; i--)
      this.#request(this.#act(day, at + random.weighted(now.hours) * HOUR + random.next() * HOUR), now, day)
    for (let i = random.poisson(now.unasked); i > 0; i--)
      this.#charge(
        now.from === 'elderly' ? this.#people.elderly(this.#index, random) : this.#people.any(random),
        now.unaskedOnFirst ? (this.services[0] as string) : this.#service(now, day),
        this.#act(day, at + random.next() * DAY),
        now,
        'no.consent',
      )
    this.#leave(at, now)
    for (let i = random.poisson(now.lapsed * this.#gone.length); i > 0; i--) {
      const who = random.pick(this.#gone)
      this.#charge(who, who.service, at + random.next() * DAY, now, 'after.cancel')
    }
    for (let i = random.poisson(now.conflicts); i > 0; i--) {
      const { key } = this.#people.any(random)
      const charge = { serviceId: random.pick(this.services), chargeId: `${this.id}.x${++this.#count}` }
      this.#later('charging.events', key, 'charge.conflict', at + random.next() * DAY, charge)
    }
    for (let i = random.poisson(now.spam); i > 0; i--)
      this.#later('reports.sorted', `r${i}`, 'report.sorted', at + random.next() * DAY, {
        number: '10000001',
        reporter: this.#people.any(random).key,
        sender: { kind: 'port', port: this.#port(0), partnerId: this.id },
      })
    const due = this.#due.get(day) ?? []
    this.#due.delete(day)
    return due
  }

  #act(day: number, when: number): number {
    if (day >= this.from && (this.kind.acts?.(day) ?? true)) this.#firstAct = Math.min(this.#firstAct, when)
    return when
  }

  #service({ rotates }: Behaviour, day: number): string {
    if (rotates === 0) return this.#random.pick(this.services)
    return this.services[Math.floor(day / rotates) % this.services.length] as string
  }

  #import(count: number, at: number, now: Behaviour): void {
    for (let i = 0; i < count; i++) {
      const who = this.#people.any(this.#random)
      const service = this.#random.pick(this.services)
      this.#later('subscriber.events', who.key, 'subscriptions.activated', at + i, {
        subscriber: who.key,
        msisdn: who.msisdn,
        subscriptions: [{ serviceId: service, since: at }],
        cause: `import.${i}`,
      })
      this.#hold({ ...who, since: at, service, receipt: '' }, now)
    }
  }

  #request(at: number, now: Behaviour, day: number): void {
    const random = this.#random
    const who = this.#people.who(now, this.#index, random)
    const serviceId = this.#service(now, day)
    const requestId = `${this.id}.r${++this.#count}`
    const app = now.app !== undefined && random.is(now.appShare) ? now.app : undefined
    const origin = {
      channel: 'partner',
      address: `10.${this.#index % 200}.${random.below(Math.max(1, now.addresses / 20))}.${random.below(Math.min(20, now.addresses))}`,
      cell: `460-${this.#index % 50}-${random.below(now.cells)}`,
      page: `https://${this.id}.example/${random.below(Math.max(1, now.pages))}`,
      ...(app ? { app: { package: app, version: '1.0' } } : {}),
    }
    const identity = { requestId, partnerId: this.id, serviceId }
    const outcome = (status: string, when: number, more: object = {}) =>
      this.#later('request.outcomes', requestId, 'request.changed', when, {
        ...identity,
        status,
        by: 'partner',
        origin,
        ...more,
      })
    this.#later('confirmation.requests', who.key, 'subscription.requested', at, {
      requestId,
      msisdn: who.msisdn,
      serviceId,
      by: 'partner',
      origin,
      fingerprint: requestId,
    })
    if (random.is(now.unwanted))
      return outcome('rejected', at + 20, { rule: random.pick(['refused.before', 'refused.similar', 'locked']) })
    outcome('asked', at + 500, { expiresAt: Math.floor(at) + DAY })
    const isMade = now.machine.share > 0 && random.is(now.machine.share)
    const { median, sigma } = isMade ? now.machine : now.answer
    const fate = isMade ? 0 : random.next()
    if (fate >= now.yes)
      return fate < now.yes + now.refuse
        ? outcome('refused', at + random.logNormal(60, 1) * 1000)
        : outcome('expired', at + DAY)
    const answered = at + 500 + Math.min(20 * HOUR, random.logNormal(median, sigma) * 1000)
    const receipt = `${requestId}.c`
    const content = { requestId, serviceId, partnerId: this.id, tariffFen: this.#tariff, period: 'month' }
    this.#later('confirmation.events', who.key, 'consent.given', answered, {
      ...content,
      receiptId: receipt,
      msisdn: who.msisdn,
      origin,
      askedAt: Math.floor(at + 500),
    })
    this.#later('consent.receipts', receipt, 'receipt.made', answered, {
      subscriber: who.key,
      tenure: 1,
      number: 1,
      before: 'x',
      salt: 'x',
      digest: 'x',
      content: {
        ...content,
        asked: '…',
        askedAt: Math.floor(at + 500),
        answer: random.pick(['是', 'Y', '1']),
        answeredAt: Math.floor(answered),
        channel: 'sms',
        via: 'link',
        by: 'partner',
        origin,
        policy: 'x',
        serviceVersion: 1,
      },
    })
    outcome('confirmed', answered, { receiptId: receipt })
    this.#activate({ ...who, since: Math.floor(answered), service: serviceId, receipt, ...(app ? { app } : {}) }, now)
    for (let i = random.poisson(now.purchases); i > 0; i--)
      this.#charge(who, serviceId, answered + random.between(1, 48) * HOUR, now)
  }

  #activate(held: Held, now: Behaviour): void {
    this.#later('subscriber.events', held.key, 'subscriptions.activated', held.since + 5, {
      subscriber: held.key,
      msisdn: held.msisdn,
      cause: held.receipt,
      subscriptions: [{ serviceId: held.service, since: held.since, receiptId: held.receipt }],
    })
    if (this.#random.is(now.quick)) return this.#cancel(held, held.since + this.#random.between(0.05, 23) * HOUR, now)
    this.#hold(held, now)
  }

  #hold(held: Held, now: Behaviour): void {
    const random = this.#random
    this.#held.push(held)
    if (random.is(now.complain)) {
      const { from, to } = now.complainAfter
      this.#complain(held, held.since + random.between(from, to) * DAY, now)
    }
    if (random.is(now.uses))
      for (let month = 0; month < 3; month++)
        this.#later('service.usage', held.key, 'usage.told', held.since + (2 + month * 30 + random.next() * 25) * DAY, {
          msisdn: held.msisdn,
          serviceId: held.service,
          count: 1 + random.below(9),
        })
  }

  #complain(who: Held, at: number, now: Behaviour): void {
    const number = String(10_000_000 + this.#random.below(89_000_000))
    const say = (change: string, when: number, more = {}) =>
      this.#later('complaint.events', who.key, 'complaint.changed', when, {
        number,
        subscriber: who.key,
        change,
        about: who.service,
        ...more,
      })
    say('opened', at)
    say('closed', at + 30 * HOUR, { upheld: true })
    if (this.#random.is(now.unsolved)) say('reopened', at + 60 * HOUR)
  }

  /** Those that stand are charged each month, leave, or go on. */
  #leave(at: number, now: Behaviour): void {
    const random = this.#random
    this.#held = this.#held.filter((held) => {
      const age = Math.floor((at - held.since) / DAY)
      if (age >= 4 && (age - 4) % 30 === 0) {
        this.#charge(held, held.service, at + random.between(1, 5) * HOUR, now)
        if (now.app === undefined && random.is(now.unsolved * 0.02))
          this.#later('complaint.events', held.key, 'refund.rated', at + 9 * HOUR, {
            subscriber: held.key,
            serviceId: held.service,
            solved: random.is(0.9),
          })
      }
      if (!random.is(now.cancel)) return true
      this.#cancel(held, at + random.next() * DAY, now)
      return false
    })
  }

  #cancel(held: Held, at: number, now: Behaviour): void {
    const random = this.#random
    this.#later('subscriber.events', held.key, 'subscriptions.cancelled', at, {
      subscriber: held.key,
      channel: 'sms',
      cause: `${held.receipt}.x`,
      subscriptions: [
        { serviceId: held.service, since: held.since, ...(held.receipt ? { receiptId: held.receipt } : {}) },
      ],
    })
    this.#gone.push(held)
    if (random.is(now.afterCancel))
      this.#charge(held, held.service, at + random.between(1, 20) * DAY, now, 'after.cancel')
    if (random.is(now.again)) {
      const since = Math.floor(at + random.between(0.2, 12) * DAY)
      const receipt = `${this.id}.a${++this.#count}`
      this.#later('confirmation.events', held.key, 'consent.given', since, {
        requestId: receipt,
        receiptId: receipt,
        msisdn: held.msisdn,
        serviceId: held.service,
        partnerId: this.id,
        tariffFen: this.#tariff,
        period: 'month',
        origin: { channel: 'partner' },
        askedAt: since - 20_000 - random.below(60_000),
      })
      this.#activate({ ...held, since, receipt }, { ...now, quick: 0.02 })
    }
  }

  #charge(who: Person, serviceId: string, at: number, now: Behaviour, rule?: ChargeRule): void {
    const random = this.#random
    const chargeId = `${this.id}.b${++this.#count}`
    const rules = Object.keys(now.wrong) as ChargeRule[]
    const found = rule ?? rules[random.among(rules.map((each) => now.wrong[each] ?? 0))]
    const isLate = random.is(now.lateShare)
    const told = isLate ? at + now.lateDays * DAY : this.#world.toldAt(at, random)
    const { loud } = this.kind
    if (typeof loud === 'object' && found === loud.second)
      this.#loud = [...this.#loud, told].sort((a, b) => a - b).slice(0, 2)
    const amountFen = Math.round(this.#tariff * (found === 'above.tariff' ? random.between(1.1, 2) : now.priceTimes))
    this.#later('charging.events', who.key, 'charge.judged', told, {
      chargeId,
      subscriber: who.key,
      serviceId,
      partnerId: this.id,
      amountFen,
      chargedAt: Math.floor(at),
      ...(found ? { rule: found } : {}),
      refundFen: found ? amountFen * 2 : 0,
      granted: !found,
    })
    if (!random.is(found ? Math.max(this.#world.wrongDisputed, now.dispute) : now.dispute)) return
    const disputed = told + random.between(0.2, 10) * DAY
    const dispute = { chargeId, subscriber: who.key, serviceId, partnerId: this.id }
    this.#later('charging.events', who.key, 'dispute.opened', disputed, {
      ...dispute,
      amountFen,
      instant: true,
      channel: 'sms',
    })
    if (random.is(now.overdue))
      this.#later('charging.events', who.key, 'dispute.waiting', disputed + 48 * HOUR, {
        ...dispute,
        change: 'overdue',
      })
    const hours = random.is(now.slow) ? random.between(60, 300) : random.between(2, 46)
    this.#later('charging.events', who.key, 'dispute.decided', disputed + hours * HOUR, {
      ...dispute,
      proven: random.is(found ? 0.95 : 0.5),
      by: 'x',
    })
    if (random.is(0.4))
      this.#later('complaint.events', who.key, 'refund.rated', disputed + (hours + 5) * HOUR, {
        subscriber: who.key,
        serviceId,
        solved: !random.is(now.unsolved),
      })
  }
}
