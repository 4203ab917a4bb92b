import { Button, Input, Popconfirm, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerPrompt, cancel, type Everything, sendText } from './api.ts'
import { moment, money } from './format.ts'
import type { Language, Words } from './words.ts'

interface OverviewProps {
  readonly all: Everything
  readonly text: Words
  readonly language: Language
  readonly act: (what: Promise<unknown>) => Promise<void>
}

const QUERY = '10086'

/** Everything that is theirs, what waits for them first. */
export function Overview({ all, text, language, act }: OverviewProps) {
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
              <small>{text.until(moment(prompt.expires_at, language))}</small>
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
            more={`${language === 'zh' ? service.partner_zh : service.partner_en} · ${text.since(moment(service.since, language, false))}${service.package ? ` · ${text.inPackage} ${service.package}` : ''}`}
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
        <Button type="link" onClick={() => act(sendText(QUERY, language === 'zh' ? '恢复' : 'UNDO'))}>
          {text.undo}
        </Button>
      </Section>
      <Section title={text.charges} empty={all.charges.length === 0 && text.noCharges}>
        {all.charges.map((charge) => (
          <Row
            key={charge.id}
            title={name(charge)}
            more={moment(charge.at, language)}
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
                    () => act(sendText(QUERY, `${language === 'zh' ? '退费' : 'REFUND'} ${name(charge)}`)),
                    <Button size="small">{text.dispute}</Button>,
                  )}
              </>
            }
          />
        ))}
      </Section>
      <Section title={text.receipts} empty={all.receipts.length === 0 && text.noReceipts}>
        {all.receipts.map(({ id, number, content }) => (
          <details key={id}>
            <summary>
              R{number} · {content.serviceId} · {money(content.tariffFen, language)}
            </summary>
            <p className="asked">{content.asked}</p>
            <small>{text.answered(content.answer, moment(content.answeredAt, language))}</small>
          </details>
        ))}
      </Section>
      <Blocks all={all} text={text} act={act} />
      <Complaints all={all} text={text} language={language} act={act} />
    </>
  )
}

function Blocks({ all, text, act }: Omit<OverviewProps, 'language'>) {
  const [port, setPort] = useState('')
  return (
    <Section title={text.blocks} empty={all.blocks.length === 0 && text.noBlocks}>
      {all.blocks.map((block) => (
        <Row
          key={block.port}
          title={block.port}
          more={text.scopes[block.scope]}
          action={
            <Button size="small" onClick={() => act(sendText(block.port, '11111'))}>
              {text.unblock}
            </Button>
          }
        />
      ))}
      <form
        className="line"
        onSubmit={(event) => {
          event.preventDefault()
          if (!/^\d{5,21}$/.test(port)) return
          void act(sendText(port, '00000'))
          setPort('')
        }}
      >
        <Input
          value={port}
          inputMode="numeric"
          onChange={(event) => setPort(event.target.value.trim())}
          placeholder={text.port}
          aria-label={text.port}
        />
        <Button htmlType="submit" disabled={!/^\d{5,21}$/.test(port)}>
          {text.block}
        </Button>
      </form>
    </Section>
  )
}

function Complaints({ all, text, language, act }: OverviewProps) {
  const [what, setWhat] = useState('')
  const last = all.complaints.find((each) => each.state === 'closed')
  return (
    <Section title={text.complaints} empty={all.complaints.length === 0 && text.noComplaints}>
      {all.complaints.map((each) => (
        <Row
          key={each.number}
          title={each.text}
          more={`${each.number} · ${moment(each.made_at, language)}`}
          action={
            <>
              <Tag>{text.states[each.state]}</Tag>
              {each === last && (
                <>
                  <Button size="small" onClick={() => act(sendText(QUERY, language === 'zh' ? '满意' : 'SOLVED'))}>
                    {text.solved}
                  </Button>
                  <Button size="small" onClick={() => act(sendText(QUERY, language === 'zh' ? '不满意' : 'REOPEN'))}>
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
          void act(sendText(QUERY, `${language === 'zh' ? '投诉' : 'COMPLAIN'} ${what}`))
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
