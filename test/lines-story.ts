import fc from 'fast-check'
import type { Emit } from '#process'
import { HOUR, keys, Lines, people, type Who } from './lines-world.ts'

const SERVICES = ['joke', 'weather', 'song', 'star', 'ring'] as const
const PROMPTS = '10086901'

/** The two who can be guardians. */
type Guarding = 'guardian' | 'other'

/** What can happen; `step` handles one message of whichever topic, `pass` lets hours pass while messages are under way. */
export type Happening =
  | { readonly do: 'request' | 'own'; readonly of: number }
  | { readonly do: 'yes' | 'no' | 'code' | 'web'; readonly who: Who; readonly of: number }
  | { readonly do: 'lock' | 'unlock'; readonly who: Who; readonly how: number }
  | { readonly do: 'name' | 'enter'; readonly who: Who; readonly whom?: Guarding }
  | { readonly do: 'leave' | 'counter-end' | 'guardian-unlocks' | 'block'; readonly who: Who }
  | { readonly do: 'lost'; readonly hours: number }
  | { readonly do: 'assign'; readonly who: Who }
  | { readonly do: 'step'; readonly of: number }
  | { readonly do: 'pass'; readonly hours: number }
  | { readonly do: 'settle' | 'restart' }

const who = fc.constantFrom<Who>('ward', 'ward', 'ward', 'guardian', 'guardian', 'guardian', 'other')
const whom = fc.constantFrom<Guarding>('guardian', 'guardian', 'guardian', 'other')
const of = fc.nat(4)
const always = <T extends object>(each: T) => fc.constant(each)

const happenings: readonly { weight: number; arbitrary: fc.Arbitrary<Happening> }[] = [
  { weight: 8, arbitrary: fc.record({ do: named('request'), of }) },
  { weight: 1, arbitrary: fc.record({ do: named('own'), of }) },
  { weight: 10, arbitrary: fc.record({ do: named('yes'), who, of }) },
  { weight: 2, arbitrary: fc.record({ do: named('no'), who, of }) },
  { weight: 4, arbitrary: fc.record({ do: named('code'), who, of }) },
  { weight: 6, arbitrary: fc.record({ do: named('web'), who, of }) },
  { weight: 4, arbitrary: fc.record({ do: named('lock'), who, how: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ do: named('unlock'), who, how: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: named('name'), who: named('ward'), whom }) },
  { weight: 3, arbitrary: fc.record({ do: named('enter'), who: named('ward'), whom }) },
  { weight: 2, arbitrary: fc.record({ do: named('leave'), who }) },
  { weight: 1, arbitrary: always({ do: 'counter-end', who: 'ward' } as const) },
  { weight: 1, arbitrary: fc.record({ do: named('guardian-unlocks'), who: whom }) },
  { weight: 1, arbitrary: always({ do: 'block', who: 'ward' } as const) },
  { weight: 1, arbitrary: fc.record({ do: named('lost'), hours: fc.nat(48) }) },
  { weight: 2, arbitrary: fc.record({ do: named('assign'), who }) },
  { weight: 14, arbitrary: fc.record({ do: named('step'), of: fc.nat(1000) }) },
  { weight: 2, arbitrary: fc.record({ do: named('pass'), hours: fc.constantFrom(1, 12, 25) }) },
  { weight: 6, arbitrary: always({ do: 'settle' } as const) },
  { weight: 1, arbitrary: always({ do: 'restart' } as const) },
]

/** One story is about some of it, so that what is rare together comes often in some of them. */
const told = fc
  .subarray(happenings as (typeof happenings)[number][], { minLength: 6 })
  .chain((some) => fc.array(fc.oneof(...happenings.slice(0, 3), ...some), { minLength: 5, maxLength: 60, size: 'max' }))

function named<const T extends string>(name: T) {
  return fc.constant(name)
}

export interface Story {
  readonly of: 'nobody' | 'a child' | 'an adult'
  readonly order: number
  readonly happenings: readonly Happening[]
}

export const story: fc.Arbitrary<Story> = fc.record({
  /** Who has a guardian from the beginning. */
  of: fc.constantFrom<Story['of']>('nobody', 'a child', 'an adult'),
  order: fc.nat(1_000_000),
  happenings: told,
})

