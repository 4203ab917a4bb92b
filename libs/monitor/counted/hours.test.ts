import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Hours } from './hours.ts'

/** Eight steps a day. */
const policy = { ...defaultPolicy.monitor, stepHours: 3 }

/** Of eight days with eight answers each so many of ten are hasty; of sixty at one in the night after them, so many of ten: how many are rushed. */
function rushed(byDay: number, byNight: number): number {
  const hours = new Hours()
  let sum = 0
  const close = (step: number) =>
    hours.close(step, policy, (counter, n) => {
      if (counter === 'rushed') sum += n
    })
  for (let n = 0; n < 64; n++) hours.answered(Math.floor(n / 8) * 24 + 9 + (n % 8), (n * 7) % 10 < byDay)
  for (let step = 0; step < 64; step++) close(step)
  for (let n = 0; n < 60; n++) hours.answered(8 * 24 + 1, n % 10 < byNight)
  close(64)
  return sum
}

it('rushed are as many answers at night as are hasty beyond its people at other hours', () => {
  expect(rushed(0, 9)).toBeGreaterThan(50)
  expect(rushed(4, 9)).toBeGreaterThan(25)
  expect(rushed(4, 4)).toBeLessThan(3)
})

interface Night {
  /** Of those who are asked at three, so many; else all of them. */
  readonly agree?: number
  readonly wanted?: number
  /** An hour of the day after it, and at three of the nights before. */
  readonly after?: number
  readonly before?: number
}
/** Eight days with three people an hour, and a night in which so many are asked at three: how many of these count. */
function atThree(people: number, { agree = people, wanted = 0, after = 3, before = 0 }: Night = {}): number {
  const hours = new Hours()
  let sum = 0
  const ask = (hour: number, count: number, yes = count, byPartner = true) => {
    for (let n = 0; n < count; n++) hours.asked(hour, byPartner)
    for (let n = 0; n < yes; n++) hours.agreed(hour)
  }
  for (let day = 0; day < 9; day++) {
    if (day < 8) ask(day * 24 + 3, before)
    for (let hour = 9; hour < 22; hour++) ask(day * 24 + hour, day === 8 ? after : 3)
  }
  ask(8 * 24 + 3, people, agree)
  ask(8 * 24 + 3, wanted, wanted, false)
  for (let step = 0; step < 9 * 8; step++)
    hours.close(step, policy, (counter, n) => {
      if (counter === 'nightHour' && step >= 64) sum += n
    })
  return sum
}

it('who is asked in two hours of a night and agrees counts, beyond thrice any others around it and its nights before', () => {
  expect(atThree(60)).toBe(42)
  expect(atThree(18)).toBe(0)
  expect(atThree(60, { agree: 50 })).toBe(22)
  expect(atThree(60, { agree: 21 })).toBe(0)
  expect(atThree(0, { wanted: 60 })).toBe(0)
  expect(atThree(60, { after: 12 })).toBe(0)
  expect(atThree(60, { before: 25 })).toBe(0)
})

/** Ten a day come without a receipt, and on the fifth day so many at two in the morning. */
function bareAtTwo(people: number, isAsked = false): number {
  const hours = new Hours()
  let sum = 0
  for (let day = 0; day < 5; day++) for (let n = 0; n < 10; n++) hours.came(day * 24 + 10 + n)
  for (let n = 0; n < people; n++) hours.came(4 * 24 + 2)
  if (isAsked) hours.agreed(9)
  for (let step = 0; step < 5 * 8; step++)
    hours.close(step, policy, (counter, n) => {
      if (counter === 'nightHour') sum += n
    })
  return sum
}

it('where nobody is ever told to be asked, who came without a receipt counts; but no stock that was moved', () => {
  expect(bareAtTwo(30)).toBe(24)
  expect(bareAtTwo(30, true)).toBe(0)
  expect(bareAtTwo(300)).toBe(0)
})
