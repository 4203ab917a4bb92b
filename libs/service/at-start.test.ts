import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Bus, BusError } from '#bus'
import type { Logger } from '#telemetry'
import { patientAtStart } from './at-start.ts'
import { publishFromEdge } from './service.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const record = {
  topic: 'letters',
  partition: 0,
  key: 'k',
  message: { id: 'a', type: 'posted', v: 1, at: 1, corr: 'a', data: {} },
}

/** A log that takes what it is given after `ms`, and refuses what `refuses` says. */
function slow(ms: number, refuses: (call: number) => BusError | undefined = () => undefined) {
  const seen = { calls: 0, taken: 0, said: [] as string[] }
  const publish: Bus['publish'] = async (_, { withinMs = Number.POSITIVE_INFINITY } = {}) => {
    const refusal = refuses(++seen.calls)
    if (refusal) throw refusal
    await new Promise((resolve) => setTimeout(resolve, Math.min(ms, withinMs)))
    if (withinMs < ms) throw new BusError('bus.late', `not within ${withinMs} ms`, { retriable: true })
    seen.taken++
  }
  const log = { warn: (_: object, text: string) => void seen.said.push(text) } as unknown as Logger
  const say = async () => {
    const said = publishFromEdge(patientAtStart({ bus: { publish } as Bus, log }).bus, [record]).catch((error) => error)
    await vi.runAllTimersAsync()
    return said
  }
  return { seen, say }
}

it('a log that takes eight seconds for what a start says is waited for, and that is said', async () => {
  const { seen, say } = slow(8000)
  expect(await say()).toBeUndefined()
  expect(seen).toEqual({ calls: 1, taken: 1, said: [expect.stringContaining('waiting for it')] })
})

it('where it is taken at once, nothing is said', async () => {
  const { seen, say } = slow(20)
  expect(await say()).toBeUndefined()
  expect(seen.said).toEqual([])
})

it('what cannot be said for a moment is said again; what never can be is not', async () => {
  const retriable = new BusError('clock.off', 'the clock is wrong', { retriable: true })
  const held = slow(20, (call) => (call < 4 ? retriable : undefined))
  expect(await held.say()).toBeUndefined()
  expect(held.seen).toMatchObject({ calls: 4, taken: 1 })
  const refused = slow(20, () => new BusError('bus.refused', 'never'))
  expect(await refused.say()).toMatchObject({ code: 'bus.refused' })
  expect(refused.seen.calls).toBe(1)
})

it('after two minutes it is given up: one call, which is late', async () => {
  const { seen, say } = slow(200_000)
  expect(await say()).toMatchObject({ code: 'bus.late' })
  expect(seen).toMatchObject({ calls: 1, taken: 0 })
})
