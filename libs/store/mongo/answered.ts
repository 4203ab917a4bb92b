/** Longer than a server that is away is looked for, and than any answer takes. */
const ANSWER_MS = 10_000

/**
 * The driver (7.9, `writeCommand`) waits for `drain` after a write that the link does not take at once, and for nothing else but
 * `error`. Neither comes of a link that the driver gives up because a heartbeat stays away (`cleanup` destroys it without an
 * error), nor where the other side ends while the write is under way and takes the rest: all that waits behind it would stand
 * still. @throws what means that it is not known whether it was done
 */
export function answered<Answer>(asked: Promise<Answer>, ms = ANSWER_MS): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const timer = setTimeout(() => reject(new Error(`MongoDB has not answered within ${ms} ms`)), ms)
  asked.then(resolve, reject).finally(() => clearTimeout(timer))
  return promise
}
