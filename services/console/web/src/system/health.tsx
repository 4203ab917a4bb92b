import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { Fold } from '../shell/fold.tsx'
import { useMoment } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { Part } from '../shell/part.tsx'
import { isWorkKnown, linksOf, loadProcesses, type Process, workOf } from '../shell/processes.ts'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import { useTrouble } from '../shell/trouble.ts'
import { Window } from '../shell/window.tsx'
import { useWords } from './words.ts'

/** Every process with its links and lanes. */
export function Health() {
  const t = useWords()
  useLive('processes')
  const query = useQuery({ queryKey: ['processes'], queryFn: loadProcesses, refetchInterval: 30_000 })
  return (
    <Screen title={t('system')} about={t('systemAbout')}>
      <div className="stack">
        <section aria-labelledby="processes">
          <h2 id="processes">{t('processes')}</h2>
          <Part query={query}>{(all) => <Processes all={all} />}</Part>
        </section>
        <section aria-labelledby="links">
          <h2 id="links">{t('links')}</h2>
          <Part query={query}>
            {(all) => (
              <Table
                rows={linksOf(all)}
                rowKey={(each) => `${each.process} ${each.name}`}
                empty={t('noLinks')}
                columns={[
                  { name: 'link', title: t('link'), render: (each) => each.name },
                  { name: 'bind', title: t('bind'), render: (each) => each.bind },
                  { name: 'window', title: t('window'), render: (each) => <Window {...each} /> },
                  { name: 'process', title: t('process'), render: (each) => each.process },
                ]}
              />
            )}
          </Part>
        </section>
        <section aria-labelledby="lanes" className="lanes">
          <h2 id="lanes">{t('lanes')}</h2>
          <p className="soft">{t('lanesAbout')}</p>
          <Part query={query}>{(all) => <Lanes all={workOf(all)} isKnown={isWorkKnown(all)} />}</Part>
        </section>
      </div>
    </Screen>
  )
}

/** What has messages to handle; all of them for who looks on. */
function Lanes({ all, isKnown }: { all: ReturnType<typeof workOf>; isKnown: boolean }) {
  const t = useWords()
  const table = (rows: typeof all) => (
    <Table
      rows={rows}
      rowKey={(each) => each.process}
      empty={t(isKnown ? 'lagNone' : 'lagUnknown')}
      columns={[
        { name: 'process', title: t('process'), render: (each) => each.process },
        { name: 'lanes', title: t('laneCount'), render: (each) => each.lanes, figure: true },
        { name: 'lag', title: t('lag'), render: (each) => each.lag, figure: true },
      ]}
    />
  )
  return (
    <div className="folds">
      {table(all.filter((each) => each.lag > 0))}
      <Fold name="lanes" summary={<h3>{t('lanesAll', { count: all.length })}</h3>}>
        {table(all)}
      </Fold>
    </div>
  )
}

function Processes({ all }: { all: readonly Process[] }) {
  const t = useWords()
  const moment = useMoment()
  const tell = useTrouble()
  const differ = new Set(all.map((each) => `${each.version} ${each.policy}`)).size > 1
  const most = Math.max(...all.map((each) => each.services.length + each.edges.length))
  const runs = ({ services, edges }: Process): string =>
    services.length + edges.length === most && services.length === edges.length
      ? t('all')
      : [...new Set([...services, ...edges])].join(', ') || t('none')
  return (
    <>
      {differ && <Alert type="warning" showIcon title={t('differ')} className="gap" />}
      <Table
        rows={all}
        rowKey={(each) => each.id}
        empty={t('none')}
        columns={[
          { name: 'process', title: t('process'), render: (each) => each.id },
          {
            name: 'state',
            title: t('state'),
            render: (each) =>
              each.silent ? (
                <State tone="bad">{t('silent')}</State>
              ) : each.troubles.length > 0 ? (
                <ul className="plain">
                  {each.troubles.map((text) => (
                    <li key={text}>{tell(text)}</li>
                  ))}
                </ul>
              ) : (
                <State tone="good">{t('well')}</State>
              ),
          },
          { name: 'version', title: t('version'), render: (each) => each.version },
          { name: 'policy', title: t('policy'), render: (each) => <code>{each.policy}</code> },
          { name: 'runs', title: t('runs'), render: runs },
          { name: 'since', title: t('since'), short: true, render: (each) => moment(each.startedAt) },
          { name: 'told', title: t('told'), short: true, render: (each) => moment(each.toldAt) },
        ]}
      />
    </>
  )
}
