import { describe, expect, it } from 'vitest'
import { plants } from './plants.ts'
import { simulate } from './run.ts'

/**
 * Thousands in CI. A failing seed is named; `SEED=n npx vitest simulation` runs that one again, exactly. `SEED_FROM=n` runs
 * others than CI does.
 */
const seeds = Number(process.env['SIMULATION_SEEDS'] ?? 100)
const from = Number(process.env['SEED_FROM'] ?? 1)
const only = process.env['SEED'] === undefined ? undefined : Number(process.env['SEED'])

describe('the runtime under crashes, freezes and rebalances', () => {
  it(`keeps its three promises with ${only === undefined ? `${seeds} seeds from ${from}` : `seed ${only}`}`, {
    timeout: 600_000,
  }, async () => {
    const first = only ?? from
    const last = only ?? from + seeds - 1
    for (let seed = first; seed <= last; seed++) expect(await simulate(seed), `seed ${seed}`).toEqual([])
  })

  it('runs the same way with the same seed', async () => {
    const plant = plants['no fence'] as object
    const [once, again] = [await simulate(4, plant), await simulate(4, plant)]
    expect(once).not.toEqual([])
    expect(again).toEqual(once)
  })

  it.each(Object.entries(plants))('would see: %s', async (_name, plant) => {
    for (let seed = from; seed < from + 60; seed++) if ((await simulate(seed, plant)).length > 0) return
    expect.fail('no seed of 60 showed it')
  })
})
