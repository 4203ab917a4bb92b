/** What was sent, by class of message. */
interface Counts {
  readonly otp: number
  readonly service: number
  readonly marketing: number
}

/** What a block would have stopped last week, as the gateway answers. */
export interface Preview {
  readonly known: boolean
  readonly stopped: Counts
  /** A part of it: a port's messages are counted whole. */
  readonly at_most: boolean
  readonly ports: readonly (Counts & { readonly port: string; readonly partner: string })[]
  readonly protected: boolean
  /** A domain that honest senders link to as well. */
  readonly shared: boolean
  readonly two_people: boolean
  /** A domain whose letters are drawn like those of another. */
  readonly looks_like?: { readonly written: string; readonly plain: string }
}
