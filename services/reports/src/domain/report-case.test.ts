import { expect, it } from 'vitest'
import type { Bus } from '#bus'
import { Play } from '#process/kit'
import { LiveIndex } from '../campaigns/live-index.ts'
import { reportCaseList } from './report-case.ts'
import { Desk, SPAM } from './report-fixtures.ts'

const campaign = 'cabc1234def567'

/** A report that was made, and what is kept of it in the list. */
function made() {
  const desk = new Desk()
  desk.texts(`10661234*${SPAM}`)
  const { data } = desk.emitted.find(({ type }) => type === 'case.changed')!
  return {
    data,
    list: new Play(reportCaseList, {
      key: `key-of-lin.${desk.number}`,
      refs: { index: new LiveIndex(undefined as unknown as Bus) },
    }),
  }
}

it('a campaign that is known before its report is waits for it, and is in no list alone', () => {
  const { data, list } = made()
  list.say('case.placed', { campaign })
  list.say('case.uncarried', {})
  expect(reportCaseList.index?.(list.state!)).toEqual({})
  list.say('case.changed', data)
  expect(list.state).toMatchObject({ campaign, sorted: { text: SPAM } })
  expect(reportCaseList.index?.(list.state!)).toMatchObject({ campaign, reports: '' })
  list.wait(400 * 24 * 3_600_000)
  expect(list.state).toMatchObject({ campaign })
})

it('of an earlier build, which placed it elsewhere, what becomes of it is not told to its campaign from here', () => {
  const { data, list } = made()
  list.say('case.changed', data)
  const { campaign: _, first: __, ...earlier } = list.state as unknown as Record<string, unknown>
  list.state = earlier as unknown as typeof list.state
  list.say('case.placed', { campaign })
  expect(list.say('case.uncarried', {})).toMatchObject([{ topic: 'reports.sorted', type: 'report.resorted' }])
  const closed = { at: 1, by: 'reporter', proven: false, withdrawn: true }
  expect(list.say('case.changed', { ...(data as object), closed })).toMatchObject([{ type: 'report.withdrawn' }])
})

it('of a report that never comes nothing stays', () => {
  const { data, list } = made()
  list.say('case.changed', data)
  list.say('case.ended', {})
  list.say('case.placed', { campaign })
  list.wait(8 * 24 * 3_600_000)
  expect(list.state).toBeUndefined()
})

it('is placed when it comes, once; where staff move it it is listed, and its first campaign hears who did not send it', () => {
  const { data, list } = made()
  const placed = list.say('case.changed', data)
  const of = { key: 'key-of-lin', data: { campaign: list.state!.campaign, report: { text: SPAM } } }
  expect(placed).toMatchObject([
    { topic: 'campaign.placings', type: 'report.placed', ...of },
    { type: 'exemplar.kept' },
  ])
  const { sorted: _, ...later } = data as { sorted: unknown }
  expect([...list.say('case.changed', data), ...list.say('case.changed', later)]).toEqual([])
  list.say('case.placed', { campaign })
  list.say('case.changed', later)
  expect(reportCaseList.index?.(list.state!)).toMatchObject({ campaign })
  expect(list.say('case.uncarried', {})).toMatchObject([
    { topic: 'reports.sorted', type: 'report.resorted', data: { sender: { kind: 'fake' } } },
    { type: 'placed.resorted', data: { campaign: of.data.campaign, report: { former: { kind: 'port' } } } },
  ])
  const closed = { at: 1, by: 'reporter', proven: false, withdrawn: true }
  const back = [{ type: 'report.withdrawn' }, { type: 'placed.withdrawn', data: { campaign: of.data.campaign } }]
  expect(list.say('case.changed', { ...later, closed })).toMatchObject(back)
  expect(list.say('case.changed', { ...later, closed })).toEqual([])
})

it('is put where it belongs when a build before its lists were changed left it in others', () => {
  expect(reportCaseList.listed).toBe(2)
})
