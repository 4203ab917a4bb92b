import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Play } from '#process/kit'
import { exampleCatalogue } from '#reference/example'
import { chargeProcess } from './charge.ts'
import { at, LIN } from './fixtures.ts'
import { DAY } from './state.ts'

const refs = {
  policy: defaultPolicy,
  catalogue: exampleCatalogue(),
  keyOf: () => 'key-of-lin',
  digest: (text: string) => text,
}
const play = () => new Play(chargeProcess, { key: 'c1', refs, start: at('2026-11-22') })
const charge = {
  id: 'c1',
  msisdn: LIN,
  serviceId: 'joke',
  amountFen: 500,
  currency: 'CNY',
  at: at('2026-11-22'),
  kind: 'month',
}
const types = (emitted: readonly { type: string }[]) => emitted.map((each) => each.type)

describe('a charge id', () => {
  it('goes on to its account once, however often it is delivered', () => {
    const billing = play()
    expect(types(billing.say('charge.recorded', charge))).toEqual(['charge.received'])
    expect(billing.say('charge.recorded', charge)).toEqual([])
    billing.wait(100 * 86_400_000)
    expect(billing.say('charge.recorded', { ...charge, grant: 'the same with its grant' })).toEqual([])
  })

  it.each([{ amountFen: 501 }, { msisdn: '8613900139000' }, { at: at('2026-11-21') }, { serviceId: 'star' }])(
    'that comes again with %j is an alarm, and no second charge',
    (other) => {
      const billing = play()
      billing.say('charge.recorded', charge)
      expect(types(billing.say('charge.recorded', { ...charge, ...other }))).toEqual(['charge.conflict'])
    },
  )

  it('stays known as long as it would have, whatever time a conflicting one tells', () => {
    const billing = play()
    billing.say('charge.recorded', charge)
    billing.say('charge.recorded', { ...charge, at: at('2025-01-01') })
    // Its months from the time that the conflicting one told are over, its own are not.
    billing.wait(300 * DAY)
    expect(types(billing.say('charge.recorded', { ...charge, amountFen: 1 }))).toEqual(['charge.conflict'])
    billing.say('charge.recorded', { ...charge, at: at('2029-01-01') })
    billing.wait(110 * DAY)
    expect(billing.state).toBeUndefined()
  })

  it('under another key than its id, or with the number in it, is a dead letter', () => {
    expect(play().sayBad('charge.recorded', { ...charge, id: 'c2' })).toContain('key is not the charge’s id')
    const id = `20261122-${LIN.slice(2)}`
    const named = new Play(chargeProcess, { key: id, refs, start: at('2026-11-22') })
    expect(named.sayBad('charge.recorded', { ...charge, id })).toContain('make one without it')
  })

  it.each([
    [{ at: at('2026-05-01') }, 'older than the 180 days'],
    [{ at: at('2026-11-22T12:11') }, 'from the future'],
    [{ serviceId: 'nothing' }, 'no such service'],
  ])('of a charge %j is a dead letter: %s', (other, words) => {
    expect(play().sayBad('charge.recorded', { ...charge, ...other })).toContain(words)
  })
})
