import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useRef, useState } from 'react'
import { ApiError } from '../shell/api.ts'
import { useWhy } from '../shell/fail.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Screen } from '../shell/screen.tsx'
import { useWords } from './words.ts'

const fileKinds = ['blocks', 'white-list', 'domains'] as const
type FileKind = (typeof fileKinds)[number]

interface Counts {
  readonly rows: number
  readonly taken: number
  readonly unchanged: number
  readonly refused: number
}
/** Why a row was not taken: in English, and by its code. */
interface RowFlaw {
  readonly line: number
  readonly error: string
  readonly code?: string
  readonly of?: Readonly<Record<string, string | number>>
}
interface Told {
  readonly counts: Counts
  readonly errors: readonly RowFlaw[]
  readonly proposal?: string
  readonly isDone: boolean
}
const nothing: Told = { counts: { rows: 0, taken: 0, unchanged: 0, refused: 0 }, errors: [], isDone: false }
/** So many wrong rows are shown. */
const SHOWN = 20

/** Blocks, white list and domains by file: in, with what became of each row, and out. */
export function Files() {
  const t = useWords()
  const mayBlock = useMe().purposes.includes('block')
  return (
    <Screen title={t('files')} about={t('filesAbout')}>
      <div className="two">
        {mayBlock && <Import />}
        <section className="panel">
          <h2>{t('exports')}</h2>
          <p className="soft">{t('exportsAbout')}</p>
          <ul>
            {fileKinds.map((kind) => (
              <li key={kind}>
                <a href={`/v1/export/${kind}`} download={`${kind}.csv`}>
                  {t.of('fileKinds', kind)}
                </a>
              </li>
            ))}
            <li>
              <a href="/v1/feeds/domains">{t('feed')}</a>
            </li>
          </ul>
        </section>
      </div>
    </Screen>
  )
}

interface Sent {
  readonly kind: FileKind
  readonly file: File
  readonly proposal: string
}

function Import() {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const [kind, setKind] = useState<FileKind>('blocks')
  const [proposal, setProposal] = useState('')
  const [told, setTold] = useState<Told>()
  const [name, setName] = useState<string>()
  const file = useRef<HTMLInputElement>(null)
  const send = useMutation({
    mutationFn: (of: Sent) => sendFile(of, setTold),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['blocks'] }),
  })
  const tellFlaw = ({ line, error, code, of = {} }: RowFlaw): string => {
    const kind = t.of('kinds', String(of['kind'] ?? ''))
    const said = code === undefined ? error : t.of('rowFlaws', code, { ...of, kind })
    // A flaw that has no words yet is told as the API does.
    return t('line', { line, error: said === code ? error : said })
  }
  const finish = () => {
    const [given] = file.current?.files ?? []
    if (given) send.mutate({ kind, file: given, proposal: proposal.trim() })
  }
  return (
    <section className="panel">
      <h2>{t('doImport')}</h2>
      <Form layout="vertical" onFinish={finish}>
        <Form.Item label={t('kind')} htmlFor="file-kind">
          <Select
            id="file-kind"
            value={kind}
            onChange={setKind}
            options={fileKinds.map((value) => ({ value, label: t.of('fileKinds', value) }))}
          />
        </Form.Item>
        <Form.Item label={t('file')} htmlFor="file">
          <div className="file-field">
            <input
              id="file"
              ref={file}
              type="file"
              accept=".csv,text/csv"
              required
              onChange={({ target }) => setName(target.files?.[0]?.name)}
            />
            <span className="file-field-button" aria-hidden>
              {t('fileChoose')}
            </span>
            <span className="file-field-name soft">{name ?? t('fileNone')}</span>
          </div>
        </Form.Item>
        <Form.Item label={t('proposal')} htmlFor="file-proposal" extra={t('proposalHint')}>
          <Input
            id="file-proposal"
            value={proposal}
            maxLength={100}
            onChange={(event) => setProposal(event.target.value)}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t('doImport')}
        </Button>
      </Form>
      <div aria-live="polite" className="below">
        {told && <p>{t('progress', { ...told.counts })}</p>}
        {told?.isDone && (
          <Alert
            type={told.proposal ? 'info' : 'success'}
            showIcon
            title={told.proposal ? t('importOpen', { proposal: told.proposal }) : t('importDone')}
          />
        )}
        {told?.errors.slice(0, SHOWN).map((each) => (
          <p key={each.line} className="soft">
            {tellFlaw(each)}
          </p>
        ))}
        {send.error && <Alert type="error" showIcon title={why(send.error)} />}
      </div>
    </section>
  )
}

/** Sends a file and tells what comes back, line by line. @throws ApiError when the gateway takes none of it */
async function sendFile({ kind, file, proposal }: Sent, tell: (told: Told) => void): Promise<void> {
  const query = proposal === '' ? '' : `?proposal=${encodeURIComponent(proposal)}`
  const response = await fetch(`/v1/import/${kind}${query}`, {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'text/csv' },
  }).catch(() => {
    throw new ApiError(0, { code: 'away' })
  })
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({ code: 'away' })))
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let told = nothing
  let rest = ''
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const lines = (rest + part.value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) told = heard(told, line)
    tell(told)
  }
}

function heard(told: Told, text: string): Told {
  const line = JSON.parse(text) as Partial<RowFlaw> & {
    progress?: Counts
    done?: Counts
    status?: string
    proposal?: string
  }
  if (line.error !== undefined)
    return { ...told, errors: [...told.errors, { ...line, line: line.line ?? 0, error: line.error }] }
  if (line.progress) return { ...told, counts: line.progress }
  if (!line.done) return told
  const waits = line.status === 'open' && line.proposal ? { proposal: line.proposal } : {}
  return { ...told, counts: line.done, isDone: true, ...waits }
}
