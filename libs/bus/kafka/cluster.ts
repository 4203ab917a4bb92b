import { createRequire } from 'node:module'
import type { Broker as BrokerType, Cluster as ClusterType, Kafka } from 'kafkajs'

/** A request of ours over kafkajs's connection: what is encoded by us, and how its answer is read. */
interface Request<Answer> {
  readonly request: {
    readonly apiKey: number
    readonly apiVersion: number
    readonly apiName: string
    encode(): Promise<{ buf: Buffer; buffer: Buffer }>
  }
  readonly response: { decode(raw: Buffer): Promise<Answer>; parse(answer: Answer): Promise<Answer> }
  readonly requestTimeout?: number
}

interface JoinRequest {
  readonly groupId: string
  readonly sessionTimeout: number
  readonly rebalanceTimeout: number
  readonly memberId: string
  readonly groupProtocols: readonly { name: string; metadata: Buffer }[]
}

interface JoinProtocol {
  protocol(options: {
    version: number
  }): (
    request: JoinRequest & { readonly groupInstanceId: string; readonly protocolType: string },
  ) => Request<JoinAnswer>
}

const joining = createRequire(import.meta.url)('kafkajs/src/protocol/requests/joinGroup') as JoinProtocol

/** As a static member (KIP-345), which kafkajs can write and never does: who comes again under a name takes its place. */
export const joinAs = (broker: Broker, instance: string, request: JoinRequest): Promise<JoinAnswer> =>
  broker.connectionPool.send(
    joining.protocol({ version: 5 })({ ...request, groupInstanceId: instance, protocolType: 'consumer' }),
  )

export interface JoinAnswer {
  readonly generationId: number
  readonly leaderId: string
  readonly memberId: string
  readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[]
}

/** kafkajs's broker has these at run time; its types name a part of them. */
export interface Broker extends BrokerType {
  readonly connectionPool: { send<Answer>(request: Request<Answer>): Promise<Answer> }
  joinGroup(request: JoinRequest): Promise<JoinAnswer>
  syncGroup(options: {
    groupId: string
    generationId: number
    memberId: string
    groupAssignment: readonly { memberId: string; memberAssignment: Buffer }[]
  }): Promise<{ readonly memberAssignment: Buffer }>
  heartbeat(options: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>
  leaveGroup(options: { groupId: string; memberId: string }): Promise<unknown>
}

/** By what brokers know an idempotent producer. */
export interface Identity {
  readonly producerId: number | string
  readonly producerEpoch: number
}

export interface Cluster extends Omit<ClusterType, 'findControllerBroker'> {
  /** Since brokers decide by themselves who of them is the controller, any that lives. */
  findControllerBroker(): Promise<{ initProducerId(request: object): Promise<Identity> }>
  /** What metadata is asked for. */
  targetTopics: Set<string>
  findBroker(node: { nodeId: string }): Promise<Broker>
  findGroupCoordinator(group: { groupId: string }): Promise<Broker>
}

/**
 * Connections and metadata of their own, which kafkajs shows to assigners only: the consumer that is made for it never runs.
 * One connection to each broker fetches, another does the rest.
 */
export function makeCluster(kafka: Kafka, more: { readonly maxInFlightRequests?: number } = {}): Cluster {
  let found: Cluster | undefined
  kafka.consumer({
    ...more,
    groupId: 'none',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      ({ cluster }) => {
        found = cluster as unknown as Cluster
        return {
          name: 'none',
          version: 0,
          assign: async () => [],
          protocol: () => ({ name: 'none', metadata: Buffer.alloc(0) }),
        }
      },
    ],
  })
  return found as Cluster
}
