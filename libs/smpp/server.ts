import { createServer, type Server } from 'node:net'
import { status } from './constants.ts'
import type { Bind, Pdu } from './pdu.ts'
import { Session, type SessionOptions } from './session.ts'

export interface Bound {
  readonly session: Session
  readonly systemId: string
  readonly kind: 'receiver' | 'transmitter' | 'transceiver'
}

export interface ServerOptions extends SessionOptions {
  readonly systemId: string
  /** The command_status of the bind's answer: ESME_ROK lets it in. */
  readonly authenticate: (bind: Bind, kind: Bound['kind']) => number
  readonly onBound: (bound: Bound) => void
  /** A connection that does not bind within this time is closed, ms. */
  readonly bindTimeoutMs?: number
}

/** Connections at once; beyond it new ones are closed. */
const MOST_CONNECTIONS = 1000
/** Connections that have not bound; beyond it the oldest of them is closed, so that a flood keeps nobody out. */
const MOST_UNBOUND = 100

/** An SMPP server (the SMSC's side). Resolves when it listens; port 0 picks a free one. */
export function listen(
  host: string,
  port: number,
  options: ServerOptions,
): Promise<{ server: Server; port: number; close(): Promise<void> }> {
  const sessions = new Set<Session>()
  const unbound = new Set<Session>()
  const server = createServer((socket) => {
    const session = new Session(socket, options)
    sessions.add(session)
    unbound.add(session)
    if (unbound.size > MOST_UNBOUND) (unbound.values().next().value as Session).destroy('did not bind')
    const late = setTimeout(() => session.destroy('did not bind'), options.bindTimeoutMs ?? 5000)
    let bound = false
    const onRequest = (pdu: Pdu) => {
      if (!pdu.command.startsWith('bind_')) return session.respond(pdu, status.ESME_RINVBNDSTS)
      if (bound) return session.respond(pdu, status.ESME_RALYBND)
      const kind = pdu.command.slice(5) as Bound['kind']
      const bind = pdu.fields as unknown as Bind
      const verdict = options.authenticate(bind, kind)
      session.respond(
        pdu,
        verdict,
        { system_id: options.systemId },
        verdict === 0 ? { sc_interface_version: 0x34 } : {},
      )
      if (verdict !== status.ESME_ROK) return void setImmediate(() => socket.end())
      bound = true
      unbound.delete(session)
      clearTimeout(late)
      session.off('request', onRequest)
      session.on('request', (other) => {
        if (other.command.startsWith('bind_')) session.respond(other, status.ESME_RALYBND)
      })
      options.onBound({ session, systemId: bind.system_id, kind })
    }
    session.on('request', onRequest)
    session.on('close', () => {
      clearTimeout(late)
      unbound.delete(session)
      sessions.delete(session)
    })
  })
  server.maxConnections = MOST_CONNECTIONS
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address() as { port: number }
      const close = async () => {
        for (const session of sessions) session.destroy('server closes')
        await new Promise((done) => server.close(done))
      }
      resolve({ server, port: address.port, close })
    })
  })
}
