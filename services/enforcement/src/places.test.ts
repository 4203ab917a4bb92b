import { expect, it } from 'vitest'
import { Play } from '#process/kit'
import { places } from './domain/place.ts'
import { recordOf } from './places.ts'

const deps = { bus: { partitions: 1 } as never, clock: { now: () => 1 } as never }
const read = (place: string, lat: string, lon: string) => {
  const made = recordOf(deps, { place, lat, lon })
  return typeof made === 'string' ? made : [made.key, made.message.data]
}

it('a row of the file of places is a place with its degrees, or says what is wrong with it', () => {
  const at = { lat: 39.9219, lon: 116.4436 }
  expect(read(' 朝阳区 ', '39.9219', ' 116.4436')).toEqual(['朝阳区', { name: '朝阳区', at }])
  expect(read('460-00-1a2b', '-33.8', '-151')).toEqual([
    '460-00-1a2b',
    { name: '460-00-1a2b', at: { lat: -33.8, lon: -151 } },
  ])
  expect(read('朝阳区', '', '')).toEqual(['朝阳区', { name: '朝阳区' }])
  for (const [lat, lon] of [
    ['39.92', ''],
    ['91', '116'],
    ['39,92', '116,44'],
    ['39°55′', '116°26′'],
    ['1e1', '5'],
  ] as const)
    expect(read('朝阳区', lat, lon)).toMatch(/^lat, lon: degrees such as/)
  expect(read(' ', '39', '116')).toMatch(/^place: /)
  expect(read('区'.repeat(61), '39', '116')).toMatch(/^place: /)
})

it('the last row of a place holds, and an empty one takes it off the map', () => {
  const play = new Play(places, { key: '朝阳区', refs: {} })
  play.say('place.set', { name: '朝阳区', at: { lat: 1, lon: 2 } })
  play.say('place.set', { name: '朝阳区', at: { lat: 39.9, lon: 116.4 } })
  expect(play.state).toEqual({ name: '朝阳区', lat: 39.9, lon: 116.4 })
  play.say('place.set', { name: '朝阳区' })
  expect(play.state).toBeUndefined()
})
