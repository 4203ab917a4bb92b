import { Alert } from 'antd'
import { type AdmissionPreview, type Prompts, useTell } from './records.ts'
import { useWords } from './words.ts'
import './partners.css'

/** The prompts, as a phone shows them, in both languages. */
export function PromptBubbles({ prompts }: { prompts: Prompts }) {
  const t = useWords()
  return (
    <div className="bubbles">
      {(['partner', 'subscriber'] as const).map((by) => (
        <section key={by}>
          <h3>{by === 'partner' ? t('byPartner') : t('bySubscriber')}</h3>
          {(['zh-CN', 'en'] as const).map((language) => (
            <figure key={language} lang={language} className="bubble">
              <blockquote>{prompts[language][by].text}</blockquote>
              <figcaption className="soft">
                10086901 · {t('segments', { count: prompts[language][by].segments })}
              </figcaption>
            </figure>
          ))}
        </section>
      ))}
    </div>
  )
}

/** What an application would change: field by field, its date, and what subscribers would read. */
export function AdmissionChange({ preview }: { preview: AdmissionPreview }) {
  const t = useWords()
  const { tellValue, when } = useTell()
  const { before, after } = preview
  const names = Object.keys({ ...before, ...after }).filter((name) => name !== 'partner_zh' && name !== 'partner_en')
  const tell = (name: string, of: Readonly<Record<string, unknown>>) =>
    name === 'partner'
      ? `${of['partner_zh'] ?? ''} ${of['partner_en'] ?? ''} (${of['partner']})`
      : tellValue(name, of[name])
  return (
    <div className="change">
      {preview.late && <Alert type="error" showIcon title={t('late')} />}
      {preview.puts_out && <Alert type="error" showIcon title={t('putsOut')} />}
      {preview.like_out && (
        <Alert
          type="warning"
          showIcon
          title={t('likeOut', {
            names: preview.like_out.map((each) => `${each.name_zh} ${each.name_en} (${each.partner})`).join('; '),
          })}
        />
      )}
      {preview.outdated && <Alert type="error" showIcon title={t('outdated')} />}
      <table className="table change-table">
        <thead>
          <tr>
            <th scope="col">{t('field')}</th>
            {before && <th scope="col">{t('before')}</th>}
            <th scope="col">{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const isOther = before !== undefined && JSON.stringify(before[name]) !== JSON.stringify(after[name])
            return (
              <tr key={name} className={isOther ? 'changed' : undefined}>
                <th scope="row">{t.of('fields', name)}</th>
                {before && <td>{isOther ? <del>{tell(name, before)}</del> : tell(name, before)}</td>}
                <td>{isOther ? <ins>{tell(name, after)}</ins> : tell(name, after)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p>
        <strong>{preview.ends ? t('willEnd') : t('from')}</strong>{' '}
        {preview.from ? when(preview.from) : t('fromApproval')}
      </p>
      {preview.prompts && !preview.ends && (
        <>
          <h3>{t('prompts')}</h3>
          <PromptBubbles prompts={preview.prompts} />
        </>
      )}
    </div>
  )
}
