import { expect, it } from 'vitest'
import { Play } from '#process/kit'
import { caseEventSchema } from '../webhooks.ts'
import { casesTold } from './cases-told.ts'

const refs = {
  idFor: (kind: string, partner: string, id: string) => `${kind} ${partner} ${id}`,
  webhooksOf: (partnerId: string) =>
    partnerId === 'sp-huayu' ? [{ webhookId: 'w', partnerId, url: 'https://x.example', removed: false }] : [],
  hasKey: (partnerId: string) => partnerId !== 'sp-quiet',
}
const told = (change: string, more: object = {}) => {
  const play = new Play(casesTold, { key: '10000001', refs: refs as never })
  const data = { number: '10000001', subject: { partnerId: 'sp-huayu', serviceId: 'joke' }, pattern: 'secret', change }
  return play.say('case.changed', { ...data, ...more }).map((each) => each.data as { webhookId: string; body: string })
}

it('a partner is told that a case about it was decided, and its appeal; by what it was found, and by whom, not', () => {
  const [decided] = told('decided', { outcome: 'proven', points: 20 })
  expect(decided?.webhookId).toBe('w')
  expect(decided?.body).not.toContain('secret')
  const event = JSON.parse(decided?.body ?? '')
  expect(caseEventSchema.strict().parse(event)).toEqual(event)
  expect(event).toMatchObject({
    type: 'quadzero.case.decided',
    subject: '10000001',
    data: { case: '10000001', service: 'joke', outcome: 'proven', points: 20 },
  })
  expect(told('appeal-decided').map(({ body }) => JSON.parse(body).type)).toEqual(['quadzero.case.appeal-decided'])
  expect(told('decided', { subject: { partnerId: 'sp-other' } })).toEqual([])
})

it('a partner is told at once of an appeal that people entered for it; of its own it knows', () => {
  const [entered] = told('appealed', { outcome: 'proven', points: 20, written: true })
  const event = caseEventSchema.strict().parse(JSON.parse(entered?.body ?? ''))
  expect([event.type, event.data]).toEqual([
    'quadzero.case.appealed',
    { case: '10000001', service: 'joke', written: true },
  ])
})

it.each(['opened', 'linked', 'taken', 'escalated', 'due-soon', 'overdue', 'appealed', 'refunded', 'closed'])(
  'nothing of a case that is only suspected, nor of what staff do: %s',
  (change) => {
    expect(told(change)).toEqual([])
  },
)

it('who is cleared is not told that it was suspected; after an appeal the first verdict is not told again', () => {
  expect(told('decided', { outcome: 'cleared' })).toEqual([])
  const [event] = told('appeal-decided', { outcome: 'proven', points: 20, granted: true })
  const { data } = caseEventSchema.strict().parse(JSON.parse(event?.body ?? ''))
  expect(data).toEqual({ case: '10000001', service: 'joke', granted: true })
})

it('whose endpoint is told and who has no key to read why gets its letter as well', () => {
  const play = new Play(casesTold, { key: '10000001', refs: { ...refs, hasKey: () => false } as never })
  const say = (change: string, more: object = {}) =>
    play.say('case.changed', { number: '10000001', subject: { partnerId: 'sp-huayu' }, pattern: 'x', change, ...more })
  const due = { type: 'letter.due', data: { number: '10000001', heard: 'webhook' } }
  expect(say('decided', { outcome: 'proven', points: 20 })).toMatchObject([due, { type: 'delivery.made' }])
  expect(say('appeal-decided', { outcome: 'proven', points: 20, granted: false })).toMatchObject([
    { ...due, data: { ...due.data, of: 'appeal' } },
    { type: 'delivery.made' },
  ])
  const [letter, delivery] = say('appeal-voided', { voided: 2 })
  expect(letter).toMatchObject({ ...due, data: { ...due.data, of: 'voided', nth: 2 } })
  const { body = '{}' } = (delivery?.data ?? {}) as { body?: string }
  const event = caseEventSchema.strict().parse(JSON.parse(body))
  expect([event.type, event.data]).toEqual(['quadzero.case.appeal-voided', { case: '10000001', voided: 2 }])
  // Of an event of before it is not known which letter that were.
  expect(say('appeal-voided').map(({ type }) => type)).toEqual(['delivery.made'])
})

it('who has neither an endpoint nor a key to look gets a letter from people, once it was found wrong and never of what is undecided', () => {
  const say = (change: string, more: object = {}) =>
    new Play(casesTold, { key: '10000001', refs: refs as never }).say('case.changed', {
      ...{ number: '10000001', subject: { partnerId: 'sp-quiet' }, pattern: 'secret', change },
      ...more,
    })
  expect(say('decided', { outcome: 'proven', points: 20 })).toMatchObject([
    { topic: 'case.commands', key: '10000001', type: 'letter.due', data: { number: '10000001', heard: 'nobody' } },
  ])
  // What became of its appeal it hears by letter as well.
  expect(say('appeal-decided', { outcome: 'proven', points: 20, granted: false })).toMatchObject([
    { type: 'letter.due', data: { number: '10000001', heard: 'nobody', of: 'appeal' } },
  ])
  // And that one on paper, which people had entered for it, was taken out.
  expect(say('appeal-voided', { voided: 1 })).toMatchObject([
    { type: 'letter.due', data: { number: '10000001', heard: 'nobody', of: 'voided', nth: 1 } },
  ])
  expect(say('decided', { outcome: 'cleared' })).toEqual([])
  expect(say('opened')).toEqual([])
})
