import { type Envelope, staffCommands, staffProposals, staffSessions, type Topic } from '#contracts'
import { Problem } from '#http'
import { type Deps, edgeRecord, publishFromEdge } from '#service'

const PATIENCE_MS = 5000
const PAUSE_MS = 15

/** Says something to a process of ours, durably. */
async function tell(deps: Deps, topic: Topic, key: string, type: string, data: unknown, corr: string): Promise<void> {
  const { bus, clock } = deps
  const id = `${corr}/${type}`
  const message: Omit<Envelope, 'v'> = { id, at: clock.now(), corr, type, data }
  await publishFromEdge(bus, [edgeRecord(topic, bus, key, message)])
}

export const tellPerson = (deps: Deps, person: string, type: string, data: object, corr: string): Promise<void> =>
  tell(deps, staffCommands, person, type, data, corr)
export const tellSession = (deps: Deps, digest: string, type: string, data: object, corr: string): Promise<void> =>
  tell(deps, staffSessions, digest, type, data, corr)
export const tellProposal = (deps: Deps, id: string, type: string, data: object, corr: string): Promise<void> =>
  tell(deps, staffProposals, id, type, data, corr)

/**
 * Waits until a state is as somebody must see it before they go on, such as the session that a sign-in opens.
 * @throws Problem `not-ready` when its lane does not come to it: nothing is lost, it will
 */
export async function settled<State>(
  { store }: Pick<Deps, 'store'>,
  process: string,
  key: string,
  isThere: (state: State | undefined) => boolean,
): Promise<State | undefined> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const state = (await store.load(process, [key])).get(key)?.body as State | undefined
    if (isThere(state)) return state
    if (performance.now() > until)
      throw new Problem('not-ready', 'It was taken and will be done. Look again in a while.')
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
