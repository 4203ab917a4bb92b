import type { FastifyRequest } from 'fastify'

/** The value of the first of these cookies that the browser sent; undefined when it is empty, or none came. */
export function cookieOf({ headers }: Pick<FastifyRequest, 'headers'>, names: readonly string[]): string | undefined {
  for (const each of (headers.cookie ?? '').split(/;\s*/)) {
    const name = names.find((known) => each.startsWith(`${known}=`))
    const value = name && each.slice(name.length + 1)
    if (value) return value
  }
  return undefined
}
