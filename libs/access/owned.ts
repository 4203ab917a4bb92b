/**
 * Something that belongs to a partner. What is in it comes out only where the owner was compared: a handler that forgets
 * to ask whose it is has nothing to answer with.
 */
export class Owned<T> {
  readonly #owner: string
  readonly #value: T

  constructor(owner: string, value: T) {
    this.#owner = owner
    this.#value = value
  }

  /** @param partner whose things may be seen; undefined: everybody’s */
  within(partner: string | undefined): { readonly value: T } | undefined {
    return partner === undefined || partner === this.#owner ? { value: this.#value } : undefined
  }
}
