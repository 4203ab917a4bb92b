import { expect, it } from 'vitest'
import { originOf } from './requests.ts'

it('where a request came from may be said as reports say it', () => {
  const place = { cell: '460-00-1a2b', district: '朝阳区' }
  expect(originOf({ campaign: 'summer', place })).toEqual({ channel: 'partner', campaign: 'summer', ...place })
  expect(originOf({ cell: '460-00-3c4d', place })).toMatchObject({ cell: '460-00-3c4d', district: '朝阳区' })
  expect(originOf({ place: { district: '朝阳区' } })).toEqual({ channel: 'partner', district: '朝阳区' })
  expect(originOf({})).toEqual({ channel: 'partner' })
})
