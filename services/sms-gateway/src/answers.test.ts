import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Answers } from './answers.ts'

const mo = (fingerprint: string, at: number, subscriber = 'lin') => ({
  fingerprint,
  subscriber,
  at,
  stamp: 1_000_000 + at,
})
const SECOND = 1000

describe('an answer to an MO', () => {
  it('that went out in time leaves no doubt: the same once more is meant', () => {
    const answers = new Answers(defaultPolicy)
    expect(answers.arrived(mo('1', 0))).toEqual({})
    answers.answered(mo('1', 0), 20, true)
    expect(answers.arrived(mo('1', 30))).toEqual({})
  })

  it.each([
    ['failed', 20, false],
    ['was late', 3 * SECOND, true],
  ])('that %s is in doubt for a minute', (_name, answeredAt, well) => {
    const answers = new Answers(defaultPolicy)
    answers.arrived(mo('1', 0))
    answers.answered(mo('1', 0), answeredAt, well)
    expect(answers.arrived(mo('1', answeredAt + 59 * SECOND))).toEqual({ answerInDoubt: true })
    answers.answered(mo('1', answeredAt + 59 * SECOND), answeredAt + 59 * SECOND, true)
    expect(answers.arrived(mo('1', answeredAt + 60 * SECOND))).toEqual({})
  })

  it('that was not given yet is in doubt', () => {
    const answers = new Answers(defaultPolicy)
    answers.arrived(mo('1', 0))
    expect(answers.arrived(mo('1', SECOND))).toEqual({ answerInDoubt: true })
  })
})

it('says when something else came from this subscriber, of the last minute and of nobody else', () => {
  const answers = new Answers(defaultPolicy)
  const after = (fingerprint: string, at: number, subscriber?: string) => {
    const arrival = mo(fingerprint, at, subscriber)
    const { anotherAt } = answers.arrived(arrival)
    answers.answered(arrival, at, true)
    return anotherAt === undefined ? undefined : anotherAt - 1_000_000
  }
  expect([after('1', 0), after('恢复', 1), after('1', 2), after('1', 3)]).toEqual([undefined, 0, 1, undefined])
  expect(after('x', 4, 'zhou')).toBeUndefined()
  expect(after('2', 4 + 61 * SECOND)).toBeUndefined()
})
