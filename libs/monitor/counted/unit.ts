import type { MonitorPolicy } from '#policy'
import { isMoved, type Observation } from '../observed/observe.ts'
import { isFirstHeardOf, ofBeginning } from './beginning.ts'
import { countersOf } from './charge-told.ts'
import { Charged } from './charged.ts'
import { type Counter, ofOutcome, ofRule } from './counters.ts'
import { Counts } from './counts.ts'
import type { DayReader } from './day-counts.ts'
import { Disputes } from './disputes.ts'
import { isFirstBill, leftAgain, leftByFirstBill } from './first-bill.ts'
import { Hours } from './hours.ts'
import { type Around, HEARD, HOUR, type Identity, isNight, type Moment } from './moment.ts'
import { Named } from './named.ts'
import { Prices } from './prices.ts'
import { Reach } from './reach.ts'
import { Receipts } from './receipts.ts'
import { mark, OF_ONE, Sample } from './sample.ts'
import { Shown } from './shown.ts'
import { Latencies } from './small.ts'
import type { UsageTold } from './usage-told.ts'
import { countUse, isUsed } from './use.ts'
import { Voices } from './voices.ts'
import { Wishes } from './wishes.ts'

/** Who paid or came within so many hours is active. */
const ACTIVE = 35 * 24

/** All that is kept of one service, port or app: bounded, however much it is told. */
export class Unit {
  readonly id: Identity
  readonly sample: Sample
  readonly #counts = new Counts()
  readonly #latencies = new Latencies()
  readonly #hours = new Hours()
  /** From where people come; of a way that is known. */
  readonly #reach: Reach | undefined
  readonly prices = new Prices()
  readonly #receipts = new Receipts()
  readonly #disputes = new Disputes()
  readonly #apps = new Named()
  readonly #shown = new Shown()
  readonly #voices = new Voices()
  readonly #charged: Charged | undefined
  readonly wishes = new Wishes()
  #usersNow = 0
  /** When it was heard of last, hours of the wall. */
  lastHour = 0

  constructor(id: Identity, slots: number) {
    this.id = id
    this.sample = new Sample(slots)
    this.#reach = id.kind === 'way' ? undefined : new Reach()
    this.#charged = id.kind === 'way' ? undefined : new Charged()
  }

  add(counter: Counter, step: number, n = 1): void {
    this.#counts.add(counter, step, n)
  }

  /** Counts for those who came at that hour: what became of them, whenever it did. */
  addTo(counter: Counter, hour: number, policy: MonitorPolicy, n = 1): void {
    this.#counts.addTo(counter, hour, policy, n)
  }

  /** Whether it is told for the first time, as far as that is remembered. */
  isNew(seen: Observation): boolean {
    return seen.kind !== 'charge' || (this.#charged?.isNew(seen) ?? true)
  }

  /** The charges that show these best. */
  charges(counters: readonly Counter[]): readonly string[] {
    return this.#shown.of(counters)
  }
  get users(): number {
    return this.#usersNow
  }

  take(seen: Observation, moment: Moment, around: Around): void {
    const { step, hour } = moment
    this.lastHour = Math.max(this.lastHour, hour)
    switch (seen.kind) {
      case 'request':
        this.#hours.asked(hour, seen.what === 'partner')
        if (this.id.kind === 'service') this.wishes.asked(seen.sub, hour, seen.what === 'subscriber')
        if (seen.what !== 'partner') return
        this.add('requests', step)
        this.#reach?.origin(seen, hour, (counter) => this.add(counter, step))
        return this.#timed(seen, moment, around.policy)
      case 'outcome': {
        const counter = ofOutcome(seen.what ?? '')
        return counter && this.add(counter, step)
      }
      case 'consent':
        return this.#consent(seen, moment, around)
      case 'activated':
        for (const each of ofBeginning(seen, around.isOwn)) this.add(each, step)
        if (isFirstHeardOf(seen)) this.#hours.came(hour)
        this.#reach?.neighbour(seen, hour, (counter) => this.add(counter, step))
        return this.#activated(seen, moment, around)
      case 'cancelled':
        return this.#cancelled(seen, moment, around)
      case 'charge':
        return this.#charge(seen, moment, around)
      case 'disputed':
        return this.#disputed(seen, moment, around)
      case 'decided':
        return this.#disputes.decided(seen, around.policy.slowRefundHours, (each) => this.#tellShown(each, seen, step))
      case 'overdue':
        return this.#disputes.overdue(seen, (each) => this.#tellShown(each, seen, step))
      case 'complaint':
        return this.#complaint(seen, moment, around)
      case 'rated':
        this.add('rated', step)
        return seen.yes ? undefined : this.add('unsolved', step)
      case 'mt':
        this.add('mt', step)
        return seen.yes ? undefined : this.add('mtRefused', step)
      case 'conflict':
      case 'campaign':
      case 'blocked':
        return this.add(seen.kind, step)
      case 'spam':
        return this.#voices.spam(seen, moment, around.policy, this)
      case 'usage':
        return this.#used(seen, moment, around)
    }
  }

  #activated(seen: Observation, moment: Moment, around: Around): void {
    const cell = this.#join(seen, moment, around)
    if (cell < 0) return
    // Of a book that is moved nobody’s first charge is known, nor who asked for it.
    if (isMoved(seen)) {
      this.sample.set(cell, mark.paidAgain)
      this.sample.set(cell, mark.brought, false)
    }
    if (seen.what === 'package') this.sample.set(cell, mark.packaged)
  }

