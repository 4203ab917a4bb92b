import { Link } from '@tanstack/react-router'
import { useCalled } from '../shell/called.ts'
import type { Subject } from './api.ts'
import { useWords } from './words.ts'

/** The case that a proposal is of, as a link, and whom that is about. */
export function CaseOf({ number, subject }: { number: string; subject: Subject }) {
  const t = useWords()
  const called = useCalled()
  const { partnerId = '', serviceId = '', app } = subject
  return (
    <p>
      <Link to="/console/cases/$number" params={{ number } as never} className="underlined">
        {t('caseNumber', { number })}
      </Link>{' '}
      <span className="soft">
        {[called.partner(partnerId), called.service(serviceId), app].filter(Boolean).join(' · ')}
      </span>
    </p>
  )
}
