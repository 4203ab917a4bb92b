import { useTranslation } from 'react-i18next'
import { Fold } from '../shell/fold.tsx'
import type { InForce } from './api.ts'
import { isOfDesk } from './effects.tsx'
import { at } from './sparse.ts'
import { useWords } from './words.ts'

/** The desk’s figures that are in force, with what each is and where it comes from; a draft changes them. */
export function Desk({ of: { figures, about } }: { readonly of: InForce }) {
  const t = useWords()
  const isZh = useTranslation().i18n.language === 'zh'
  return (
    <Fold name="desk" summary={<h2>{t('desk')}</h2>}>
      <div className="panel">
        <p className="soft">{t('deskAbout')}</p>
        <ul className="policy-figures">
          {about.filter(isOfDesk).map(({ name, what, what_zh, source, source_zh }) => (
            <li key={name} className="policy-figure">
              <span>
                {isZh ? what_zh : what} <code>{name}</code>
              </span>
              <strong>{String(at(figures, name.split('.')))}</strong>
              <p className="soft">{t('sourceOf', { source: isZh ? source_zh : source })}</p>
            </li>
          ))}
        </ul>
      </div>
    </Fold>
  )
}