/** Plays it, and lets everything come to its end. */
export function play({ of, order, happenings }: Omit<Story, 'of'> & Partial<Story>): Lines {
  const world = new Lines(order)
  const requests: string[] = []
  const tenureOf = (one: Who) => 1 + assigned(world, one).length
  if (of === 'a child') happen({ do: 'enter', who: 'ward' })
  if (of === 'an adult') happen({ do: 'name', who: 'ward' })
  world.drain()
  if (of === 'an adult') happen({ do: 'yes', who: 'guardian', of: 0 })
  world.drain()
  for (const each of happenings) happen(each)
  world.pass(100 * HOUR)
  return world.drain()

  function happen(each: Happening): void {
    switch (each.do) {
      case 'request':
        requests.push(world.request('ward', SERVICES[each.of] as string))
        return
      case 'own':
        world.texts('ward', each.of % 2 === 0 ? '10661234' : '10663456', each.of % 2 === 0 ? 'XH' : 'DQ')
        return
      case 'yes':
      case 'no':
        world.texts(each.who, PROMPTS, each.do === 'yes' ? '是' : '否')
        return
      case 'code':
        world.texts(each.who, PROMPTS, String(10 + each.of))
        return
      case 'web': {
        const requestId = requests.at(-1 - (each.of % Math.max(1, requests.length)))
        if (requestId)
          world.say(each.who, 'confirmation.requests', 'prompt.answered', { requestId, yes: true, session: 's' })
        return
      }
      case 'lock':
        if (each.how === 2) world.asks(each.who, 'lock.requested')
        else world.texts(each.who, each.how === 0 ? '10086' : PROMPTS, '锁定')
        return
      case 'unlock':
        if (each.how === 0) world.texts(each.who, '10086', '解锁')
        else world.asks(each.who, 'unlock.requested', { now: each.how === 1 ? 'signed-in' : 'counter' })
        return
      case 'name':
        world.texts('ward', '10086', `监护 ${people[each.whom ?? 'guardian'].slice(2)}`)
        return
      case 'enter': {
        const { whom: one = 'guardian' } = each
        const majorityAt = world.now + 30 * HOUR * 24
        world.asks('ward', 'guardian.entered', { guardian: people[one], guardianTenure: tenureOf(one), majorityAt })
        return
      }
      case 'leave':
        world.texts(each.who, '10086', each.who === 'ward' ? '取消监护' : '取消监护 13800138000')
        return
      case 'counter-end':
        world.asks('ward', 'guardian.dismissed', { by: 'counter' })
        return
      case 'guardian-unlocks':
        world.texts(each.who, '10086', '解锁 13800138000')
        return
      case 'block':
        world.texts('ward', '10661234', '00000')
        return
      case 'lost': {
        const since = world.now - each.hours * HOUR
        const lost = { since, case: `lost-${world.now}`, by: 'wang.fang', reason: '丢失' }
        world.asks('ward', 'lock.requested', { lost })
        return
      }
      case 'assign':
        world.assign(each.who)
        return
      case 'step':
        world.step(each.of)
        return
      case 'pass':
        world.pass(each.hours * HOUR, false)
        return
      case 'settle':
        world.drain()
        return
      case 'restart':
        world.restart()
    }
  }
}

/** A consent that stands at the end: what was asked and answered, by the stamps. */
export interface Consent {
  readonly serviceId: string
  readonly askedAt: number
  readonly answeredAt: number
  readonly guardian?: { readonly subscriber: string; readonly answeredAt: number }
}

/** What is wrong with a consent that stands, by what was said; empty when nothing is. */
export function flawsOf(world: Lines, { askedAt, answeredAt, guardian }: Consent): string[] {
  const vouchedAt = guardian?.answeredAt ?? answeredAt
  const agreedAt = Math.max(answeredAt, vouchedAt)
  const needed = guardianAt(world, agreedAt)
  const one = needed === 'nobody any more' ? undefined : needed
  const flaws = {
    'the line was locked': wasLocked(world, 'ward', askedAt, agreedAt),
    'the number changed hands': assigned(world, 'ward').some((each) => each > askedAt),
    'a child without a guardian': needed === 'nobody any more',
    'another’s yes, or none': one !== undefined && guardian?.subscriber !== keys[one],
    'the guardian never said it': one !== undefined && guardian !== undefined && !saidYes(world, one, vouchedAt),
    'the guardian’s line was locked': one !== undefined && isLockedAt(world, one, vouchedAt),
  }
  return Object.entries(flaws).flatMap(([flaw, is]) => (is ? [flaw] : []))
}

export function consentsOf(world: Lines): Consent[] {
  const receipts = world.emitted.flatMap(({ type, key, data }) =>
    type === 'receipt.made' ? [{ id: key, content: (data as { content: Consent }).content }] : [],
  )
  return (world.subscriber('ward')?.subscriptions ?? []).flatMap(({ receiptId }) =>
    receipts.filter((each) => each.id === receiptId).map((each) => each.content),
  )
}

const textOf = (data: object): string => ('text' in data ? String(data.text) : '')

/** When somebody said such a thing, by their stamps. */
const saidAt = (world: Lines, who: Who, is: (type: string, data: object) => boolean): number[] =>
  world.said.flatMap((each) => (each.who === who && is(each.type, each.data) ? [each.at] : []))

