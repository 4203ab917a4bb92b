import { Input } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignals } from '../review/signals.ts'
import { Fold } from '../shell/fold.tsx'
import { State } from '../shell/state.tsx'
import type { About, Node, Wrong } from './api.ts'
import { isOfDesk } from './effects.tsx'
import { Field } from './field.tsx'
import { Rules } from './rules.tsx'
import { useSource } from './source.ts'
import { at, withFigure } from './sparse.ts'
import { useWords } from './words.ts'

/** What each signal is judged by. */
export const ofSignal = [
  'healthy',
  'shape',
  'peersMost',
  'peersDown',
  'atLeast',
  'withoutWorst',
  'cap',
  'alone',
  'odd',
  'on',
] as const

interface Given {
  readonly figures: Node
  readonly held: Node
  readonly about: readonly About[]
  readonly wrong: readonly Wrong[]
  readonly disabled: boolean
  readonly onChange: (figures: Node) => void
}

/** Every figure with what it is, where it comes from, and what is in force; what cannot hold is marked where it stands. */
export function Figures({ figures, held, about, wrong, disabled, onChange }: Given) {
  const t = useWords()
  const isZh = useTranslation().i18n.language === 'zh'
  const [typed, setTyped] = useState('')
  const { name: signalOf, counts } = useSignals()
  const sourceOf = useSource()
  const fits = (text: string) => text.toLowerCase().includes(typed.trim().toLowerCase())
  const set = (path: readonly string[], value: unknown) => onChange(withFigure(figures, path, value))
  const one = (path: readonly string[], label: string, isNamed: boolean) => (
    <Figure
      path={path}
      label={label}
      isNamed={isNamed}
      value={at(figures, path)}
      before={at(held, path)}
      wrong={wrong.find((each) => each.name === path.join('.'))?.message}
      disabled={disabled}
      onChange={(value) => set(path, value)}
    />
  )
  const found = about.filter(({ name, what, what_zh }) => fits(`${name} ${what} ${what_zh}`))
  const desk = found.filter(isOfDesk)
  const general = found.filter((each) => !isOfDesk(each) && !['signals', 'stopFirst', 'groupCaps'].includes(each.name))
  const groups = Object.keys((figures['groupCaps'] ?? {}) as Node).filter(fits)
  const signals = Object.entries((figures['signals'] ?? {}) as Readonly<Record<string, Node>>).filter(
    ([name, { source }]) => fits(`${name} ${signalOf(name)} ${source} ${sourceOf(source)}`),
  )
  const part = { figures, held, wrong, isFound: typed.trim() !== '' }
  return (
    <section className="folds" aria-labelledby="draft-figures">
      <div className="panel">
        <h2 id="draft-figures">{t('figures')}</h2>
        <Input.Search
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          maxLength={60}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {(
        [
          ['desk', desk],
          ['general', general],
        ] as const
      ).map(
        ([kind, figuresOf]) =>
          figuresOf.length > 0 && (
            <Part key={kind} name={kind} title={t(kind)} of={figuresOf.map(({ name }) => name.split('.'))} {...part}>
              {kind === 'desk' && <p className="soft">{t('deskAbout')}</p>}
              <ul className="policy-figures">
                {figuresOf.map(({ name, what, what_zh, source, source_zh }) => (
                  <li key={name}>
                    {one(name.split('.'), isZh ? what_zh : what, true)}
                    <p className="soft">{t('sourceOf', { source: isZh ? source_zh : source })}</p>
                  </li>
                ))}
              </ul>
            </Part>
          ),
      )}
      {groups.length > 0 && (
        <Part name="groupCaps" title={t('groupCaps')} of={groups.map((each) => ['groupCaps', each])} {...part}>
          <ul className="policy-pairs">
            {groups.map((name) => (
              <li key={name}>{one(['groupCaps', name], t.of('groups', name), true)}</li>
            ))}
          </ul>
        </Part>
      )}
      {signals.length > 0 && (
        <Part name="signals" title={t('signals')} of={signals.map(([each]) => ['signals', each])} {...part}>
          <ul className="policy-signals">
            {signals.map(([name, { source, group }]) => (
              <li key={name}>
                <details open={typed.trim() !== '' && signals.length < 4}>
                  <summary>
                    <strong>{signalOf(name)}</strong> <code>{name}</code>{' '}
                    <span className="soft">
                      {t.of('groups', String(group))} · {t.of('ons', String(at(figures, ['signals', name, 'on'])))}
                      {JSON.stringify(at(held, ['signals', name])) !== JSON.stringify(at(figures, ['signals', name])) &&
                        ` · ${t('isChanged')}`}
                    </span>
                  </summary>
                  <div className="policy-pairs">
                    {ofSignal.map((each) => (
                      <div key={each}>{one(['signals', name, each], t.of('ofSignal', each), false)}</div>
                    ))}
                  </div>
                  <p className="soft">{counts(name)}</p>
                  <p className="soft">{t('sourceOf', { source: sourceOf(source) })}</p>
                </details>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part
        name="stopFirst"
        title={t('stopFirst')}
        of={[['stopFirst']]}
        {...part}
        isFound={part.isFound && fits('stopFirst')}
      >
        <Rules
          rules={(figures['stopFirst'] ?? []) as readonly Node[]}
          wrong={wrong}
          disabled={disabled}
          onChange={(rules) => set(['stopFirst'], rules)}
        />
      </Part>
    </section>
  )
}

/** Figures of one kind, folded away until somebody opens them, looks for one, or cannot have one of them so. */
function Part({
  name,
  title,
  of,
  figures,
  held,
  wrong,
  isFound,
  children,
}: Pick<Given, 'figures' | 'held' | 'wrong'> & {
  readonly name: string
  readonly title: string
  /** Where all that is in it stands. */
  readonly of: readonly (readonly string[])[]
  readonly isFound: boolean
  readonly children: ReactNode
}) {
  const t = useWords()
  const isChanged = of.some((path) => JSON.stringify(at(figures, path)) !== JSON.stringify(at(held, path)))
  // It is not folded again while somebody puts it right.
  const wasWrong = useRef(false)
  wasWrong.current ||= wrong.some(({ name }) => of.some((path) => `${name}.`.startsWith(`${path.join('.')}.`)))
  return (
    <Fold
      name={name}
      isFound={isFound || wasWrong.current}
      summary={
        <>
          <h3>{title}</h3>
          {isChanged && <State tone="news">{t('isChanged')}</State>}
        </>
      }
    >
      <div className="panel">{children}</div>
    </Fold>
  )
}

function Figure({
  path,
  label,
  isNamed,
  value,
  before,
  wrong,
  disabled,
  onChange,
}: {
  readonly path: readonly string[]
  readonly label: string
  /** Whether its name in the file is shown. */
  readonly isNamed: boolean
  readonly value: unknown
  readonly before: unknown
  readonly wrong: string | undefined
  readonly disabled: boolean
  readonly onChange: (value: unknown) => void
}) {
  const t = useWords()
  const id = `figure-${path.join('-')}`
  const isChanged = JSON.stringify(value) !== JSON.stringify(before)
  return (
    <div className={isChanged ? 'policy-figure policy-changed' : 'policy-figure'}>
      <label htmlFor={id}>
        {label} {isNamed && <code>{path.join('.')}</code>}
      </label>
      <Field id={id} value={value} disabled={disabled} isWrong={wrong !== undefined} onChange={onChange} />
      {isChanged && <span className="soft">{t('was', { value: shown(before) })}</span>}
      {wrong && (
        <span className="policy-wrong" role="alert">
          {wrong}
        </span>
      )}
    </div>
  )
}

const shown = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value)
