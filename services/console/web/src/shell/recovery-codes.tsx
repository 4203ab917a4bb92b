import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'

/** New recovery codes, shown this once. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <Alert type="warning" showIcon title={t('recoveryAbout')} className="gap" />
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button type="primary" onClick={onClose}>
        {t('close')}
      </Button>
    </>
  )
}
