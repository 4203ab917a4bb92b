import type { OpaqueIds } from '#evidence'
import { Problem } from './problem.ts'

/** Where a subscriber confirms one request on the web. It names their key and never their number. */
export interface ConfirmLink {
  readonly requestId: string
  readonly key: string
  /** The tenure that it was made in, and ends with. */
  readonly tenure: number
  readonly serviceId: string
  /** Where the partner wants them back. */
  readonly back?: string
}

/** Links to the page of one request, sealed: nobody makes one up, reads it, or changes where it leads back to. */
export class ConfirmLinks {
  readonly #ids: OpaqueIds

  constructor(ids: OpaqueIds) {
    this.#ids = ids
  }

  /** The page’s address; what follows the `#` is sent to no server and stands in no log. */
  make(site: string, link: ConfirmLink): string {
    return `${site.replace(/\/$/, '')}/confirm#${this.#ids.seal('confirm-link', '', JSON.stringify(link))}`
  }

  /** What a link says; it holds as long as its request waits. @throws Problem `link.over` when it is none of ours */
  read(token: string): ConfirmLink {
    const opened = this.#ids.open('confirm-link', token)
    if (!opened) throw new Problem('link.over')
    return JSON.parse(opened.id) as ConfirmLink
  }
}
