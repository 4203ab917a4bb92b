import { useQuery } from '@tanstack/react-query'
import { call } from '../shell/api.ts'
import { useMinute } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import type { Draft, Effects } from './api.ts'
import { useWords } from './words.ts'

/** Figures of the desk stand under these names, all others are the monitor’s. */
const DESK = /^(campaigns|enforcement|reports|complaints|disputes|cases)\./
export const isOfDesk = ({ name }: { readonly name: string }): boolean => DESK.test(name)

/** What the desk’s figures of a saved draft would change, by what is stored now. */
export const useEffects = (draft: Draft, isReady: boolean) =>
  useQuery({
    queryKey: ['monitor-policy', 'effects', draft.id, draft.revision],
    queryFn: () => call<Effects>('POST', '/v1/policy/effects', { figures: draft.figures }),
    enabled: isReady && draft.changes.some(isOfDesk),
  })

/** It, beside the draft: told before anybody proposes it. */
export function EffectsPart({ draft, isReady }: { readonly draft: Draft; readonly isReady: boolean }) {
  const t = useWords()
  const query = useEffects(draft, isReady)
  return (
    <section className="panel" aria-labelledby="draft-effects">
      <h2 id="draft-effects">{t('effects')}</h2>
      {isReady ? (
        <Part query={query}>{(each) => <EffectsShown of={each} />}</Part>
      ) : (
        <p className="soft">{t('releaseSave')}</p>
      )}
    </section>
  )
}

export function EffectsShown({ of: { items, unknown, at } }: { readonly of: Effects }) {
  const t = useWords()
  const minute = useMinute()
  return (
    <ul className="policy-effects">
      {items.map(({ name, no_longer: noLonger, all, ...counts }) => (
        <li key={name}>
          {t(`effect_${name}`, { ...counts, noLonger })} {!all && t('effectsSome')}
          <p className="soft">{t(`effectAfter_${name}`)}</p>
        </li>
      ))}
      {unknown.length > 0 && (
        <li>
          {t('effectsUnknown')} <code>{unknown.join(' ')}</code>
        </li>
      )}
      {at && <li className="soft">{t('effectsAt', { at: minute(at) })}</li>}
    </ul>
  )
}
