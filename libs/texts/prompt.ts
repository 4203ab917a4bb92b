import type { Language, Terms } from '#contracts'
import type { Offer, PromptFacts } from './confirmation.ts'

interface Named {
  readonly nameZh: string
  readonly nameEn: string
}

/** The figures of the policy that a prompt tells. */
export interface PromptFigures {
  readonly freeHours: number
  readonly windowHours: number
  readonly shortWindowMinutes: number
}

/** A service as a prompt in this language names it. */
export const offerIn = (language: Language, service: Named, partner: Named, terms: Terms): Offer => ({
  ...terms,
  partner: language === 'en' ? partner.nameEn : partner.nameZh,
  service: language === 'en' ? service.nameEn : service.nameZh,
})

/** What the prompt about an offer says, whoever shows it: the phone that is asked, or who approves the service. */
export const promptFactsOf = (
  offer: Offer,
  asked: Pick<PromptFacts, 'code' | 'by' | 'port'> & { readonly window: '24h' | '60m' },
  { freeHours, windowHours, shortWindowMinutes }: PromptFigures,
): PromptFacts => ({
  ...offer,
  ...asked,
  freeHours,
  window: asked.window === '60m' ? { minutes: shortWindowMinutes } : { hours: windowHours },
})
