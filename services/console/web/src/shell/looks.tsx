import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLook } from './look.tsx'
import { useMe } from './me.ts'
import { useWords } from './words.ts'

/** The two switches of how it looks: language, and light or dark. */
export function Looks() {
  const { t, i18n } = useTranslation()
  const { dark, toggleDark, toggleLanguage } = useLook()
  return (
    <Space size={4}>
      <Button type="text" onClick={toggleLanguage} lang={i18n.language === 'zh' ? 'en' : 'zh-CN'}>
        {i18n.language === 'zh' ? 'English' : '中文'}
      </Button>
      <Button type="text" onClick={toggleDark}>
        {dark ? t('light') : t('dark')}
      </Button>
    </Space>
  )
}

/** By whose clock all moments and fields of time are: the operator’s. */
export function Clock() {
  const t = useWords()
  const { zone } = useMe()
  const { i18n } = useTranslation()
  const named = (timeZoneName: 'shortOffset' | 'long') =>
    new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: zone, timeZoneName })
      .formatToParts(Date.now())
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone
  return (
    <span className="soft clock" title={`${named('long')} · ${zone}`}>
      {t('clock', { zone: named('shortOffset') })}
    </span>
  )
}
