import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Input, Popconfirm } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../shell/api.ts'
import { useWhy } from '../shell/fail.ts'
import { useMinute } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import type { Checked, Draft, InForce, Node } from './api.ts'
import { Ask } from './ask.tsx'
import { Changes } from './changes.tsx'
import { EffectsPart, EffectsShown, isOfDesk, useEffects } from './effects.tsx'
import { Figures } from './figures.tsx'
import { Replays, Shadow, useReplays } from './replay.tsx'
import { isAsSaved, merged, sparse } from './sparse.ts'
import { Touched } from './touched.tsx'
import { useWords } from './words.ts'
import './policy.css'

/** Typing pauses for so long before what was typed is checked. */
const PAUSE_MS = 300

/** One draft: its figures, what is wrong with them, what they would do, and its way into force. */
export function DraftPage() {
  const t = useWords()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const draft = useQuery({
    queryKey: ['monitor-policy', 'draft', id],
    queryFn: () => call<Draft>('GET', `/v1/policy/drafts/${encodeURIComponent(id)}`),
  })
  const held = useQuery({
    queryKey: ['monitor-policy', 'held'],
    queryFn: () => call<InForce>('GET', '/v1/policy'),
  })
  return (
    <Screen title={draft.data?.title ?? t('draft')} about={t('draftAbout')}>
      <Part query={draft}>
        {(each) => (
          <Part query={held}>
            {(inForce) => <Editor key={`${each.id} ${each.revision}`} draft={each} held={inForce} />}
          </Part>
        )}
      </Part>
    </Screen>
  )
}

function Editor({ draft, held }: { readonly draft: Draft; readonly held: InForce }) {
  const t = useWords()
  const why = useWhy()
  const isZh = useTranslation().i18n.language === 'zh'
  const go = useNavigate()
  const minute = useMinute()
  const queries = useQueryClient()
  const mayTune = useMe().purposes.includes('tune')
  const [title, setTitle] = useState(draft.title)
  const [note, setNote] = useState(draft.note)
  const [figures, setFigures] = useState(() => merged(held.figures, draft.figures) as Node)
  const changes = sparse(held.figures, figures)
  const text = JSON.stringify(changes)
  const asked = usePaused(text)
  const check = useQuery({
    queryKey: ['monitor-policy', 'check', held.number, asked],
    queryFn: () => call<Checked>('POST', '/v1/policy/check', { figures: JSON.parse(asked) }),
    initialData: { wrong: draft.wrong, changes: draft.changes },
    initialDataUpdatedAt: 0,
  })
  const isDirty = title !== draft.title || note !== draft.note || !isAsSaved(held.figures, draft.figures, figures)
  const save = useMutation({
    mutationFn: (body: object) => call<Draft>('PUT', `/v1/policy/drafts/${draft.id}`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['monitor-policy'] }),
  })
  const drop = useMutation({
    mutationFn: () => call<Draft>('DELETE', `/v1/policy/drafts/${draft.id}`),
    onSuccess: async () => {
      await go({ to: '/console/monitor-policy' })
      await queries.invalidateQueries({ queryKey: ['monitor-policy'] })
    },
  })
  const wrong = check.data.wrong.map(({ name, message, message_zh }) => ({
    name,
    message: isZh ? message_zh : message,
  }))
  const isReady = !isDirty && wrong.length === 0 && draft.changes.length > 0
  const failed = save.error ?? drop.error
  return (
    <div className="stack">
      <section className="panel" aria-labelledby="draft-what">
        <h2 id="draft-what">{t('what')}</h2>
        <div className="policy-head">
          <label htmlFor="draft-title">{t('draftTitle')}</label>
          <Input
            id="draft-title"
            value={title}
            maxLength={120}
            disabled={!mayTune}
            onChange={(event) => setTitle(event.target.value)}
          />
          <label htmlFor="draft-note">{t('note')}</label>
          <Input.TextArea
            id="draft-note"
            value={note}
            maxLength={2000}
            disabled={!mayTune}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
        <p className="soft">{t('savedBy', { by: draft.by_name, at: minute(draft.at), revision: draft.revision })}</p>
        {mayTune && (
          <div className="form-acts">
            <Button
              type="primary"
              disabled={!isDirty || title.trim() === ''}
              loading={save.isPending}
              onClick={() =>
                save.mutate({ title: title.trim(), note: note.trim(), figures: changes, revision: draft.revision })
              }
            >
              {t('save')}
            </Button>
            <Popconfirm
              title={t('dropAsk')}
              okText={t('drop')}
              cancelText={t('cancel')}
              onConfirm={() => drop.mutate()}
            >
              <Button loading={drop.isPending}>{t('drop')}</Button>
            </Popconfirm>
          </div>
        )}
        <div aria-live="assertive" className="below">
          {failed && <Alert type="error" showIcon title={why(failed)} />}
        </div>
      </section>
      <section className="panel" aria-labelledby="draft-changes">
        <h2 id="draft-changes">
          {wrong.length > 0 ? t('changes') : t('whatChanges', { count: check.data.changes.length })}
        </h2>
        <div aria-live="polite">
          {wrong.map((each) => (
            <Alert key={each.name} type="error" showIcon className="gap" title={`${each.name}: ${each.message}`} />
          ))}
        </div>
        {wrong.length === 0 && <Changes of={check.data.changes} empty={t('nothingChanged')} />}
      </section>
      {draft.changes.some(isOfDesk) && <EffectsPart draft={draft} isReady={isReady} />}
      {needsReplay(draft) && <Replays draft={draft.id} mayTune={mayTune} isReady={isReady} />}
      {needsReplay(draft) && <Shadow draft={draft.id} mayTune={mayTune} isReady={isReady} />}
      {mayTune && <Way draft={draft} held={held} isReady={isReady} />}
      <Figures
        figures={figures}
        held={held.figures}
        about={held.about}
        wrong={wrong}
        disabled={!mayTune}
        onChange={setFigures}
      />
    </div>
  )
}

