import { isIP, connect as open } from 'node:net'
import { connect as openTls } from 'node:tls'
import type { ISocketFactory, SASLOptions } from 'kafkajs'
import { ConfigError, type Tls, whyNoTls } from '#config'

/** How brokers are spoken to; nothing: in clear, as nobody. */
export interface Security {
  readonly tls?: Tls
  readonly sasl?: SASLOptions
}

/** Connections to brokers; tells of TLS that fails for good, by which name it would be right and what to do. */
export const connections =
  (tls: Tls | undefined, told: (why: string | undefined) => void): ISocketFactory =>
  ({ host, port, onConnect }) => {
    const socket = tls
      ? openTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...tls }, () => {
          told(undefined)
          onConnect()
        })
      : open({ host, port }, onConnect)
    socket.setKeepAlive(true, 60_000)
    // At each try of a broker that is away kafkajs lets go of the sockets that died before, and Node keeps a listener for each
    // time, until they connect: they never will.
    const unref = socket.unref.bind(socket)
    socket.unref = () => (socket.destroyed ? socket : unref())
    socket.once('error', (error) => {
      const why = tls && whyNoTls(error, `${host}:${port}`, 'KAFKA')
      if (why) told(why)
    })
    return socket
  }

/** What a start that cannot succeed ends with; undefined: it may yet. @param why what TLS was told to fail of */
export function hopeless(error: unknown, why: string | undefined): ConfigError | undefined {
  if (why) return new ConfigError(`Kafka cannot be reached by TLS: ${why}.`)
  for (let at = error as { name?: string; cause?: unknown } | undefined; at; at = at.cause as typeof at)
    if (/SASLAuthentication/.test(at.name ?? ''))
      return new ConfigError(
        'Kafka does not let us in: compare KAFKA_USER, KAFKA_PASSWORD and KAFKA_SASL with what the broker’s listener has.',
      )
  return undefined
}

/** So often a broker that answers closes the connection at the first question before that is no chance any more. */
const CLOSED_IN_A_ROW = 5

/**
 * What a start ends with where brokers tell anybody what they speak, and close the connection at the first question: their
 * listener asks who we are. One that stops closes it once or twice.
 */
export function closesOnStrangers({ sasl }: Security): (error: unknown) => ConfigError | undefined {
  let inARow = 0
  return (error) => {
    inARow = (error as { name?: string }).name === 'KafkaJSConnectionClosedError' ? inARow + 1 : 0
    if (sasl || inARow < CLOSED_IN_A_ROW) return undefined
    return new ConfigError(
      'Kafka takes the connection and closes it at the first question: its listener asks who we are. Set KAFKA_SASL, KAFKA_USER and KAFKA_PASSWORD.',
    )
  }
}
