import { useQuery } from '@tanstack/react-query'
import { ActButton, Outcome, useAct } from './act.tsx'
import { api, type Line, type Ward } from './api.ts'
import { Ask } from './ask.tsx'
import { useDraft } from './draft.tsx'
import { Field } from './field.tsx'
import { Part, Row, Section } from './part.tsx'
import { useSpeech, useWhen } from './speech.tsx'
import { useStaying } from './staying.ts'

/** A number as people write it. */
const spaced = (number: string): string => number.replace(/^86(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3')

/** `锁定`, `解锁`, `监护`: nothing that costs is put to them, or only with a second yes. */
export function LockAndGuardian() {
  const { text } = useSpeech()
  const query = useQuery({ queryKey: ['line'], queryFn: api.line, refetchInterval: 15_000 })
  return (
    <Section title={text.line}>
      <Part query={query}>
        {(line) => (
          <>
            <Lock lock={line.lock} />
            <Guardian line={line} />
            <Wards wards={line.wards} />
          </>
        )}
      </Part>
    </Section>
  )
}

function Lock({ lock }: Pick<Line, 'lock'>) {
  const { text, tag } = useSpeech()
  const when = useWhen()
  const act = useAct()
  if (!lock)
    return (
      <div className="stack">
        <p>{text.unlocked}</p>
        <p className="soft">{text.unlockedAbout}</p>
        <Ask
          act={act}
          title={text.lockAsk}
          about={text.unlockedAbout}
          onYes={() =>
            act.run(
              'lock',
              (key) => api.lock(tag, key),
              () => text.lockDone,
            )
          }
        >
          {text.lock}
        </Ask>
        <Outcome act={{ error: undefined, done: act.done }} takesFocus />
      </div>
    )
  return (
    <div className="stack">
      <p className="note warn">
        {text.locked(when(lock.since, false))} {lock.opens_at && text.opensAt(when(lock.opens_at))}
      </p>
      {lock.held ? (
        <p>{text.heldBy[lock.held]}</p>
      ) : (
        <Ask
          act={act}
          title={text.unlockAsk}
          about={text.unlockAbout}
          onYes={() =>
            act.run(
              'unlock',
              (key) => api.unlock(tag, key),
              () => text.unlockDone,
            )
          }
        >
          {text.unlock}
        </Ask>
      )}
      <Outcome act={{ error: undefined, done: act.done }} takesFocus />
    </div>
  )
}

function Guardian({ line: { guardian, asked } }: { readonly line: Line }) {
  const { text } = useSpeech()
  const when = useWhen()
  const act = useAct()
  const end = () =>
    act.run(
      'end',
      (key) => api.endGuardian(key),
      () => text.guardianEnded,
    )
  return (
    <div className="stack">
      <h3>{text.guardian}</h3>
      <p className="soft">{text.guardianAbout}</p>
      {guardian && <p>{text.guardianIs(spaced(guardian.number), when(guardian.since, false))}</p>}
      {guardian?.majority && <p>{text.guardianUntil(when(guardian.majority, false))}</p>}
      {guardian && !guardian.majority && (
        <Ask act={act} title={text.guardianEndAsk} about={text.guardianEndAbout} onYes={end}>
          {text.guardianEnd}
        </Ask>
      )}
      {asked && <p>{text.guardianAskedNow(spaced(asked.number), when(asked.until))}</p>}
      {asked && !guardian && (
        <Ask act={act} title={text.guardianWithdrawAsk} onYes={end}>
          {text.guardianWithdraw}
        </Ask>
      )}
      <Outcome act={{ error: undefined, done: act.done }} takesFocus />
      {!guardian && !asked && <NameGuardian />}
    </div>
  )
}

function NameGuardian() {
  const { text, tag, why } = useSpeech()
  const [number, setNumber] = useDraft('guardian')
  const act = useAct()
  const name = async () => {
    const ask = (key: string) => api.askGuardian(number, tag, key)
    if (await act.run(number, ask, () => text.guardianSent)) setNumber('')
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!act.busy) void name()
      }}
    >
      <p>{text.guardianNone}</p>
      <Field
        label={text.guardianNumber}
        type="tel"
        inputMode="tel"
        autoComplete="off"
        value={number}
        onChange={setNumber}
        error={act.error === undefined ? undefined : why(act.error)}
      />
      <ActButton act={act} disabled={number.trim() === ''}>
        {text.guardianAsk}
      </ActButton>
      <Outcome act={{ error: undefined, done: act.done }} takesFocus />
    </form>
  )
}

function Wards({ wards }: Pick<Line, 'wards'>) {
  const { text } = useSpeech()
  const { shown, isGone, stay } = useStaying(wards, (each) => each.id)
  if (shown.length === 0) return null
  return (
    <div className="stack">
      <h3>{text.wards}</h3>
      <ul className="rows">
        {shown.map((each) => (
          <OneWard key={each.id} ward={each} gone={isGone(each)} onEnd={() => stay(each)} />
        ))}
      </ul>
    </div>
  )
}

function OneWard({ ward, gone, onEnd }: { ward: Ward; gone: boolean; onEnd: () => void }) {
  const { text } = useSpeech()
  const when = useWhen()
  const ending = useAct()
  const unlocking = useAct()
  if (gone && ending.done === undefined) return null
  const unlock = () =>
    void unlocking.run(
      'unlock',
      (key) => api.unlockWard(ward.id, key),
      () => text.unlockDone,
    )
  const end = () => {
    onEnd()
    return ending.run(
      'end',
      (key) => api.endWard(ward.id, key),
      () => text.guardianEnded,
    )
  }
  return (
    <Row
      title={<span className="nowrap">{spaced(ward.number)}</span>}
      more={ward.majority ? text.wardUntil(when(ward.majority, false)) : text.wardSince(when(ward.since, false))}
      gone={gone}
      action={
        !gone &&
        ending.done === undefined && (
          <>
            <ActButton act={unlocking} label={text.wardUnlockOf(spaced(ward.number))} onClick={unlock}>
              {text.wardUnlock}
            </ActButton>
            {!ward.majority && (
              <Ask act={ending} title={text.guardianEndAsk} label={text.wardEndOf(spaced(ward.number))} onYes={end}>
                {text.wardEnd}
              </Ask>
            )}
          </>
        )
      }
    >
      <Outcome act={{ error: unlocking.error, done: unlocking.done ?? ending.done }} takesFocus />
    </Row>
  )
}
