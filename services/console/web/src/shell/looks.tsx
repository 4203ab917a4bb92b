import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLook } from './look.tsx'

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
