import { sealed } from '#process'
import type { Refs, SubscriberState } from './state.ts'
import { subscriber } from './subscriber.ts'

/**
 * What is signed of a subscriber: what they pay for, blocked, agreed to hear of, and can bring back; whose number it is stands
 * in the key. Not what a conversation needs for minutes, nor when marketing went.
 */
export function contentOf(state: SubscriberState): object {
  const { msisdn: _, lists: _lists, question: _question, refundTold: _refund, nextCode: _code, ...rest } = state
  const { helped: _helped, answers: _answers, acted: _acted, heard: _heard, proof: _proof, ...content } = rest
  if (!content.marketing) return content
  return { ...content, marketing: content.marketing.map(({ sent: __, ...each }) => each) }
}

/** Somebody who texted once, and has nothing; whose number changed hands is somebody of whom more is said. */
export const isBare = ({
  subscriptions,
  blocks,
  actions,
  ended = [],
  marketing = [],
  changes = [],
  guardian,
  proof,
  tenure,
  tenureSince,
  ownedSince,
}: SubscriberState) =>
  [proof, guardian, tenureSince, ownedSince].every((each) => each === undefined) &&
  tenure === 1 &&
  [subscriptions, blocks, actions, ended, marketing, changes].every((each) => each.length === 0)

/** Salted: contents are few, and whoever sees digests and keys could try whose guardian somebody is. */
export const signedSubscriber = sealed('holdings', subscriber, contentOf, isBare, (refs: Refs, cause) =>
  refs.salt(cause),
)
