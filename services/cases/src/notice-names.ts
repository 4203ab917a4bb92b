import { narrow } from '#campaigns'
import { asTyped } from '#reference'
import type { PublicNotice } from './domain/notice.ts'

/** In simplified characters, narrow. */
export const narrowly = (name: string): string => narrow(name).text

/** Whatever script, width or capitals a name is typed in. */
export const plainly = (name: string): string => asTyped(narrowly(name))

/** What a notice calls its partner, service and software. */
export const namesIn = ({ partnerZh, partnerEn, serviceZh, serviceEn, subject: { app } }: PublicNotice): string[] =>
  [partnerZh, partnerEn, serviceZh, serviceEn, app?.split('#')[0]].filter(
    (each) => each !== undefined && each !== '',
  ) as string[]
