import { afterEach, expect, it, vi } from 'vitest'
import { type Bus, BusError } from '#bus'
import { EmbeddedBus } from '#bus/embedded'
import { processes } from '#contracts'
import { startTestGateway, type TestGateway } from './gateway.ts'

let on: TestGateway | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  await on?.stop()
})

it.each(['on', 'off'])(
  'a gateway starts, DEMO %s, on a log that is so busy that it takes eight seconds',
  async (DEMO) => {
    const log: Bus = EmbeddedBus.prototype
    const { publish } = log
    const impatient = new Set<string>()
    // Who would not wait for so long is told at once that it is late.
    vi.spyOn(log, 'publish').mockImplementation(async function busy(this: Bus, records, options) {
      const { withinMs = Number.POSITIVE_INFINITY } = options ?? {}
      if (withinMs >= 8000) return publish.call(this, records)
      for (const { topic } of records) impatient.add(topic)
      throw new BusError('bus.late', `the log did not take it within ${withinMs} ms`, { retriable: true })
    })
    on = await startTestGateway('embedded', { DEMO })
    expect(on.gateway.signIns.length).toBeGreaterThan(0)
    // How it does, a process tells again every few seconds; all else of a start was waited for.
    expect([...impatient].filter((topic) => topic !== processes.name)).toEqual([])
  },
)
