import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { Part } from '../shell/part.tsx'
import { review } from './api.ts'
import { OneCharge } from './why.tsx'
import { useWords } from './words.ts'

const kinds = ['wrong', 'all'] as const

/** Charges of a partner, the latest first: those that were found wrong, or all; each opens to how it came about. */
export function PartnerCharges({ partner }: { readonly partner: string }) {
  const t = useWords()
  const [of, setOf] = useState<(typeof kinds)[number]>('wrong')
  const query = useInfiniteQuery({
    queryKey: ['partner-charges', partner, of],
    queryFn: ({ pageParam }) => review.partnerCharges(partner, of, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  return (
    <section className="panel" aria-labelledby="charges">
      <h2 id="charges">{t('charges')}</h2>
      <div className="choices-row gap">
        <Segmented
          value={of}
          onChange={setOf}
          options={kinds.map((each) => ({ value: each, label: t(`chargesOf/${each}`) }))}
        />
      </div>
      <Part query={query}>
        {({ pages }) => {
          const items = pages.flatMap((each) => each.items)
          if (items.length === 0) return <p className="soft">{t(of === 'wrong' ? 'chargesRight' : 'chargesNever')}</p>
          return (
            <>
              <ul className="shown-charges">
                {items.map((each) => (
                  <li key={each.charge}>
                    <OneCharge charge={each} />
                  </li>
                ))}
              </ul>
              {query.hasNextPage && (
                <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('chargesMore')}
                </Button>
              )}
            </>
          )
        }}
      </Part>
    </section>
  )
}
