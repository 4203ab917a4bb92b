import type { Store } from '#store'
import { FINDING, Problem } from './problem.ts'

/**
 * What is kept of a key; undefined where nothing is.
 * @throws Problem `record.changed` where somebody else wrote it, or took it away: that is not nothing; `not-ready` where nobody
 * knows yet
 */
export async function believed<State>(
  store: Pick<Store, 'load'>,
  process: string,
  key: string,
): Promise<State | undefined> {
  const found = (await store.load(process, [key])).get(key)
  if (found?.finding) throw new Problem('not-ready', FINDING)
  if (found?.changed) throw new Problem('record.changed')
  return found?.body as State | undefined
}
