import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, type InputRef } from 'antd'
import { useRef } from 'react'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMoment } from '../shell/format.ts'
import { useKeys } from '../shell/keys.tsx'
import { useMutation } from '../shell/once.ts'
import { review, type WholeCase } from './api.ts'
import { useMay } from './steps.tsx'
import { useWords } from './words.ts'

/** What those who worked on it wrote, the latest first, and the place to write more. */
export function Notes({ of }: { of: WholeCase }) {
  const t = useWords()
  const why = useWhy()
  const moment = useMoment()
  const queries = useQueryClient()
  const may = useMay(of)
  const area = useRef<InputRef>(null)
  const [form] = Form.useForm<{ text?: string }>()
  const draft = useDraft<{ text?: string }>(`case-${of.number}-note`, form)
  const write = useMutation({
    mutationFn: ({ text = '' }: { text?: string }) => review.step(of.number, 'notes', { text }),
    onSuccess(now) {
      draft.clear()
      queries.setQueryData(['cases', 'one', of.number], now)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['cases'] }),
  })
  useKeys(may.work ? [{ key: 'c', says: t('note'), run: () => area.current?.focus() }] : [])
  return (
    <section className="panel" aria-labelledby="notes">
      <h2 id="notes">{t('notes')}</h2>
      {may.work && (
        <Form
          {...draft.bind}
          name="case-note"
          layout="vertical"
          onFinish={(typed: { text?: string }) => write.mutate(typed)}
        >
          <div aria-live="assertive">
            {write.error && <Alert type="error" showIcon title={why(write.error)} className="gap" />}
          </div>
          <Form.Item name="text" rules={[{ required: true, whitespace: true, message: t('noteNeeded') }]}>
            <Input.TextArea
              ref={area as never}
              aria-label={t('note')}
              placeholder={t('notePlace')}
              rows={2}
              maxLength={2000}
            />
          </Form.Item>
          <Button htmlType="submit" loading={write.isPending}>
            {t('noteDo')}
          </Button>
        </Form>
      )}
      {of.notes.length === 0 && !may.work && <p className="soft">{t('notesNone')}</p>}
      {of.notes.length > 0 && (
        <ol className="notes">
          {[...of.notes].reverse().map((each) => (
            <li key={`${each.at} ${each.text}`}>
              <p className="soft">
                <strong>{each.by_name}</strong> · <time dateTime={each.at}>{moment(each.at)}</time>
              </p>
              <p className="notes-text">{each.text}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
