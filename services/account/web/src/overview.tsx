import { Button, Input, Popconfirm, Radio, Select, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import {
  answerPrompt,
  cancel,
  chooseLanguage,
  complain,
  dispute,
  type Everything,
  rate,
  type Silence,
  silence as silencePort,
  subscribe,
  unblock,
  undo,
} from './api.ts'
import { money } from './format.ts'
import type { Language, Words } from './words.ts'

interface OverviewProps {
  readonly all: Everything
  readonly text: Words
  readonly language: Language
  /** A moment as it is read in the subscriber’s zone. */
  readonly when: (iso: string | number, withTime?: boolean) => string
  readonly act: (what: Promise<unknown>) => Promise<void>
}

const tag = (language: Language) => (language === 'zh' ? 'zh-CN' : 'en')

/** Everything that is theirs, what waits for them first. */
export function Overview({ all, text, language, when, act }: OverviewProps) {
  const [shownReminders, setShownReminders] = useState(10)
  const name = (item: { name_zh: string; name_en: string }) => (language === 'zh' ? item.name_zh : item.name_en)
  const ask = (title: string, onConfirm: () => unknown, button: ReactNode) => (
    <Popconfirm title={title} okText={text.sure} cancelText={text.back} onConfirm={onConfirm}>
      {button}
    </Popconfirm>
  )
  return (
    <>
      {all.prompts.length > 0 && (
        <Section title={text.prompts} className="waiting">
          {all.prompts.map((prompt) => (
            <article key={prompt.id}>
              <p>{prompt.text}</p>
              <small>{text.until(when(prompt.expires_at))}</small>
              <div className="buttons">
                <Button type="primary" onClick={() => act(answerPrompt(prompt.id, true))}>
                  {text.yes}
                </Button>
                <Button onClick={() => act(answerPrompt(prompt.id, false))}>{text.no}</Button>
              </div>
            </article>
          ))}
        </Section>
      )}
      <Section title={text.services} empty={all.services.length === 0 && text.noServices}>
        {all.services.map((service) => (
          <Row
            key={service.id}
            title={name(service)}
            more={`${language === 'zh' ? service.partner_zh : service.partner_en} · ${text.since(when(service.since, false))}${service.package ? ` · ${text.inPackage} ${service.package}` : ''}`}
            value={`${money(service.tariff_fen, language)}${service.period === 'month' ? text.month : text.once}`}
            action={ask(
              text.cancelAsk(name(service)),
              () => act(cancel([service.id], language === 'zh' ? 'zh-CN' : 'en')),
              <Button danger size="small" aria-label={`${text.cancel} ${name(service)}`}>
                {text.cancel}
              </Button>,
            )}
          />
        ))}
        <div className="buttons">
          {all.actions[0] && (
            <Button onClick={() => act(undo(all.actions[0]?.code ?? '', tag(language)))}>{text.undo}</Button>
          )}
          {all.services.length > 1 &&
            ask(
              text.cancelAllAsk(all.services.length),
              () =>
                act(
                  cancel(
                    all.services.map((each) => each.id),
                    language === 'zh' ? 'zh-CN' : 'en',
                  ),
                ),
              <Button danger>{text.cancelAll}</Button>,
            )}
        </div>
        <Subscribe text={text} language={language} act={act} />
      </Section>
      <Section title={text.charges} empty={all.charges.length === 0 && text.noCharges}>
        {all.charges.map((charge) => (
          <Row
            key={charge.id}
            title={name(charge)}
            more={when(charge.at)}
            value={money(charge.amount_fen, language)}
            action={
              <>
                {charge.refund_fen > 0 && (
                  <span className="refund">{text.refunded(money(charge.refund_fen, language))}</span>
                )}
                {charge.dispute && <Tag>{text.disputes[charge.dispute]}</Tag>}
                {charge.refund_fen === 0 &&
                  !charge.dispute &&
                  ask(
                    text.disputeAsk(name(charge)),
                    () => act(dispute(charge.id, language === 'zh' ? 'zh-CN' : 'en')),
                    <Button size="small">{text.dispute}</Button>,
                  )}
              </>
            }
          />
        ))}
      </Section>
      <Section title={text.reminders} empty={all.reminders.length === 0 && text.noReminders}>
        {all.reminders.slice(0, shownReminders).map((reminder) => (
          <Row
            key={`${reminder.at}${reminder.kind}`}
            title={text.reminded[reminder.kind]}
            more={`${when(reminder.at)} · ${reminder.items
              .map((each) => `${name(each)} ${money(each.refund_fen || each.amount_fen, language)}`)
              .join(language === 'zh' ? '，' : ', ')}`}
            action={null}
          />
        ))}
        {all.reminders.length > shownReminders && (
          <Button type="link" onClick={() => setShownReminders(all.reminders.length)}>
            {text.allReminders(all.reminders.length)}
          </Button>
        )}
      </Section>
      <Section title={text.receipts} empty={all.receipts.length === 0 && text.noReceipts}>
        {all.receipts.map(({ id, number, service_zh, service_en, content }) => (
          <details key={id}>
            <summary>
              R{number} · {language === 'zh' ? service_zh : service_en} · {money(content.tariffFen, language)}
            </summary>
            <p className="asked">{content.asked}</p>
            <small>{text.answered(content.answer, when(content.answeredAt))}</small>
          </details>
        ))}
      </Section>
      <Blocks all={all} text={text} language={language} when={when} act={act} />
      <Complaints all={all} text={text} language={language} when={when} act={act} />
      <Section title={text.smsLanguage}>
        <Radio.Group
          aria-label={text.smsLanguage}
          value={all.language}
          onChange={({ target }) => act(chooseLanguage(target.value))}
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </Section>
    </>
  )
}

const isPort = (port: string): boolean => /^\d{5,21}$/.test(port)

/** What can be asked for besides prompts: a service by its port and code, as `1111` or the code would by SMS. */
function Subscribe({ text, language, act }: Pick<OverviewProps, 'text' | 'language' | 'act'>) {
  const [port, setPort] = useState('')
  const [code, setCode] = useState('')
  return (
    <form
      className="line"
      onSubmit={(event) => {
        event.preventDefault()
        void act(subscribe(port, code.trim(), tag(language)))
        setPort('')
        setCode('')
      }}
    >
      <PortInput value={port} onChange={setPort} label={text.subscribePort} />
      <Input
        value={code}
        maxLength={20}
        className="code"
        onChange={(event) => setCode(event.target.value)}
        placeholder={text.serviceCode}
        aria-label={text.serviceCode}
      />
      <Button htmlType="submit" disabled={!isPort(port)}>
        {text.subscribe}
      </Button>
    </form>
  )
}

const PortInput = ({
  value,
  onChange,
  label,
}: {
  readonly value: string
  readonly onChange: (port: string) => void
  readonly label: string
}) => (
  <Input
    value={value}
    inputMode="numeric"
    onChange={(event) => onChange(event.target.value.trim())}
    placeholder={label}
    aria-label={label}
  />
)

const silences = ['marketing', 'cancel', 'full'] as const satisfies Silence[]

function Blocks({ all, text, language, when, act }: OverviewProps) {
  const [port, setPort] = useState('')
  const [silence, setSilence] = useState<Silence>('cancel')
  return (
    <Section title={text.blocks} empty={all.blocks.length === 0 && text.noBlocks}>
      {all.marketing.map((each) => (
        <Row
          key={`${each.port}${each.name_en}`}
          title={`${each.port} · ${language === 'zh' ? each.name_zh : each.name_en}`}
          more={text.agreedMarketing(each.per_week, when(each.until, false))}
          action={
            <Button size="small" onClick={() => act(silencePort(each.port, 'marketing', tag(language)))}>
              {text.endMarketing}
            </Button>
          }
        />
      ))}
      {all.blocks.map((block) => (
        <Row
          key={block.port}
          title={block.port}
          more={text.scopes[block.scope]}
          action={
            <Button size="small" onClick={() => act(unblock(block.port, tag(language)))}>
              {text.unblock}
            </Button>
          }
        />
      ))}
      <form
        className="line"
        onSubmit={(event) => {
          event.preventDefault()
          void act(silencePort(port, silence, tag(language)))
          setPort('')
        }}
      >
        <PortInput value={port} onChange={setPort} label={text.port} />
        <Select
          aria-label={text.silence}
          value={silence}
          onChange={setSilence}
          options={silences.map((value) => ({ value, label: text.silences[value] }))}
        />
        <Button htmlType="submit" disabled={!isPort(port)}>
          {text.block}
        </Button>
      </form>
    </Section>
  )
}

function Complaints({ all, text, language, when, act }: OverviewProps) {
  const [what, setWhat] = useState('')
  return (
    <Section title={text.complaints} empty={all.complaints.length === 0 && text.noComplaints}>
      {all.complaints.map((each) => (
        <Row
          key={each.number}
          title={each.text}
          more={`${each.number} · ${when(each.made_at)}`}
          action={
            <>
              <Tag>{text.states[each.state]}</Tag>
              {each.can_rate && (
                <>
                  <Button size="small" onClick={() => act(rate(each.number, true, tag(language)))}>
                    {text.solved}
                  </Button>
                  <Button size="small" onClick={() => act(rate(each.number, false, tag(language)))}>
                    {text.reopen}
                  </Button>
                </>
              )}
            </>
          }
        />
      ))}
      <form
        className="line"
        onSubmit={(event) => {
          event.preventDefault()
          if (what.trim() === '') return
          void act(complain(what, tag(language)))
          setWhat('')
        }}
      >
        <Input
          value={what}
          maxLength={500}
          onChange={(event) => setWhat(event.target.value)}
          placeholder={text.complaint}
          aria-label={text.complaint}
        />
        <Button htmlType="submit" disabled={what.trim() === ''}>
          {text.complain}
        </Button>
      </form>
    </Section>
  )
}

interface SectionProps {
  readonly title: string
  readonly children: ReactNode
  readonly empty?: string | false
  readonly className?: string
}

const Section = ({ title, children, empty, className = '' }: SectionProps) => (
  <section className={`card ${className}`}>
    <h2>{title}</h2>
    {empty && <p className="empty">{empty}</p>}
    {children}
  </section>
)

interface RowProps {
  readonly title: string
  readonly more: string
  readonly value?: string
  readonly action: ReactNode
}

const Row = ({ title, more, value, action }: RowProps) => (
  <div className="row">
    <div className="what">
      <strong>{title}</strong>
      <small>{more}</small>
    </div>
    {value && <span className="value">{value}</span>}
    <div className="action">{action}</div>
  </div>
)
