import type { Change, Effects, Replay } from './api.ts'
import { Changes } from './changes.tsx'
import { EffectsShown } from './effects.tsx'
import { Touched } from './touched.tsx'
import { useWords } from './words.ts'

export interface ReleasePreview {
  readonly over: number
  readonly backTo?: number
  readonly why: string
  readonly changes: readonly Change[]
  readonly found?: NonNullable<Replay['found']>
  readonly effects?: Effects
}

/** What the second person says yes to: which figures change, why, and what that did on the archive. */
export function ReleaseShown({ of: { over, backTo, why, changes, found, effects } }: { readonly of: ReleasePreview }) {
  const t = useWords()
  return (
    <>
      <p>{why}</p>
      <p className="soft">
        {t('releaseOver', { number: over })}
        {backTo !== undefined && ` ${backTo === 0 ? t('backToFile') : t('backTo', { number: backTo })}`}
      </p>
      {found && (
        <p>
          {t('releaseFound', {
            newly: found.newly,
            noLonger: found.no_longer,
            missed: found.missed,
            partners: found.partners,
          })}{' '}
          {found.nearly_all && <strong>{t('nearlyAll', { flagged: found.flagged, partners: found.partners })}</strong>}
        </p>
      )}
      {found && <Touched names={found.names} />}
      {effects && <EffectsShown of={effects} />}
      <div className="gap">
        <Changes of={changes} empty={t('nothingChanged')} />
      </div>
    </>
  )
}