/** The archive tells of the monitor’s figures; of the desk’s it knows nothing. */
const needsReplay = ({ changes }: Draft): boolean => changes.length === 0 || !changes.every(isOfDesk)

/** From a draft that was tried to what is in force, by two people. */
function Way({ draft, held, isReady }: { readonly draft: Draft; readonly held: InForce; readonly isReady: boolean }) {
  const t = useWords()
  const replays = useReplays(draft.id)
  const effects = useEffects(draft, isReady).data
  const isTried = !needsReplay(draft)
  const tried = replays.data?.items.find((each) => each.status === 'done' && each.current && each.until === undefined)
  return (
    <section className="panel" aria-labelledby="draft-way">
      <h2 id="draft-way">{t('release')}</h2>
      <p className="soft">{t(isReady ? (tried || isTried ? 'releaseAbout' : 'releaseTry') : 'releaseSave')}</p>
      <Ask
        primary
        label={t('releaseNow')}
        path={`/v1/policy/drafts/${draft.id}/release`}
        body={{ revision: draft.revision, ...(tried && !isTried ? { replay: tried.id } : {}) }}
        disabled={!isReady || !(tried || isTried)}
      >
        <p>{t('releaseOver', { number: held.number })}</p>
        {tried?.found?.nearly_all && (
          <Alert
            type="error"
            showIcon
            title={t('nearlyAll', { flagged: tried.found.flagged, partners: tried.found.partners })}
          />
        )}
        {tried?.found && (
          <p>
            {t('releaseFound', {
              newly: tried.found.newly,
              noLonger: tried.found.no_longer,
              missed: tried.found.missed,
              partners: tried.found.partners,
            })}
          </p>
        )}
        {tried?.found && <Touched names={tried.found.names} />}
        {effects && <EffectsShown of={effects} />}
      </Ask>
    </section>
  )
}

/** What was typed, once typing paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
