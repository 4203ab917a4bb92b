import { z } from 'zod'
import { msisdn, time } from './parts.ts'
import { topic } from './topic.ts'

export const accountSessions = topic({
  name: 'account.sessions',
  key: 'session',
  owner: 'account',
  summary: 'Sessions of subscribers who signed in on the web, by the digest of their secret.',
  keep: 3,
  messages: {
    'session.opened': z.object({
      key: z.string(),
      msisdn,
      /** The tenure that it belongs to, and ends with. */
      tenure: z.number().int().min(1),
      until: time,
    }),
    'session.ended': z.object({}),
  },
})
