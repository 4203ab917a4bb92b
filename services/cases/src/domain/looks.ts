import { caseSubjects, type Envelope, type LookedThen, type MessageOf, monitorStandings } from '#contracts'
import type { ProcessDefinition, Wake } from '#process'

type Standing = Extract<MessageOf<typeof monitorStandings>, { type: 'partner.looked' }>['data']

const SIGNALS = 4

/** What most speaks against each unit of a partner or an app at the end of a day, as much of it as a finding pins. */
const most = ({ at, units, flagged = [] }: Standing): LookedThen[] =>
  [...units, ...flagged].flatMap(({ kind, name, signals }) =>
    signals.length === 0
      ? []
      : [
          {
            ...{ at, kind, name },
            signals: signals
              .toSorted((a, b) => b.evidence - a.evidence)
              .slice(0, SIGNALS)
              .map(({ name, figure, baseline, evidence, peers, cases, of }) => ({
                ...{ name, figure, baseline, evidence, peers, cases, of },
              })),
          },
        ],
  )

/** How partners stand at the end of a day, and apps, goes to where their cases are known: an app’s to whom it asks for. */
export const looks: ProcessDefinition<undefined, Envelope> = {
  name: 'case-looks',
  inputs: [monitorStandings],
  decide: (state, message) => {
    const input = message as MessageOf<typeof monitorStandings> | Wake
    if (input.type !== 'partner.looked') return { state }
    const { subject, name, partners } = input.data
    const units = most(input.data)
    if (units.length === 0) return { state }
    const isApp = subject === 'app'
    return {
      state,
      emit: (isApp ? partners : [name]).map((key) => ({
        ...{ topic: caseSubjects.name, key, type: 'subject.looked' },
        data: { ...(isApp ? { app: name.slice(0, 300) } : {}), units },
      })),
    }
  },
}