  #consent(seen: Observation, moment: Moment, around: Around): void {
    const isUnlike = seen.yes === undefined ? undefined : this.prices.isUnlike(seen, this.id.period)
    if (isUnlike !== undefined) this.add('unlikeOf', moment.step)
    if (isUnlike) this.add('unlike', moment.step)
    // Told twice: by the event and by the receipt.
    if (this.#receipts.isKnown(seen.id)) return
    const { step } = moment
    this.prices.know(seen.amount)
    const came = around.isOwn ? 'consentsOwn' : 'consentsBrought'
    if (this.id.kind !== 'app') for (const each of ['consents', came] as const) this.add(each, step)
    this.#reach?.origin(seen, moment.hour, (counter) => this.add(counter, step))
    const took = seen.since === undefined ? -1 : seen.at - seen.since
    const isHasty = took >= 0 && took < around.policy.hastySeconds * 1000
    // Whoever asks for it themselves is awake, and reads; software of a handset may say that it was them.
    const isAwake = around.isOwn && seen.app === undefined
    if (!isAwake || isHasty) this.#timed(seen, moment, around.policy)
    this.#hours.agreed(moment.hour)
    if (this.id.period === 'once') this.#charged?.bought(seen, moment.hour, (counter) => this.add(counter, step))
    if (seen.since !== undefined && took >= 0) {
      this.#latencies.answered(took, seen.sub, around.policy, (counter, n) => this.add(counter, step, n))
      this.#hours.answered(moment.hour, isHasty, isAwake)
      const asked = Math.floor((seen.since + around.ahead) / HOUR)
      this.addTo('agreed', asked, around.policy)
      if (this.#reach?.agreed(seen.sub)) this.addTo('walkedYes', asked, around.policy)
    }
    const cell = this.#join(seen, moment, around)
    if (cell < 0) return
    if (took >= 0 && took < around.policy.fastSeconds * 1000) this.sample.set(cell, mark.fast)
    if (seen.app === undefined) return
    const { place, isNew } = this.#apps.take(seen.app, moment.hour)
    this.add('appNewOf', step)
    if (isNew) this.add('appNew', step)
    this.sample.setApp(cell, place)
    // What becomes of them is known of the sample, so what that is of is counted of the sample as well.
    if (place === 0) return
    for (const each of ['sampledNew', 'consents', came] as const) around.tellApp(seen.app, each, step)
  }

  /** A new subscriber of the sample; of those who left when one of them did, who was brought back is told. */
  #join(seen: Observation, { step, hour }: Moment, around: Around): number {
    this.#voices.came(seen.sub, around.policy, this)
    const cell = this.sample.place(seen.sub, hour)
    if (cell < 0) return cell
    const { sample } = this
    const before = sample.last(cell)
    if (before !== 0 && hour - sample.since(cell) <= 2) return cell
    if (this.id.kind !== 'app') this.add('sampledNew', step)
    const isSoon = hour - before < around.policy.cohortDays * 24
    const isAgain = sample.has(cell, mark.cancelled) && isSoon && !around.isOwn
    sample.set(cell, mark.again, isAgain)
    if (isAgain) this.#tellCohort(cell, 'sampledAgain', before, around)
    sample.set(cell, OF_ONE, false)
    sample.set(cell, mark.brought, !around.isOwn)
    sample.setSince(cell, hour)
    sample.setLast(cell, hour)
    return cell
  }

