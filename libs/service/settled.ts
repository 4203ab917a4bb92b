import { Problem } from '#http'
import type { Deps } from './service.ts'

const PATIENCE_MS = 5000
const PAUSE_MS = 15

/**
 * Waits until a state is as somebody must see it before they go on, such as the session that a sign-in opens.
 * @throws Problem `not-ready` when its lane does not come to it: nothing is lost, it will
 */
export const settled = <State>(
  { store }: Pick<Deps, 'store'>,
  process: string,
  key: string,
  isThere: (state: State | undefined) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<State | undefined> =>
  patiently(async () => (await store.load(process, [key])).get(key)?.body as State | undefined, isThere, patienceMs)

/** Looks again and again until something is there. @throws Problem `not-ready` when it does not come */
export async function patiently<Seen>(
  look: () => Promise<Seen>,
  isThere: (seen: Seen) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<Seen> {
  const until = performance.now() + patienceMs
  for (;;) {
    const seen = await look()
    if (isThere(seen)) return seen
    if (performance.now() > until)
      throw new Problem('not-ready', 'It was taken and will be done. Look again in a while.')
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
