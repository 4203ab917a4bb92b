import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

export interface Servers {
  readonly environment: Record<string, string>
  stop(): Promise<void>
}

/** True when a Docker engine answers. */
export const hasDocker = (): boolean => spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0

/** Kafka and MongoDB of the versions in docker-compose.yml, in containers, each told the address that the host sees. */
export async function startContainers(): Promise<Servers> {
  const { GenericContainer, Wait } = await import('testcontainers')
  const [kafkaPort, mongoPort] = [await freePort(), await freePort()]
  const kafka = new GenericContainer('apache/kafka:4.3.1')
    .withExposedPorts({ container: 9092, host: kafkaPort })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${kafkaPort}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    })
    .withWaitStrategy(Wait.forListeningPorts())
  const mongo = new GenericContainer('mongo:8.0')
    .withCommand(['mongod', '--replSet', 'rs0', '--bind_ip_all', '--port', String(mongoPort)])
    .withExposedPorts({ container: mongoPort, host: mongoPort })
    .withWaitStrategy(Wait.forListeningPorts())
  const started = await Promise.all([kafka.start(), mongo.start()])
  const stop = async () => {
    await Promise.all(started.map((each) => each.stop()))
  }
  const initiated = spawnSync(process.execPath, ['.ci/initiate.ts', String(mongoPort)], { stdio: 'inherit' })
  if (initiated.status !== 0) {
    await stop()
    throw new Error('the replica set could not be initiated')
  }
  return {
    environment: {
      KAFKA_BROKERS: `127.0.0.1:${kafkaPort}`,
      MONGODB_URL: `mongodb://127.0.0.1:${mongoPort}/quadzero?replicaSet=rs0`,
    },
    stop,
  }
}