  /** Counts it, for the app as well by which they came. */
  #tell(cell: number, counter: Counter, step: number, { tellApp }: Around): void {
    this.add(counter, step)
    const app = cell < 0 ? undefined : this.#apps.at(this.sample.app(cell))
    if (app !== undefined) tellApp(app, counter, step)
  }
  #tellCohort(cell: number, counter: Counter, hour: number, { tellCohort, policy }: Around, n = 1): void {
    this.addTo(counter, hour, policy, n)
    const app = cell < 0 ? undefined : this.#apps.at(this.sample.app(cell))
    if (app !== undefined) tellCohort(app, counter, hour, n)
  }

  #cancelled(seen: Observation, { step, hour }: Moment, around: Around): void {
    const { policy } = around
    this.add('cancelled', step)
    const cell = this.sample.find(seen.sub)
    if (seen.since !== undefined) {
      const age = (seen.at - seen.since) / HOUR
      if (age >= 0 && age < policy.quickHours) this.#tell(cell, around.isOwn ? 'quickOwn' : 'quick', step, around)
      // Who has used it got what they came for; whom the partner ends it for, because it is over or is sold otherwise, did not leave.
      const isWilling = seen.yes === false || (cell >= 0 && this.sample.has(cell, mark.using))
      if (age >= 0 && age < policy.cohortDays * 24 && !isWilling)
        this.#tellCohort(cell, 'cohort', Math.floor((seen.since + around.ahead) / HOUR), around)
    }
    if (cell < 0) return
    if (!this.sample.has(cell, mark.cancelled)) {
      this.#tell(cell, 'sampledLeft', step, around)
      const charged = leftByFirstBill(this.sample, cell, hour)
      if (charged !== undefined && seen.yes !== false) this.#tellCohort(cell, 'leftCharged', charged, around)
      if (leftAgain(this.sample, cell, hour)) this.#tell(cell, 'leftAgain', step, around)
    }
    this.sample.set(cell, mark.cancelled)
    this.sample.setLast(cell, hour)
  }

  #charge(seen: Observation, { step, hour }: Moment, around: Around): void {
    const { sample } = this
    const { usageTold, ahead } = around
    this.add('charges', step)
    this.#voices.came(seen.sub, around.policy, this)
    for (const each of countersOf(seen, around)) this.#tellShown(each, seen, step)
    const counter = seen.what === undefined ? undefined : ofRule[seen.what]
    if (counter) this.#tellShown('refunded', seen, step)
    if (this.prices.isAbove(seen.amount ?? 0, hour) && counter === undefined) this.#tellShown('creep', seen, step)
    const dayOf = (time: number) => Math.floor((time + ahead) / (24 * HOUR))
    const wrong = counter && { made: dayOf(seen.since ?? seen.at), told: dayOf(seen.at) }
    const whose = { users: this.#usersNow, isOnce: this.id.period === 'once' }
    this.#charged?.charge(seen.sub, wrong, whose, (each) => this.add(each, step))
    const cell = sample.place(seen.sub, hour)
    if (cell < 0) return
    this.add('sampledCharges', step)
    if (sample.charge(cell, hour) > 3) this.add('sampledMany', step)
    sample.setLast(cell, hour)
    if (counter === undefined) {
      if (isFirstBill(sample, cell)) this.#tell(cell, 'firstCharged', step, around)
      sample.set(cell, mark.paid)
    }
    if (!usageTold || hour - sample.since(cell) < 24 * 7) return
    this.#tell(cell, 'payers', step, around)
    if (!sample.has(cell, mark.used)) {
      this.#tell(cell, 'silent', step, around)
      this.#shown.add('silent', seen.id)
    }
    sample.set(cell, mark.used, false)
  }

  /** Who agreed faster than anybody reads and then uses it knew what it is; who is followed stands for others (of a way for none). */
  #used({ sub }: Observation, { hour }: Moment, around: Around): void {
    const many = this.id.kind === 'way' ? 1 : 1 / this.sample.share
    isUsed(this.sample, sub, hour, (cell, came) => this.#tellCohort(cell, 'fast', came, around, -many))
  }

  #disputed(seen: Observation, moment: Moment, around: Around): void {
    if (!this.#disputes.opened(seen)) return
    this.#tellShown('disputes', seen, moment.step)
    if (seen.yes) this.#tellShown('refunded', seen, moment.step)
    this.#regret(seen, moment, around)
  }
  /** Counts it, and the charge that it is of shows it. */
  #tellShown(counter: Counter, { id }: Observation, step: number): void {
    this.add(counter, step)
    this.#shown.add(counter, id)
  }

  /** Of an app those complain whom it brought, who are its users. */
  #complaint(seen: Observation, moment: Moment, around: Around): void {
    const { sample } = this
    const isUser = this.id.kind !== 'app' || sample.isActive(sample.find(seen.sub), moment.hour - ACTIVE)
    const { isCustomer, isNear } = this.id.kind === 'app' ? { isCustomer: isUser, isNear: true } : around
    this.#voices.complaint(seen, moment, around.policy, this, { isUser, isCustomer, isNear })
    // Of a service that is named as well, that one tells the app.
    const isTold = this.id.kind === 'app' && seen.service !== undefined
    if (seen.what === 'opened' && !isTold) this.#regret(seen, moment, around)
  }

  /** Once for each subscription: they complained of it, or disputed a charge, soon after it began. */
  #regret(seen: Observation, { hour }: Moment, around: Around): void {
    const { sample } = this
    const cell = sample.find(seen.sub)
    if (cell < 0 || sample.has(cell, mark.regretted) || sample.since(cell) === 0) return
    if (hour - sample.since(cell) > around.policy.cohortDays * 24) return
    sample.set(cell, mark.regretted)
    this.#tellCohort(cell, 'sampledRegret', sample.since(cell), around)
  }
  #timed(seen: Observation, { step, hour }: Moment, policy: MonitorPolicy): void {
    this.add('timed', step)
    // An order of many with neighbouring numbers is told by these: it is no burst as well.
    if (!this.#reach?.isNear(seen)) this.#hours.timed(hour)
    if (isNight(hour, policy)) this.add('night', step)
  }

  /** The step is over: what it counted is part of its day from now on. */
  close(step: number, policy: MonitorPolicy, usage?: Pick<UsageTold, 'of'>): void {
    const hours = policy.stepHours
    const isDayOver = ((step + 1) * hours) % 24 === 0
    const service = this.id.kind === 'service' ? this.id.name : this.id.service
    const told = isDayOver && service !== undefined ? usage?.of(service, (step + 1) * hours) : undefined
    if (told) countUse(this.sample, (step + 1) * hours, told, (counter) => this.add(counter, step))
    this.#hours.close(step, policy, (counter, n) => this.add(counter, step, n))
    this.#usersNow = this.sample.active((step + 1) * hours - ACTIVE)
    // Who complains of an app is known of its sample.
    const users = this.#usersNow * (this.id.kind === 'app' || this.id.kind === 'way' ? this.sample.share : 1)
    if (users > 0) this.add('users', step, (users * hours) / (30 * 24))
    if (this.lastHour > step * hours - HEARD) this.add('days', step, hours / 24)
    const ofNight = (hour: number) => isNight(hour, policy)
    this.#reach?.look((step + 1) * hours - 1, ofNight, (counter, n) => this.add(counter, step, n))
    this.#counts.close(step, policy)
    this.#latencies.look()
    this.#charged?.look(this.#usersNow, isDayOver ? (step + 1) * hours - 1 : undefined)
    this.wishes.look((step + 1) * hours)
  }

  /** Counts of a closed day, written into `counts`; undefined: nothing happened. */
  day(day: number, counts?: Float32Array): Float32Array | undefined {
    return this.#counts.day(day, counts)
  }
  readInto(days: DayReader, today: number, last: number): void {
    this.#counts.readInto(days, today, last)
  }
  changesOf(day: number): number {
    return this.#counts.changesOf(day)
  }
  lately(): Float32Array | undefined {
    return this.#counts.lately()
  }
  total(): Float64Array {
    return this.#counts.total()
  }

  /** All that is known of it, as it stands: to be packed at once. */
  save() {
    return {
      id: this.id,
      sample: this.sample.save(),
      counts: this.#counts.save(),
      latencies: this.#latencies.save(),
      hours: this.#hours.save(),
      reach: this.#reach?.save(),
      prices: this.prices.save(),
      shown: this.#shown.save(),
      ...this.#voices.save(),
      charged: this.#charged?.save(),
      wishes: this.wishes.save(),
      disputes: this.#disputes.save(),
      receipts: this.#receipts.save(),
      apps: this.#apps.save(),
      numbers: [this.#usersNow, this.lastHour] as const,
    }
  }
  load(saved: ReturnType<Unit['save']>): void {
    this.sample.load(saved.sample)
    this.#counts.load(saved.counts)
    this.#latencies.load(saved.latencies)
    this.#hours.load(saved.hours)
    if (saved.reach) this.#reach?.load(saved.reach)
    this.prices.load(saved.prices)
    this.#shown.load(saved.shown)
    this.#voices.load(saved)
    if (saved.charged) this.#charged?.load(saved.charged)
    this.wishes.load(saved.wishes)
    this.#disputes.load(saved.disputes)
    this.#receipts.load(saved.receipts)
    this.#apps.load(saved.apps)
    ;[this.#usersNow, this.lastHour] = saved.numbers
  }

  /** Nothing is known of this subscriber any more, nor of charges with these ids (hashed); what was counted stays. */
  forget(sub: number, charges: ReadonlySet<number>): void {
    const held = [this.sample, this.#reach, this.#voices, this.#charged, this.wishes, this.#shown]
    for (const each of held) each?.forget(sub, charges)
  }

  /** What it takes of memory, about: arrays and what holds them. */
  get bytes(): number {
    const held = [this.#counts, this.sample, this.#latencies, this.#hours, this.#shown, this.#voices, this.wishes]
    return [...held, this.#reach, this.#charged].reduce((sum, each) => sum + (each?.bytes ?? 0), 4000)
  }

  /** Whether anything is kept that could still be told of. */
  get isEmpty(): boolean {
    return this.#counts.isEmpty
  }
}
