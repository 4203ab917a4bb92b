import { expect, it } from 'vitest'
import { Play } from '#process/kit'
import { reportCaseList } from './report-case.ts'
import { Desk, SPAM } from './report-fixtures.ts'

const campaign = 'cabc1234def567'

/** A report that was made, and what is kept of it in the list. */
function made() {
  const desk = new Desk()
  desk.texts(`10661234*${SPAM}`)
  const { data } = desk.emitted.find(({ type }) => type === 'case.changed')!
  return { data, list: new Play(reportCaseList, { key: `key-of-lin.${desk.number}`, refs: {} }) }
}

it('a campaign that is known before its report is waits for it, and is in no list alone', () => {
  const { data, list } = made()
  list.say('case.placed', { campaign })
  list.say('case.uncarried', {})
  expect(reportCaseList.index?.(list.state!)).toEqual({})
  list.say('case.changed', data)
  expect(list.state).toMatchObject({ campaign, sorted: { text: SPAM } })
  expect(reportCaseList.index?.(list.state!)).toMatchObject({ campaign, open: '' })
  list.wait(400 * 24 * 3_600_000)
  expect(list.state).toMatchObject({ campaign })
})

it('of a report that never comes nothing stays', () => {
  const { data, list } = made()
  list.say('case.changed', data)
  list.say('case.ended', {})
  list.say('case.placed', { campaign })
  list.wait(8 * 24 * 3_600_000)
  expect(list.state).toBeUndefined()
})
