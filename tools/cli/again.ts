import { setTimeout } from 'node:timers/promises'

/** The gateway goes on while an auditor reads: what seems wrong is looked at again, and told where it stands. */
const PAUSES_MS = [0, 50]

/** What is found at last: looked for again as long as something of it seems wrong, a few times. */
export async function lookedAgain<Found>(
  first: Found,
  isWrong: (found: Found) => boolean,
  again: (former: Found) => Promise<Found>,
): Promise<Found> {
  let found = first
  for (const pause of PAUSES_MS) {
    if (!isWrong(found)) break
    await setTimeout(pause)
    found = await again(found)
  }
  return found
}
