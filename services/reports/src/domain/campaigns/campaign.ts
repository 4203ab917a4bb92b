import { type CampaignMember, campaignCommands, campaignMembers, campaignRolls, type Envelope } from '#contracts'
import { type Decision, type Emit, type ProcessDefinition, queued, type Wake } from '#process'
import { answered, decideOn, ended, tell, told, unblock } from './deciding.ts'
import { grow, tellGrown } from './growing.ts'
import { joinTo, split, takeOver } from './moving.ts'
import { SYSTEM } from './placing.ts'
import { propose, reconsider } from './proposing.ts'
import { placedIn } from './roll.ts'
import {
  begin,
  type Campaign,
  type CampaignRefs,
  changed,
  ends,
  isPending,
  isSettled,
  type Message,
  PAGE,
  queueOf,
  rollKey,
  sortOf,
  type Turn,
} from './standing.ts'
import { type Counts, count, largest, lessOne, resorted, without } from './tally.ts'
import { isOf, withVariant } from './variants.ts'

type TakenBack = Extract<Message, { type: 'report.resorted' | 'report.left' }>

/**
 * A campaign: it grows by reports, is put before operations when enough trusted people reported it within some days, and
 * what staff decide of it stays. Nothing but their decision blocks anything.
 */
export const campaigns: ProcessDefinition<Campaign, Envelope, CampaignRefs> = {
  name: 'campaigns',
  inputs: [campaignMembers, campaignCommands],
  decide: (state, message: Envelope | Wake, turn): Decision<Campaign> => {
    const input = message as Message | Wake
    if (input.type === 'wake') return awake(state, turn)
    if (input.type === 'report.joined') return join(state, input.data, turn)
    if (input.type === 'members.moved') return takeOver(state, input.data, turn)
    if (!state) return { state, deadLetter: 'there is no such campaign' }
    if (input.type === 'report.resorted' || input.type === 'report.left') return takeBack(state, input, turn)
    if (input.type === 'block.answered') return answered(state, input.data.target, input.data.holds, turn)
    if (input.type === 'block.ended') return ended(state, input.data.target, input.data.by, turn)
    // What texts show is no wish of anybody: it comes to nothing where staff or another text were first.
    if (input.data.by === SYSTEM && (state.into !== undefined || state.verdict))
      return { state, wakeAt: ends(state, turn) }
    if (state.into !== undefined) return { state, deadLetter: `it was joined to ${state.into}` }
    if (input.type === 'campaign.decide') return decideOn(state, input.data, turn)
    if (input.type === 'campaign.unblock') return unblock(state, input.data, turn)
    if (input.type === 'campaign.join') return joinTo(state, input.data, turn)
    return split(state, input.data, turn)
  },
  index: (state) =>
    queued([queueOf(state)], {
      kind: largest(state.tally.kinds)?.[0],
      sender: largest(state.tally.senders)?.[0],
    }),
  sort: (state) => sortOf(state),
}

function join(state: Campaign | undefined, member: CampaignMember, turn: Turn): Decision<Campaign> {
  const { key, now, refs } = turn
  const before = state ?? begin(now)
  // It was joined to another meanwhile: so is this report.
  if (before.into !== undefined)
    return {
      state: before,
      emit: [
        { topic: campaignMembers.name, key: before.into, type: 'report.joined', data: member },
        placedIn(before.into, member),
      ],
      wakeAt: ends(before, turn),
    }
  const tally = count(before.tally, member, refs.policy)
  const grown: Campaign = {
    ...before,
    last: now,
    tally,
    variants: withVariant(before.variants, member, key.startsWith('p')),
  }
  if (member.again) return propose(grown, [], turn)
  // Of a port, a code or a notice that is honest is no part of what is decided.
  const counts = key.startsWith('c') || !member.honest
  const isAnswered = grown.verdict !== undefined && !grown.verdict.unblocked && !isPending(grown)
  const isLeft = grown.verdict?.outcome === 'dismissed'
  const emit = counts && isAnswered && (key.startsWith('c') || !isLeft) ? told(grown, key, member) : []
  // What was dismissed may be decided again: then they are told of that as well.
  const isListed = counts && (!isSettled(grown) || isPending(grown))
  const after = isListed ? { ...grown, listed: grown.listed + 1 } : grown
  if (isListed) emit.push(listed(key, grown.listed, member))
  if (isListed && after.important) emit.push(tellGrown(after, member.reporter, member.number, turn))
  emit.push(changed(key, after, turn))
  const [large, grownTo] = grow(after, turn)
  return propose(large, [...emit, ...grownTo], turn)
}

/** What was counted of its sender, or of a report that counts here no more, is taken back. */
function takeBack(state: Campaign, input: TakenBack, turn: Turn): Decision<Campaign> {
  if (state.into !== undefined) {
    const { type, data } = input
    return { state, emit: [{ topic: campaignMembers.name, key: state.into, type, data }], wakeAt: ends(state, turn) }
  }
  const { variant = '', moved } = input.data
  const gone = moved ? undefined : state.gone?.[variant]
  if (gone !== undefined) {
    const emit = [{ topic: campaignMembers.name, key: gone, type: input.type, data: { ...input.data, moved: true } }]
    return { state, emit, wakeAt: ends(state, turn) }
  }
  const less = <Of extends Counts>(counts: Of) =>
    input.type === 'report.left'
      ? { ...counts, ...lessOne(counts, input.data) }
      : resorted(counts, input.data.former, input.data.sender)
  const counted = state.variants.map((each) => (isOf(each, variant) ? { ...each, counts: less(each.counts) } : each))
  const variants = counted.filter(({ counts }) => counts.size > 0)
  const tally = input.type === 'report.left' ? without(state.tally, input.data) : less(state.tally)
  const after = { ...state, variants, tally }
  // Nothing is left of it that anybody has to know.
  const isNothing = tally.size === 0 && tally.recent.length === 0
  const isOver = isNothing && !state.verdict && !state.gone && state.rolls.length === 0
  return isOver ? { state: undefined, emit: [changed(turn.key, after, turn)] } : reconsider(after, [], turn)
}

const listed = (key: string, before: number, { reporter, tenure, number }: CampaignMember): Emit => ({
  topic: campaignRolls.name,
  key: rollKey(key, Math.floor(before / PAGE)),
  type: 'roll.add',
  data: { reporter, tenure, number },
})

function awake(state: Campaign | undefined, turn: Turn): Decision<Campaign> {
  if (!state) return { state }
  if (state.telling) return tell(state, [], turn)
  return ends(state, turn) > turn.now ? { state, wakeAt: ends(state, turn) } : { state: undefined }
}
