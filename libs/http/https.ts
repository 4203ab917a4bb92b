import type { Server } from 'node:https'

/** Certificates (the server’s first) and key, as PEM. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

/**
 * Takes renewed files while the server runs: connections that are open go on, new ones see the new certificate. Files that do
 * not fit each other yet, since one was written after the other, are looked at again.
 * @param read the files as they are now @returns what ends it
 */
export function followIdentity(
  server: Server,
  read: () => Identity,
  log: { info(fields: object, text: string): void; error(fields: object, text: string): void },
  everyMs: number,
): () => void {
  let present = read()
  let isTold = false
  const timer = setInterval(() => {
    try {
      const now = read()
      if (now.cert !== present.cert || now.key !== present.key) {
        server.setSecureContext(now)
        log.info({}, 'HTTPS goes on with the renewed certificate')
      }
      present = now
      isTold = false
    } catch (error) {
      if (!isTold)
        log.error({ why: (error as Error).message }, 'the renewed certificate cannot be used; the former goes on')
      isTold = true
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
