import { Link, useRouterState } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { screens } from '../screens.ts'
import type { Me } from './api.ts'
import { Clock, Looks } from './looks.tsx'
import { useNarrow } from './media.ts'
import { groups } from './screens.ts'
import { useWords } from './words.ts'

/** Where one can go: what one’s role sees, by area. */
function Entries({ me }: { me: Me }) {
  const t = useWords()
  const { i18n } = useTranslation()
  return groups.map((group) => {
    const own = screens.flatMap(({ path, nav, needs }) =>
      nav?.group === group && (needs === undefined || me.purposes.includes(needs)) ? [{ path, nav }] : [],
    )
    if (own.length === 0) return null
    return (
      <div key={group}>
        <h2>{t(`groups/${group}`)}</h2>
        {own.map(({ path, nav }) => (
          <Link key={path} to={path} activeOptions={{ exact: path === '/console', includeSearch: false }}>
            {i18n.language === 'zh' ? nav.zh : nav.en}
          </Link>
        ))}
      </div>
    )
  })
}

/** Beside the screen where there is room. */
export function Rail({ me }: { me: Me }) {
  const t = useWords()
  return useNarrow() ? null : (
    <nav className="rail" aria-label={t('console')}>
      <Entries me={me} />
    </nav>
  )
}

/** In a drawer where there is none. */
export function Menu({ me }: { me: Me }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  useEffect(() => setOpen(false), [path])
  if (!useNarrow()) return null
  return (
    <>
      <Button className="menu" aria-expanded={open} onClick={() => setOpen(true)}>
        {t('menu')}
      </Button>
      <Drawer open={open} placement="left" size={280} title={t('console')} onClose={() => setOpen(false)}>
        <nav className="rail" aria-label={t('console')}>
          <Entries me={me} />
        </nav>
        <div className="menu-looks">
          <Clock />
          <Looks />
        </div>
      </Drawer>
    </>
  )
}
