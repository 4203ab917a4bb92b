import { readToken, signToken } from '#evidence'
import { Problem } from './problem.ts'

/** Where a subscriber confirms one request on the web. It names their key and never their number. */
export interface ConfirmLink {
  readonly requestId: string
  readonly key: string
  readonly serviceId: string
  /** Where the partner wants them back. */
  readonly back?: string
}

/** Links to the page of one request, signed: nobody makes one up, or changes where it leads back to. */
export class ConfirmLinks {
  readonly #secret: string

  /** @param secret in no database */
  constructor(secret: string) {
    this.#secret = secret
  }

  /** The page’s address; what follows the `#` is sent to no server and stands in no log. */
  make(site: string, link: ConfirmLink): string {
    return `${site.replace(/\/$/, '')}/confirm#${signToken(this.#secret, link)}`
  }

  /** What a link says; it holds as long as its request waits. @throws Problem `link.over` when it is none of ours */
  read(token: string): ConfirmLink {
    const link = readToken(this.#secret, token) as ConfirmLink | undefined
    if (!link) throw new Problem('link.over')
    return link
  }
}
