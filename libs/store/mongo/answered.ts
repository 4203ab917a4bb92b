/** Longer than a server that is away is looked for, and than any answer takes. */
const ANSWER_MS = 10_000

/**
 * The driver waits for ever where a link ends while it writes more to it than the link takes at once (7.9: for `drain`, which
 * does not come): all that waits behind it would stand still. @throws what means that it is not known whether it was done
 */
export function answered<Answer>(asked: Promise<Answer>, ms = ANSWER_MS): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const timer = setTimeout(() => reject(new Error(`MongoDB has not answered within ${ms} ms`)), ms)
  asked.then(resolve, reject).finally(() => clearTimeout(timer))
  return promise
}
