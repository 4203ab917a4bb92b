import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Session, SessionError, type SessionOptions } from './session.ts'

export interface ClientOptions extends SessionOptions {
  readonly host: string
  readonly port: number
  readonly tls?: boolean
  readonly bind: 'receiver' | 'transmitter' | 'transceiver'
  readonly system_id: string
  readonly password: string
  readonly system_type?: string
  readonly connectTimeoutMs?: number
}

/** The SMSC refused the bind. */
export class BindError extends Error {
  readonly code = 'smpp.bind-refused'
  readonly command_status: number
  constructor(command_status: number) {
    super(`the SMSC refused the bind with command_status 0x${command_status.toString(16).padStart(8, '0')}`)
    this.command_status = command_status
  }
}

/** Connects and binds (section 4.1). `prepare` sees the session before the bind, to lose no early request. */
export async function bindSession(options: ClientOptions, prepare: (session: Session) => void): Promise<Session> {
  const socket = await open(options)
  const session = new Session(socket, options)
  prepare(session)
  try {
    const answer = await session.request(`bind_${options.bind}`, {
      system_id: options.system_id,
      password: options.password,
      system_type: options.system_type ?? '',
      interface_version: 0x34,
      addr_ton: 0,
      addr_npi: 0,
      address_range: '',
    })
    if (answer.command_status !== 0) throw new BindError(answer.command_status)
    return session
  } catch (error) {
    session.destroy('bind failed')
    throw error
  }
}

function open(options: ClientOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const target = { host: options.host, port: options.port }
    const socket = options.tls ? connectTls({ ...target, servername: options.host }) : connectTcp(target)
    const fail = (error: Error) => {
      clearTimeout(late)
      socket.destroy()
      reject(error)
    }
    const late = setTimeout(
      () => fail(new SessionError('smpp.timeout', 'the SMSC does not answer')),
      options.connectTimeoutMs ?? 5000,
    )
    socket.once('error', fail)
    socket.once(options.tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(late)
      socket.off('error', fail)
      resolve(socket)
    })
  })
}
