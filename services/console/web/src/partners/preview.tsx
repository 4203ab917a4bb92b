import { Alert } from 'antd'
import { type AdmissionPreview, type Outs, type Prompts, useTell } from './records.ts'
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

/** That an approval lets somebody in who is out, or may be. */
function OutsShown({ of: { puts_out, like_out }, of }: { of: Outs & { partnerId?: string; nameZh?: string } }) {
  const t = useWords()
  const whose = of.partnerId === undefined ? '' : `${of.nameZh} (${of.partnerId}): `
  const names = like_out?.map((each) => `${each.name_zh} ${each.name_en} (${each.partner})`).join('; ')
  return (
    <>
      {puts_out && <Alert type="error" showIcon title={`${whose}${t('putsOut')}`} />}
      {names && <Alert type="warning" showIcon title={`${whose}${t('likeOut', { names })}`} />}
    </>
  )
}

/** Partners of a file that are out, or are called like one that is: all of them, before anything else of it. */
export function OutsOfFile({
  of: { outs = [] },
}: {
  of: { readonly outs?: readonly (Outs & { readonly partnerId: string; readonly nameZh: string })[] }
}) {
  return (
    outs.length > 0 && (
      <div className="change">
        {outs.map((each) => (
          <OutsShown key={each.partnerId} of={each} />
        ))}
      </div>
    )
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
      <OutsShown of={preview} />
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
