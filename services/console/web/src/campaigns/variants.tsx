import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Switch } from 'antd'
import { useRef, useState } from 'react'
import { AskWhy } from '../shell/ask-why.tsx'
import { useMe } from '../shell/me.ts'
import { campaigns, type Variant, type Whole } from './api.ts'
import { weight } from './bits.tsx'
import { piecesOf } from './marked.ts'
import { useWords } from './words.ts'

/** Its texts: the first as it came, the others with what differs marked and why each was joined. */
export function Variants({ campaign }: { campaign: Whole }) {
  const t = useWords()
  const mayBlock = useMe().purposes.includes('block')
  const [isMarked, setMarked] = useState(true)
  const [splitting, setSplitting] = useState<Variant>()
  const heading = useRef<HTMLHeadingElement>(null)
  const { variants, id, into, decided } = campaign
  const isOfPort = id.startsWith('p')
  const canSplit = mayBlock && !isOfPort && variants.length > 1 && into === undefined && !decided
  return (
    <section className="panel" aria-labelledby="variants">
      <div className="campaign-head">
        <h2 id="variants" ref={heading} tabIndex={-1}>
          {t(isOfPort ? 'textsOfPort' : 'variants', { count: variants.length })}
        </h2>
        {!isOfPort && variants.length > 1 && (
          <span className="switch">
            <Switch id="marks" checked={isMarked} onChange={setMarked} />
            <label htmlFor="marks">{t('marks')}</label>
          </span>
        )}
      </div>
      {!isOfPort && variants.length > 1 && isMarked && (
        <p className="soft">
          {t('marksAbout')} <mark className="differs">{t('differs')}</mark>
        </p>
      )}
      <ol className="variants">
        {variants.map((each, n) => (
          <li key={each.id}>
            <Text variant={each} isMarked={isMarked && !isOfPort && n > 0} />
            <p className="variant-why">
              <strong className="variant-count">{t('times', { count: each.count })}</strong>
              {isOfPort ? null : n === 0 ? <span>{t('firstText')}</span> : <Why variant={each} />}
              {canSplit && (
                <Button
                  className="variant-split"
                  onClick={() => setSplitting(each)}
                  aria-label={t('splitOf', { text: each.text.slice(0, 20) })}
                >
                  {t('split')}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ol>
      <Split
        campaign={campaign}
        variant={splitting}
        onClose={() => setSplitting(undefined)}
        // The button that asked has gone with its text.
        onDone={() => heading.current?.focus()}
      />
    </section>
  )
}

function Text({ variant: { text, shared, differs }, isMarked }: { variant: Variant; isMarked: boolean }) {
  if (!isMarked) return <blockquote className="variant-text">{text}</blockquote>
  let from = 0
  return (
    <blockquote className="variant-text">
      {piecesOf(text, shared, differs).map(({ text: piece, is }) => {
        const key = from
        from += piece.length
        return is === 'differs' ? (
          <mark key={key} className="differs">
            {piece}
          </mark>
        ) : (
          <span key={key}>{piece}</span>
        )
      })}
    </blockquote>
  )
}

/** Why a text was taken for one of them: how much it shares, how sure that is, and what of its sender’s own both have. */
function Why({ variant: { score, share, evidence, joined } }: { variant: Variant }) {
  const t = useWords()
  if (score === undefined && share === undefined && evidence.length === 0)
    return <span>{t.of('joinedBy', joined ?? 'before')}</span>
  const told = evidence.map((each) => {
    const [kind = '', ...value] = each.split(' ')
    return `${t.of('evidences', kind)} ${value.join(' ')}`
  })
  return (
    <>
      {share !== undefined && <span>{t('share', { percent: share })}</span>}
      {score !== undefined && <span>{t('score', { figure: weight(score) })}</span>}
      {told.length > 0 && <span>{t('bothHave', { what: told.join(t('and')) })}</span>}
    </>
  )
}

/** What is like this text is a campaign of its own from now on; asked with a reason. */
function Split({
  campaign,
  variant,
  onClose,
  onDone,
}: {
  campaign: Whole
  variant: Variant | undefined
  onClose: () => void
  onDone: () => void
}) {
  const t = useWords()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const split = async (note: string) => {
    try {
      const now = await campaigns.act(campaign.id, 'split', { note, variant: variant?.id })
      onClose()
      queries.setQueryData(['campaigns', 'one', campaign.id], now)
      void message.success(t('splitDone'))
    } finally {
      void queries.invalidateQueries({ queryKey: ['campaigns'] })
    }
  }
  return (
    <AskWhy
      name={`split-${campaign.id}`}
      of={variant?.id}
      open={variant !== undefined}
      title={t('split')}
      does={t('doSplit')}
      send={split}
      onClose={onClose}
      afterClose={(isDone) => isDone && onDone()}
    >
      <p>{t('splitAbout')}</p>
      <blockquote className="variant-text">{variant?.text}</blockquote>
    </AskWhy>
  )
}
