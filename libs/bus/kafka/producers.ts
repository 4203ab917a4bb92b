import { createRequire } from 'node:module'
import type { ICustomPartitioner, Logger, Producer, RetryOptions } from 'kafkajs'
import type { Cluster, Identity } from './cluster.ts'

const makeProducer = createRequire(import.meta.url)('kafkajs/src/producer') as (options: object) => Producer

export interface ProducersOptions {
  /** Connections of its own for each. */
  readonly connect: () => Cluster
  readonly logger: Logger
  readonly retry: RetryOptions
  readonly createPartitioner?: ICustomPartitioner
}

/** A short of the protocol’s. */
const LAST_EPOCH = 32_767

/**
 * Idempotent producers of kafkajs, one after the other, that are one to the brokers: each takes the next epoch of the first one’s
 * number, as Kafka’s own client does (KIP-360). So what the former sent and comes late is not taken where the next has written;
 * and nobody is asked for a number while a broker stands still: brokers get theirs from the controller, and where that is the one,
 * the others hear from it for half a minute that they have to wait.
 */
export function producersOf({ connect, logger, retry, createPartitioner }: ProducersOptions): () => Producer {
  let identity: Identity | undefined
  return () => {
    const cluster = connect()
    const find = cluster.findControllerBroker.bind(cluster)
    cluster.findControllerBroker = async () => {
      if (identity && identity.producerEpoch < LAST_EPOCH) {
        const next = { ...identity, producerEpoch: identity.producerEpoch + 1 }
        return { initProducerId: async () => (identity = next) }
      }
      const broker = await find()
      return { initProducerId: async (request) => (identity = await broker.initProducerId(request)) }
    }
    return makeProducer({
      cluster,
      logger,
      idempotent: true,
      retry,
      ...(createPartitioner ? { createPartitioner } : {}),
    })
  }
}
