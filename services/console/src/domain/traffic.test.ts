import { describe, expect, it } from 'vitest'
import { trafficKey } from '#contracts'
import { defaultPolicy } from '#policy'
import { Play } from '#process/kit'
import { seriesOf, type Traffic, trafficProcess } from './traffic.ts'

const at = (time: string) => Date.parse(`2026-11-26T${time}Z`)
const refs = { policy: defaultPolicy }

const hour = () => new Play(trafficProcess, { key: trafficKey('minute', at('08:00:00')), refs, start: at('08:00:00') })

describe('the figures of traffic', () => {
  it('are added up by the minute, whichever process counted', () => {
    const play = hour()
    play.say('traffic.counted', { step: 'minute', countedAt: at('08:03:10'), counts: { mo: 100, yes: 2 } })
    play.say('traffic.counted', { step: 'minute', countedAt: at('08:03:50'), counts: { mo: 11 } })
    play.say('traffic.counted', { step: 'minute', countedAt: at('08:59:59'), counts: { mo: 5, silence: 1 } })
    const series = seriesOf([play.state as Traffic], 'minute', at('08:02:00'), at('08:05:00'))
    expect(series).toMatchObject({ mo: [0, 111, 0], yes: [0, 2, 0], silence: [0, 0, 0], refunds: [0, 0, 0] })
    const gathered = seriesOf([play.state as Traffic], 'minute', at('08:02:00'), at('09:00:00'), 15)
    expect(gathered.mo).toEqual([111, 0, 0, 5])
  })

  it('are a chart over many states, and nothing where nothing was counted', () => {
    const play = new Play(trafficProcess, { key: trafficKey('hour', at('08:00:00')), refs, start: at('08:00:00') })
    play.say('traffic.counted', { step: 'hour', countedAt: at('08:59:59'), counts: { mt: 7 } })
    const series = seriesOf([play.state as Traffic], 'hour', at('07:00:00') - 86_400_000, at('09:00:00'))
    expect(series.mt).toHaveLength(26)
    expect(series.mt.slice(-3)).toEqual([0, 0, 7])
  })

  it('are small, and go when their time is over', () => {
    const play = hour()
    for (let minute = 0; minute < 60; minute++)
      play.say('traffic.counted', {
        step: 'minute',
        countedAt: at('08:00:00') + minute * 60_000,
        counts: { mo: 800_000, mt: 900_000, prompts: 99_999, yes: 99_999, no: 9999, silence: 9999, charges: 99_999 },
      })
    expect(JSON.stringify(play.state).length).toBeLessThan(8_000)
    play.wait((defaultPolicy.traffic.minuteDays + 1) * 86_400_000)
    expect(play.state).toBeUndefined()
  })
})
