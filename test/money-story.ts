import fc from 'fast-check'
import type { ChargeKind } from '#contracts'
import { DAY, HOUR, MINUTE } from '../services/charging/src/domain/state.ts'
import { kindOf, LIN, tariffOf, World } from './money-world.ts'

export const service = fc.constantFrom('joke', 'star', 'weather', 'song', 'traffic', 'offers')
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('ask' as const), service, by: fc.constantFrom('partner', 'subscriber') }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('reply' as const),
      text: fc.constantFrom('是', '否', '10', '11', '12', '好的吧', '1'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), undo: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('text' as const),
      text: fc.constantFrom('0000', '1', '2', '1,2', '恢复', '全部退订', '是', '退费 1', '退费 笑话', '退费 歌'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('block' as const),
      port: fc.constantFrom('10661234', '10663456', '10664001'),
      text: fc.constantFrom('00000', '11111', '全部屏蔽', 'T', '恢复', 'DQ'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('charge' as const),
      id: fc.nat(12),
      service,
      above: fc.constantFrom(0, 0, 0, 100),
      // Hours before now; billing’s clock may also be some minutes ahead of ours.
      back: fc.constantFrom(0, 0, 0, 1, 5, 30, -0.03, -0.15),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('authorize' as const),
      id: fc.nat(12),
      service,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('chargeGranted' as const),
      which: fc.nat(2),
      // What happens between the grant and the charge.
      before: fc.constantFrom('nothing', 'nothing', 'assign', 'cancel'),
      back: fc.constantFrom(0, 0, -0.03, -0.15),
    }),
  },
  {
    // Charged for a moment that is still to come, disputed and cancelled before it.
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('overtaken' as const),
      id: fc.nat(12),
      service,
      decided: fc.constantFrom(undefined, true, false),
    }),
  },
  {
    // Two grants for one month, cancelled before either is charged.
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('twoGrants' as const), id: fc.nat(12), service }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('dispute' as const), charge: fc.nat(3) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('decide' as const), charge: fc.nat(3), proven: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.constantFrom(0.1, 1, 25, 80, 800) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('steps' as const), choices: fc.array(fc.nat(20), { maxLength: 8 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('web' as const),
      request: fc.nat(40),
      yes: fc.boolean(),
      page: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('assign' as const) }) },
)
/** What stands for some days, what happens then, and the order in which it arrives. */
export const story = fc.record({
  begun: fc.subarray(['joke', 'star', 'weather']),
  acts: fc.array(act, { maxLength: 80, size: 'max' }),
  order: fc.nat(),
})
export type Story = typeof story extends fc.Arbitrary<infer T> ? T : never

interface Recorded {
  readonly serviceId: string
  readonly at: number
  readonly fen: number
}

