import { App as Antd, ConfigProvider, type ConfigProviderProps, theme } from 'antd'
import enUS from 'antd/es/locale/en_US.js'
import zhCN from 'antd/es/locale/zh_CN.js'
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLook as useDark } from '#web'
import { Busy } from './busy.tsx'
import { useMedia } from './media.ts'
import { nonce } from './nonce.ts'

interface Looks {
  readonly dark: boolean
  readonly toggleDark: () => void
  readonly toggleLanguage: () => void
}

const Context = createContext<Looks>({ dark: false, toggleDark() {}, toggleLanguage() {} })
export const useLook = (): Looks => useContext(Context)

type Locale = NonNullable<ConfigProviderProps['locale']>
/** Their types are those of CommonJS, the files are modules. */
const locales = { zh: zhCN as unknown as Locale, en: enUS as unknown as Locale }

/** What opens from a field stands in the dialog, or in the part of the page, that the field is in. */
const popupContainer = (field?: HTMLElement): HTMLElement =>
  field?.closest<HTMLElement>('[role=dialog], main') ?? document.body

const button = { autoInsertSpace: false, loadingIcon: <Busy /> }

/** Styles that are made on the page carry the nonce of this answer. */
const csp = { nonce }

/** Language and light, as they were chosen, else as the system has them. */
export function Look({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  const isTouched = useMedia('(pointer: coarse)')
  const { dark, toggleDark } = useDark()
  const zh = i18n.language === 'zh'
  useEffect(() => {
    document.documentElement.lang = zh ? 'zh-CN' : 'en'
  }, [zh])
  const looks = useMemo<Looks>(
    () => ({
      dark,
      toggleDark,
      toggleLanguage() {
        localStorage.setItem('language', zh ? 'en' : 'zh')
        void i18n.changeLanguage(zh ? 'en' : 'zh')
      },
    }),
    [dark, toggleDark, zh, i18n],
  )
  return (
    <Context.Provider value={looks}>
      <ConfigProvider
        csp={csp}
        getPopupContainer={popupContainer}
        button={button}
        locale={locales[zh ? 'zh' : 'en']}
        theme={{
          algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
          // White on the light blue of the dark look is too faint.
          components: { Button: dark ? { primaryColor: '#06121f', dangerColor: '#06121f' } : {} },
          token: {
            fontFamily: 'inherit',
            // Where frames come late, a click on what still opens was lost, and the dialog stayed.
            motion: false,
            colorPrimary: dark ? '#5c9dff' : '#0b5bd3',
            // What is pointed at is read as well: antd’s lighter one leaves white words 4 to 1.
            colorPrimaryHover: dark ? '#7db1ff' : '#0a4fb8',
            colorLink: dark ? '#7db1ff' : '#0b5bd3',
            // A finger needs 44 px.
            controlHeight: isTouched ? 44 : 36,
            controlHeightSM: isTouched ? 44 : 28,
            colorTextPlaceholder: dark ? '#93a1b0' : '#5f6e7d',
            ...(dark
              ? {
                  // antd’s red is 4 to 1 on the ground of this look.
                  colorError: '#ff7875',
                  // The look of libs/web/base.css.
                  colorBgContainer: '#151c24',
                  colorBgLayout: '#0d1319',
                  colorBgElevated: '#1b2530',
                  colorText: '#e6edf5',
                  colorTextSecondary: '#a9b6c4',
                  colorTextDescription: '#a9b6c4',
                  colorBorder: '#3c4a59',
                  colorBorderSecondary: '#2c3744',
                }
              : {
                  colorTextSecondary: '#4c5c6d',
                  colorTextDescription: '#4c5c6d',
                  colorError: '#b3261e',
                }),
          },
        }}
      >
        <Antd>{children}</Antd>
      </ConfigProvider>
    </Context.Provider>
  )
}
