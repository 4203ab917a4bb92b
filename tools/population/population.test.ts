import { describe, expect, it } from 'vitest'
import { parseMessage, type Topic, topicByName } from '#contracts'
import { Monitor } from '#monitor'
import { defaultPolicy } from '#policy'
import { type Label, Population } from './population.ts'
import { score } from './score.ts'

const flagsOf = (population: Population) => {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  for (const lines of population.days()) for (const { topic, key, message } of lines) monitor.read(topic, key, message)
  monitor.end()
  return monitor.raised().map((each) => each.flag)
}

describe('a population', () => {
  it('is of messages as the services publish them, and the same for the same seed', () => {
    const make = () =>
      [...new Population({ seed: 7, partners: 12, days: 20, malicious: 0.6, heldOut: true }).days()].flat()
    const lines = make()
    expect(make()).toEqual(lines)
    const types = new Set<string>()
    for (const { topic, message } of lines) {
      if (types.has(message.type) && message.at % 7 !== 0) continue
      types.add(message.type)
      const known = topicByName.get(topic) as Topic | undefined
      expect(known && parseMessage(known, message).id, topic).toBe(message.id)
    }
    expect([...types]).toEqual(expect.arrayContaining(['consent.given', 'charge.judged', 'subscriptions.cancelled']))
  })

  it('of honest ones alone, however odd: nearly nobody is flagged', () => {
    const population = new Population({ seed: 3, partners: 30, days: 25, malicious: 0 })
    expect(score(population.labels, flagsOf(population)).falseFlags).toEqual([])
  })

  it('those that charge silently, and at once, are found; nobody else is', () => {
    const population = new Population({
      seed: 5,
      partners: 30,
      days: 30,
      malicious: 0.3,
      only: ['silent subscription'],
    })
    const { precision, recall } = score(population.labels, flagsOf(population))
    expect([precision, recall]).toEqual([1, 1])
  })
})

it('who is flagged in shadow only is not flagged', () => {
  const label: Label = { partner: 'p', kind: 'x', malicious: true, loud: false, soon: false, from: 0 }
  const flag = { at: 1, partner: 'p', signals: [], stop_first: false, shadow: true, clears: '' }
  expect(score([label], [flag]).recall).toBe(0)
  expect(score([label], [{ ...flag, shadow: false }]).recall).toBe(1)
})
