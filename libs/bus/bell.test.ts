import { expect, it } from 'vitest'
import { Bell } from './bell.ts'

const LONG_MS = 600_000

/** Whether it resolves without any time. */
async function isOver(wait: Promise<void>): Promise<boolean> {
  const soon = new Promise<'waits'>((resolve) => setImmediate(() => resolve('waits')))
  return (await Promise.race([wait.then(() => 'over' as const), soon])) === 'over'
}

it('a ring is heard by who waits, and else once by the next who would', async () => {
  const bell = new Bell()
  const waiting = bell.wait(LONG_MS)
  expect(await isOver(waiting)).toBe(false)
  bell.ring()
  expect(await isOver(waiting)).toBe(true)
  bell.ring()
  expect(await isOver(bell.wait(LONG_MS))).toBe(true)
  const next = bell.wait(LONG_MS)
  expect(await isOver(next)).toBe(false)
  bell.ring()
  await next
})

it('who waits hears nothing, and goes on when its time is over', async () => {
  await expect(new Bell().wait(1)).resolves.toBeUndefined()
})

it('a knock is heard by who waits, and by nobody later', async () => {
  const bell = new Bell()
  const waiting = bell.wait(LONG_MS)
  bell.knock()
  expect(await isOver(waiting)).toBe(true)
  bell.knock()
  const later = bell.wait(LONG_MS)
  expect(await isOver(later)).toBe(false)
  bell.ring()
  await later
})
