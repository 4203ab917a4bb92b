import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDay } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { type ListedCase, review, type WholeCase } from './api.ts'
import { CaseTags } from './bits.tsx'
import { useCaseNames } from './names.ts'
import { useWords } from './words.ts'

const MOST = 6

/** Other cases of the same partner, and cases of others that are suspected of the same: how these were decided. */
export function Similar({ of }: { of: WholeCase }) {
  const t = useWords()
  const { partnerId } = of.subject
  const own = useQuery({
    queryKey: ['cases', 'of', partnerId],
    queryFn: () => review.cases(`status=all&partner=${encodeURIComponent(partnerId ?? '')}&limit=50`),
    enabled: partnerId !== undefined,
  })
  const [strongest] = of.signals
  const alike = useQuery({
    queryKey: ['cases', 'alike', strongest],
    queryFn: () => review.cases(`signal=${encodeURIComponent(strongest ?? '')}&order=desc&limit=200`),
    enabled: strongest !== undefined,
  })
  const isOther = (each: ListedCase) => each.number !== of.number
  return (
    <section className="panel" aria-labelledby="similar">
      <h2 id="similar">{t('sameSubject')}</h2>
      {partnerId === undefined ? (
        <p className="soft">{t('none')}</p>
      ) : (
        <Part query={own}>{({ items }) => <Few of={items.filter(isOther)} byName={false} />}</Part>
      )}
      {strongest !== undefined && (
        <>
          <h2>{t('sameSuspicion')}</h2>
          <Part query={alike}>
            {({ items }) => (
              <Few
                of={items.filter((each) => isOther(each) && each.subject.partnerId !== of.subject.partnerId)}
                byName
              />
            )}
          </Part>
        </>
      )}
    </section>
  )
}

function Few({ of, byName }: { of: readonly ListedCase[]; byName: boolean }) {
  const t = useWords()
  const day = useDay()
  const { what, part, suspicion } = useCaseNames()
  if (of.length === 0) return <p className="soft">{t('none')}</p>
  return (
    <ul className="few">
      {of.slice(0, MOST).map((each) => (
        <li key={each.number}>
          <Link to="/console/cases/$number" params={{ number: each.number } as never}>
            {byName ? what(each) : suspicion(each)}
          </Link>
          {!byName && <span className="soft">{part(each)}</span>}
          <CaseTags of={each} />
          <span className="soft">{day(each.opened_at)}</span>
        </li>
      ))}
    </ul>
  )
}
