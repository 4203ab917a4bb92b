import { expect, it } from 'vitest'
import type { MessageOf, publicNotices } from '#contracts'
import { Play } from '#process/kit'
import { type NoticeRefs, type NoticeState, notices } from './notice.ts'

const DAY = 86_400_000
const number = '10000001'
const refs: NoticeRefs = { catalogue: { partner: () => undefined, service: () => undefined } }

it('says since when so many were refunded: as it was said again it is since then, with more it is since now', () => {
  const play = new Play<NoticeState, NoticeRefs>(notices, { key: number, refs })
  const wanted = (subscribers: number) => {
    const verdict = { reasonZh: '未确认', reasonEn: 'No consent', points: 20, sanctions: [], withdrawn: false }
    const refunds = { subscribers, fen: subscribers * 1000, done: true }
    return play
      .say('notice.wanted', { number, subject: { partnerId: 'x' }, ...verdict, refunds })
      .map(({ data }) => (data as MessageOf<typeof publicNotices>['data']).refunds?.at)
  }
  const first = play.now
  expect(wanted(10)).toEqual([first])
  play.wait(3 * DAY)
  expect(wanted(10)).toEqual([])
  expect(wanted(12)).toEqual([play.now])
  expect(play.state?.former.map(({ refunds }) => refunds)).toEqual([
    { subscribers: 10, fen: 10_000, done: true, at: first },
  ])
})
