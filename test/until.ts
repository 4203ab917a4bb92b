/** Waits on a condition, looking every 20 ms. @throws Error that names it when it does not come true in time */
export async function until(what: string, condition: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export const [HOUR_MS, QUARTER_MS] = [3_600_000, 900_000]

/** Limits are counted by whole hours and quarters of the clock: what must fall into one begins while half a minute is left. */
export const wellWithin = (one: number): Promise<void> =>
  until('the next has begun', () => one - (Date.now() % one) > 30_000)
