import { Button, Input, Select } from 'antd'
import type { Node, Wrong } from './api.ts'
import { Field } from './field.tsx'
import { useSource } from './source.ts'
import { useWords } from './words.ts'

const counts = ['no.consent', 'after.cancel', 'free.period', 'above.tariff', 'too.often'] as const
const ofs = ['charges', 'cancels'] as const
const MOST = 20
const begun = {
  ...{ name: '', counts: 'no.consent', hours: 24, atLeast: 10, share: 0.1, of: 'charges' },
  ...{ freezes: true, on: 'shadow', source: '' },
}

/** Rules that stop first: plain counts, which freeze charging and put a person on it. A new one begins in shadow. */
export function Rules({
  rules,
  wrong,
  disabled,
  onChange,
}: {
  readonly rules: readonly Node[]
  readonly wrong: readonly Wrong[]
  readonly disabled: boolean
  readonly onChange: (rules: readonly Node[]) => void
}) {
  const t = useWords()
  const sourceOf = useSource()
  const set = (index: number, name: string, value: unknown) =>
    onChange(rules.map((each, place) => (place === index ? { ...each, [name]: value } : each)))
  return (
    <>
      <p className="soft">{t('stopFirstAbout')}</p>
      <ol className="policy-rules">
        {rules.map((rule, index) => {
          const of = `stopFirst.${index}`
          const said = wrong.filter(({ name }) => name === of || name.startsWith(`${of}.`))
          return (
            <li key={index}>
              <div className="policy-pairs">
                <div className="policy-figure">
                  <label htmlFor={`${of}-name`}>{t('ruleName')}</label>
                  <Input
                    id={`${of}-name`}
                    value={String(rule['name'])}
                    maxLength={60}
                    disabled={disabled}
                    onChange={(event) => set(index, 'name', event.target.value)}
                  />
                </div>
                <div className="policy-figure">
                  <label htmlFor={`${of}-counts`}>{t('ruleCounts')}</label>
                  <Select
                    id={`${of}-counts`}
                    value={String(rule['counts'])}
                    disabled={disabled}
                    options={counts.map((each) => ({ value: each, label: t.of('counts', each) }))}
                    onChange={(each) => set(index, 'counts', each)}
                  />
                </div>
                <div className="policy-figure">
                  <label htmlFor={`${of}-of`}>{t('ruleOf')}</label>
                  <Select
                    id={`${of}-of`}
                    value={String(rule['of'] ?? 'charges')}
                    disabled={disabled}
                    options={ofs.map((each) => ({ value: each, label: t.of('ofs', each) }))}
                    onChange={(each) => set(index, 'of', each)}
                  />
                </div>
                {(['atLeast', 'share', 'hours', 'freezes', 'on'] as const).map((each) => (
                  <div key={each} className="policy-figure">
                    <label htmlFor={`${of}-${each}`}>{t.of('ofRule', each)}</label>
                    <Field
                      id={`${of}-${each}`}
                      value={rule[each]}
                      disabled={disabled}
                      isWrong={said.length > 0}
                      onChange={(value) => set(index, each, value)}
                    />
                  </div>
                ))}
                <div className="policy-figure">
                  <label htmlFor={`${of}-source`}>{t('source')}</label>
                  <Input
                    id={`${of}-source`}
                    value={String(rule['source'])}
                    maxLength={300}
                    disabled={disabled}
                    onChange={(event) => set(index, 'source', event.target.value)}
                  />
                  {sourceOf(rule['source']) !== rule['source'] && (
                    <p className="soft">{t('sourceOf', { source: sourceOf(rule['source']) })}</p>
                  )}
                </div>
              </div>
              {said.map((each) => (
                <p key={each.message} className="policy-wrong" role="alert">
                  {each.message}
                </p>
              ))}
              {!disabled && (
                <Button onClick={() => onChange(rules.filter((_, place) => place !== index))}>
                  {t('ruleGone', { name: String(rule['name']) || index + 1 })}
                </Button>
              )}
            </li>
          )
        })}
      </ol>
      {!disabled && rules.length < MOST && <Button onClick={() => onChange([...rules, begun])}>{t('ruleNew')}</Button>}
    </>
  )
}
