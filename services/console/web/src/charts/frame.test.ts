import { describe, expect, it } from 'vitest'
import { frameOf } from './frame.ts'

const beijing = { lat: 39.92, lon: 116.44 }
const haidian = { lat: 39.96, lon: 116.3 }
const shorter = Math.cos((39.94 * Math.PI) / 180)

describe('the frame of a map', () => {
  it('shows every place with room around, in true proportion', () => {
    const { lat, lon } = frameOf([beijing, haidian], 400, 200)
    for (const each of [beijing, haidian]) {
      expect(each.lat).toBeGreaterThan(lat[0])
      expect(each.lat).toBeLessThan(lat[1])
      expect(each.lon).toBeGreaterThan(lon[0])
      expect(each.lon).toBeLessThan(lon[1])
    }
    expect(((lon[1] - lon[0]) * shorter) / (lat[1] - lat[0])).toBeCloseTo(400 / 200, 5)
  })

  it('of one place alone is a district around it', () => {
    const { lat, lon } = frameOf([beijing], 300, 240)
    expect(lat[1] - lat[0]).toBeCloseTo(0.1, 5)
    expect((lat[0] + lat[1]) / 2).toBeCloseTo(beijing.lat, 5)
    expect((lon[0] + lon[1]) / 2).toBeCloseTo(beijing.lon, 5)
  })
})
