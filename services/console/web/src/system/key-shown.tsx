import { useCalled } from '../shell/called.ts'
import { useWords } from './words.ts'

/** A key that is to be made, as it was asked for. */
export interface KeyWish {
  readonly name: string
  readonly kind: string
  readonly purposes: readonly string[]
  readonly perMinute: number
  readonly partnerId?: string
  readonly personId?: string
}

/** What a key would be, for who decides whether it is made. */
export function KeyShown({ of }: { readonly of: KeyWish }) {
  const t = useWords()
  const called = useCalled()
  const owner = of.partnerId ? called.partner(of.partnerId) : of.personId
  return (
    <dl className="facts">
      <div>
        <dt>{t('kind')}</dt>
        <dd>{t.of('kinds', of.kind)}</dd>
      </div>
      {owner && (
        <div>
          <dt>{of.partnerId ? t('partner') : t('person')}</dt>
          <dd>{owner}</dd>
        </div>
      )}
      <div>
        <dt>{t('purposes')}</dt>
        <dd>{of.purposes.map((each) => t.of('purposeNames', each)).join(t('comma'))}</dd>
      </div>
      <div>
        <dt>{t('perMinute')}</dt>
        <dd>{of.perMinute.toLocaleString()}</dd>
      </div>
    </dl>
  )
}
