import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Replay } from './api.ts'
import { useWords } from './words.ts'

const kinds = ['newly', 'no_longer', 'stopped', 'goes_on'] as const

/** Whom a policy would flag, clear, stop first or let go on, by name: nobody says yes to a number. */
export function Touched({ names }: { readonly names: NonNullable<Replay['found']>['names'] }) {
  const t = useWords()
  const isZh = useTranslation().i18n.language === 'zh'
  return (
    <dl className="policy-touched">
      {kinds
        .filter((each) => names[each].length > 0)
        .map((each) => (
          <div key={each}>
            <dt>
              {t(each)} <span className="soft">{names[each].length}</span>
            </dt>
            <dd>
              <ul>
                {names[each].map(({ partner, partner_zh, partner_en }) => (
                  <li key={partner}>
                    <Link to="/console/risk/partners/$id" params={{ id: partner } as never}>
                      {isZh ? partner_zh : partner_en}
                    </Link>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
    </dl>
  )
}
