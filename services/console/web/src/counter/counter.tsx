import { Button, Form, Input, type InputRef, Tabs } from 'antd'
import { useEffect, useRef } from 'react'
import { useDraft } from '../shell/draft.ts'
import { useMoment } from '../shell/format.ts'
import { useKeys } from '../shell/keys.tsx'
import { SightError, useAgreedSights } from '../shell/more-sights.tsx'
import { useMutation } from '../shell/once.ts'
import { Reason } from '../shell/reason.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { type LookedUp, lookUp, useLookedUp } from './api.ts'
import { ChargesTab } from './charges.tsx'
import { ComplaintsTab } from './complaints.tsx'
import { ConsentsTab } from './consents.tsx'
import { LineTab } from './line.tsx'
import { ReportsTab } from './reports.tsx'
import { ServicesTab } from './services.tsx'
import { useWords } from './words.ts'
import './counter.css'

/** Counter staff look a number up, see what its subscriber sees, and act for them; never do they say yes. */
export function Counter() {
  const t = useWords()
  const [found, setFound] = useLookedUp()
  return (
    <Screen title={t('counter')} about={found ? undefined : t('counterAbout')}>
      {found ? (
        <Served key={found.ref} found={found} onEnd={() => setFound(undefined)} />
      ) : (
        <LookUp onFound={setFound} />
      )}
    </Screen>
  )
}

interface Typed {
  readonly number?: string
  readonly reason?: string
}

function LookUp({ onFound }: { onFound: (found: LookedUp) => void }) {
  const t = useWords()
  const agreed = useAgreedSights()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>('look-up', form)
  const field = useRef<InputRef>(null)
  useEffect(() => field.current?.focus(), [])
  const look = useMutation({
    gcTime: 0,
    mutationFn: ({ number = '', reason = '' }: Typed) => lookUp({ number, reason, ...agreed() }),
    onSuccess(found) {
      draft.clear()
      onFound(found)
    },
  })
  return (
    <section className="panel look-up" aria-labelledby="look-up">
      <h2 id="look-up">{t('lookUp')}</h2>
      <p className="soft">{t('lookUpAbout')}</p>
      <div aria-live="assertive">
        <SightError
          error={look.error}
          reasonOf={() => form.getFieldValue('reason')}
          onAgreed={() => look.mutate(form.getFieldsValue())}
        />
      </div>
      <Form {...draft.bind} layout="vertical" requiredMark={false} onFinish={(values) => look.mutate(values)}>
        <Form.Item
          name="number"
          label={t('number')}
          rules={[{ required: true, whitespace: true, message: t('numberNeeded') }]}
        >
          <Input ref={field} inputMode="tel" autoComplete="off" maxLength={40} placeholder="138 0013 8000" />
        </Form.Item>
        <Reason offers={[t('reasonHere'), t('reasonCall'), t('reasonLetter')]} />
        <Button type="primary" htmlType="submit" loading={look.isPending}>
          {t('lookUp')}
        </Button>
      </Form>
    </section>
  )
}

const TABS = ['services', 'charges', 'complaints', 'reports', 'consents', 'line'] as const

function Served({ found, onEnd }: { found: LookedUp; onEnd: () => void }) {
  const t = useWords()
  const moment = useMoment()
  const [search, go] = useSearchState()
  const { ref, number, until } = found
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  useEffect(() => {
    const timer = setTimeout(onEnd, Math.max(0, Date.parse(until) - Date.now()))
    return () => clearTimeout(timer)
  }, [until, onEnd])
  const tab = TABS.find((each) => each === search['tab']) ?? 'services'
  useKeys([
    ...TABS.map((each, index) => ({
      key: String(index + 1),
      says: t(`tabs/${each}`),
      run: () => go({ tab: each }, { replace: true }),
    })),
    { key: 'q', says: t('end'), run: onEnd },
  ])
  const parts = {
    services: <ServicesTab of={ref} />,
    charges: <ChargesTab of={ref} />,
    complaints: <ComplaintsTab of={ref} />,
    reports: <ReportsTab of={ref} />,
    consents: <ConsentsTab of={ref} />,
    line: <LineTab of={ref} />,
  }
  return (
    <>
      <section className="panel served" aria-label={t('served')}>
        <h2 ref={head} tabIndex={-1} className="number">
          +{number}
        </h2>
        <p className="soft">{t('heldUntil', { when: moment(until) })}</p>
        <Button onClick={onEnd} aria-keyshortcuts="q">
          {t('end')}
        </Button>
      </section>
      <Tabs
        className="counter-tabs"
        activeKey={tab}
        onChange={(next) => go({ tab: next }, { replace: true })}
        destroyOnHidden
        items={TABS.map((each) => ({ key: each, label: t(`tabs/${each}`), children: parts[each] }))}
      />
    </>
  )
}
