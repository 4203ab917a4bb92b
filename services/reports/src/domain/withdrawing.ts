import { reportTextsIn } from '#texts'
import { senderWords } from './filing.ts'
import { own, type Report, type Situation, type Turn, type Voice } from './reporter.ts'
import { senderOf } from './sender.ts'
import { change, say } from './telling.ts'

/** Who closes what was taken back. */
const REPORTER = 'reporter'

/** Why a report stays: it was found true, is closed, or is a case of the regulator’s centre; `withdrawn`: it was taken back. */
export type Stays = 'proven' | 'closed' | 'withdrawn' | 'centre'

export function whyItStays({ closed, proven, channel }: Report): Stays | undefined {
  if (closed?.withdrawn) return 'withdrawn'
  if (proven || closed?.proven) return 'proven'
  if (closed) return 'closed'
  return channel === 'regulator' || channel === 'exchange' ? 'centre' : undefined
}

/**
 * Who made a report takes it back: it counts nowhere any more, and waits for nothing. What was found true stays
 * (docs/rules.md, "Spam reports").
 * @param what its number, or who sent the message; without it, the last one
 */
export function withdraw(turn: Turn, what: string | undefined, voice: Voice, situation: Situation): Turn {
  const texts = reportTextsIn(turn.state.language)
  const report = meant(turn, what, situation)
  if (!report) return say(turn, what === undefined ? texts.noReports : texts.notYours(what), voice, situation)
  const { number, from } = report
  const why = whyItStays(report)
  if (why) return say(turn, texts.stays[why](number), voice, situation)
  const { now } = situation
  const after: Report = { ...report, closed: { at: now, by: REPORTER, proven: false, withdrawn: true } }
  const next = change(turn, after, { step: { at: now, what: 'withdrawn' }, what: 'withdrawn' }, situation)
  return say(next, texts.withdrawn({ number, ...(from ? { sender: senderWords(from) } : {}) }), voice, situation)
}

/** By its number, else the last of that sender that can still be taken back. */
function meant({ state }: Turn, what: string | undefined, { refs }: Situation): Report | undefined {
  const all = own(state)
  if (what === undefined) return all.findLast(({ channel }) => channel !== 'regulator') ?? all.at(-1)
  const numbered = all.find(({ number }) => number === what)
  if (numbered) return numbered
  const address = senderOf(what, refs.country)?.address
  const sent = address === undefined ? [] : all.filter(({ from }) => from === address)
  return sent.findLast((each) => whyItStays(each) === undefined) ?? sent.at(-1)
}
