import { type Envelope, staffCommands, staffProposals, staffSessions, type Topic } from '#contracts'
import { type Deps, edgeRecord, publishFromEdge } from '#service'

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
