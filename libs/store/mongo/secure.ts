import { MongoClient, type MongoClientOptions, MongoServerError, MongoServerSelectionError } from 'mongodb'
import { ConfigError, whyNoTls } from '#config'

/**
 * Who says nothing for so long is given up, with what it was asked for, ms. The server is asked how it is, and answers within
 * ten seconds (`heartbeatFrequencyMS`); so a link that swallows all is known within twenty. The driver's own is thirty more.
 */
const SILENT_MS = 10_000

/** @throws ConfigError for a URL that is none; what the driver says of it quotes the password */
export function clientOf(url: string, options: MongoClientOptions): MongoClient {
  try {
    return new MongoClient(url, {
      ...(/[?&]connectTimeoutMS=/i.test(url) ? {} : { connectTimeoutMS: SILENT_MS }),
      ...options,
    })
  } catch {
    throw new ConfigError(
      'MONGODB_URL is no connection string: `mongodb://user:password@host:27017/quadzero?replicaSet=rs0`, with what is special in user and password percent-encoded.',
    )
  }
}

/** What a start that cannot succeed ends with; undefined: it may yet, as when the server is down. */
export function hopeless(error: unknown): ConfigError | undefined {
  if (error instanceof MongoServerError && (error.code === 18 || error.code === 8000))
    return new ConfigError('MongoDB does not take the user or the password of MONGODB_URL, or its authSource.')
  if (error instanceof MongoServerError && error.code === 13)
    return new ConfigError(
      'The user of MONGODB_URL may not use the database that it names: give it the roles readWrite and dbAdmin there.',
    )
  if (!(error instanceof MongoServerSelectionError)) return undefined
  for (const [peer, { error: failed }] of error.reason?.servers ?? []) {
    const why = whyNoTls(failed?.cause, peer, 'MONGODB') ?? whyNoTls(failed, peer, 'MONGODB')
    if (why) return new ConfigError(`MongoDB cannot be reached by TLS: ${why}.`)
  }
  return undefined
}