const locks = (world: Lines, who: Who): number[] => [
  ...saidAt(world, who, (type, data) => (type === 'mo.received' ? textOf(data) === '锁定' : type === 'lock.requested')),
]
const lostSince = (world: Lines, who: Who) =>
  world.said.flatMap(({ who: of, at, data }) =>
    of === who && 'lost' in data ? [{ at, since: (data.lost as { since: number }).since }] : [],
  )
export const assigned = (world: Lines, who: Who): number[] => saidAt(world, who, (type) => type === 'number.assigned')
const unlocksNow = (world: Lines, who: Who): number[] => [
  ...saidAt(world, who, (type, data) => type === 'unlock.requested' && 'now' in data),
  ...(who === 'ward'
    ? GUARDING.flatMap((one) => saidAt(world, one, (_, data) => textOf(data) === '解锁 13800138000'))
    : []),
]
const unlocksLater = (world: Lines, who: Who): number[] => saidAt(world, who, (_type, data) => textOf(data) === '解锁')

const within = (times: readonly number[], from: number, to: number): boolean =>
  times.some((each) => each > from && each <= to)

/** Locked then, as surely as what was said tells: not opened since, by anything, in the same tenure. */
export function isLockedAt(world: Lines, who: Who, at: number): boolean {
  const opened = (since: number) =>
    within(unlocksNow(world, who), since, at) ||
    unlocksLater(world, who).some((each) => each > since && each + 24 * HOUR <= at) ||
    within(assigned(world, who), since, at)
  return locks(world, who).some((each) => each <= at && !opened(each))
}

/** Locked at some time while it was asked and answered: open prompts end. */
export const wasLocked = (world: Lines, who: Who, from: number, to: number): boolean =>
  isLockedAt(world, who, from) ||
  isLockedAt(world, who, to) ||
  locks(world, who).some((each) => each > from && each <= to) ||
  lostSince(world, who).some(
    ({ at, since }) => since <= to && to < at && !within(assigned(world, who), Math.min(since, to), at),
  )

/** Whose yes as a guardian was needed then: by what the counter entered, and by what became true between the numbers. */
export function guardianAt(world: Lines, at: number): Guarding | 'nobody any more' | undefined {
  const isLater = (times: readonly number[], from: number) => within(times, from, at)
  const ofWard = (type: string) => world.said.filter((each) => each.who === 'ward' && each.type === type)
  const entered = ofWard('guardian.entered').findLast((each) => each.at <= at)
  const dismissed = ofWard('guardian.dismissed').map((each) => each.at)
  if (entered && !isLater([...dismissed, ...assigned(world, 'ward')], entered.at)) {
    const one = guarding((each) => people[each] === (entered.data as { guardian: string }).guardian)
    if (!isLater(assigned(world, one), entered.at)) return one
    // A child without one: locked until the counter does something about it.
    return isLater(unlocksNow(world, 'ward'), entered.at) ? undefined : 'nobody any more'
  }
  const told = world.emitted
    .filter((each) => each.key === keys.ward && each.type === 'guardian.changed' && each.at <= at)
    .toSorted((a, b) => a.at - b.at)
    .at(-1)
  const { guardian } = (told?.data ?? {}) as { guardian?: string }
  if (!told || guardian === undefined) return undefined
  const one = guarding((each) => keys[each] === guardian)
  // Who was asked by the former owner is not the next one’s guardian, though they said yes since, and are named again.
  const asked = askedFor(world, told.at)
  const isOfFormer = isLater(assigned(world, 'ward'), entered?.at === told.at ? told.at : asked)
  return isOfFormer || isLater(assigned(world, one), told.at) ? undefined : one
}

/** When the question was put that a guardian said yes to: who names somebody while one is asked already, asks nobody. */
function askedFor({ emitted }: Lines, beganAt: number): number {
  const of = (type: string) => emitted.filter((each) => each.type === type)
  const about = ({ data }: Emit) => data as { id: string; yes?: boolean }
  const answer = of('guardian.answered')
    .filter((each) => about(each).yes && each.at <= beganAt)
    .toSorted((a, b) => b.at - a.at)[0]
  return of('guardian.asked').find((each) => answer && about(each).id === about(answer).id)?.at ?? beganAt
}

const GUARDING = ['guardian', 'other'] as const
const guarding = (is: (each: Guarding) => boolean): Guarding => GUARDING.find(is) as Guarding

/** The guardian’s own phone, or session, said a yes at that very moment. */
const saidYes = (world: Lines, one: Guarding, at: number): boolean =>
  saidAt(world, one, (type, data) =>
    type === 'mo.received' ? /^(?:是|\d\d)$/.test(textOf(data)) : type === 'prompt.answered',
  ).includes(at)