export function play({ begun, acts, order }: Story): {
  world: World
  recorded: Map<string, Recorded>
} {
  const world = new World(order)
  const recorded = new Map<string, Recorded>()
  let count = 0
  // Billing does not use an id again while charges are known by it.
  const idOf = (number: number) => `c${number}.${Math.floor(world.now / (200 * DAY))}`
  const record = (id: string, charge: Recorded, kind: ChargeKind, more: object = {}) => {
    const { serviceId, at, fen } = charge
    const data = { id, msisdn: LIN, serviceId, amountFen: fen, currency: 'CNY', at, kind, ...more }
    if (!recorded.has(id)) recorded.set(id, charge)
    world.send('charges', 'charge.recorded', data, id)
    return data
  }
  const ask = (requestId: string, serviceId: string, by: string) => {
    const request = { requestId, msisdn: LIN, serviceId, by, origin: { channel: 'partner' }, fingerprint: requestId }
    world.send('confirmation.requests', 'subscription.requested', request)
  }
  const answer = (requestId: string, yes: boolean, page: boolean) =>
    world.send('confirmation.requests', 'prompt.answered', { requestId, yes, session: 's', page })
  for (const each of begun) {
    ask(`b-${each}`, each, 'subscriber')
    world.drain()
    answer(`b-${each}`, true, false)
  }
  if (begun.length > 0) world.pass(100 * HOUR)
  const assign = () => world.send('subscriber.commands', 'number.assigned', { msisdn: LIN })
  const text = (texts: readonly string[]) => {
    for (const [place, each] of texts.entries()) {
      const mo = { from: LIN, to: '10086', text: each, channel: 'sms', via: 'a', fingerprint: `f${count}.${place}` }
      world.send('sms.mo', 'mo.received', mo)
    }
  }
  const dispute = (chargeId: string | undefined) =>
    world.send('charging.commands', 'dispute.requested', {
      msisdn: LIN,
      chargeId,
      name: '',
      channel: 'web',
      language: 'zh-CN',
      from: '10086',
      fingerprint: `d${count}`,
      silent: false,
    })
  const decide = (chargeId: string, proven: boolean) =>
    world.send('charging.commands', 'dispute.decided', { chargeId, proven, by: 'p' })
  const latest = (place: number) => world.account()?.charges.at(-1 - place)?.id
  for (const each of acts) {
    count++
    const mo = { from: LIN, channel: 'sms', via: 'a', fingerprint: `f${count}` }
    switch (each.do) {
      case 'ask':
        ask(`r${count}`, each.service, each.by)
        break
      case 'reply':
        world.send('sms.replies', 'mo.received', { ...mo, to: '10086901', text: each.text })
        break
      case 'text':
        world.send('sms.mo', 'mo.received', { ...mo, to: '10086', text: each.text })
        break
      case 'block':
        world.send('sms.mo', 'mo.received', { ...mo, to: each.port, text: each.text })
        break
      case 'cancel':
        text(each.undo ? ['0000', '1', '恢复'] : ['0000', '1'])
        break
      case 'charge': {
        const charge = {
          serviceId: each.service,
          at: world.now - each.back * HOUR,
          fen: tariffOf(each.service) + each.above,
        }
        const data = record(idOf(each.id), charge, kindOf(each.service))
        // Delivered again, as billing does when it did not hear the answer.
        if (each.twice) world.send('charges', 'charge.recorded', data, data.id)
        break
      }
      case 'authorize':
        world.authorize(idOf(each.id), each.service, tariffOf(each.service))
        break
      case 'chargeGranted': {
        const grant = world.granted.at(-1 - each.which)
        if (!grant) break
        if (each.before === 'assign') assign()
        if (each.before === 'cancel') text(['0000', '1'])
        const { id, serviceId, fen, kind, token } = grant
        record(id, { serviceId, at: world.now - each.back * HOUR, fen }, kind, { grant: token })
        break
      }
      case 'overtaken': {
        const charge = { serviceId: each.service, at: world.now + 9 * MINUTE, fen: tariffOf(each.service) }
        const { id } = record(idOf(each.id), charge, kindOf(each.service))
        world.drain()
        text(['0000', '1'])
        dispute(id)
        world.drain()
        if (each.decided !== undefined) decide(id, each.decided)
        break
      }
      case 'twoGrants': {
        const ids = [idOf(each.id), idOf(each.id + 20)]
        for (const id of ids) world.authorize(id, each.service, tariffOf(each.service))
        text(['0000', '1'])
        world.drain()
        for (const { id, serviceId, fen, kind, token } of world.granted.filter((one) => ids.includes(one.id)))
          record(id, { serviceId, at: world.now, fen }, kind, { grant: token })
        break
      }
      case 'dispute':
        dispute(latest(each.charge))
        break
      case 'decide': {
        const chargeId = latest(each.charge)
        if (chargeId) decide(chargeId, each.proven)
        break
      }
      case 'pass':
        world.pass(each.hours * HOUR)
        break
      case 'steps':
        for (const choice of each.choices) world.step(choice)
        break
      case 'web':
        answer(`r${each.request}`, each.yes, each.page)
        break
      case 'assign':
        assign()
        break
      case 'restart':
        world.restart()
    }
  }
  world.pass(DAY)
  return { world, recorded }
}
