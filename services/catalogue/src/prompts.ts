import { z } from 'zod'
import type { Language } from '#contracts'
import { type Service, termsOf } from '#reference'
import type { Deps } from '#service'
import { measure } from '#sms'
import { confirmationTextsIn, offerIn, promptFactsOf } from '#texts'

const prompt = z.object({ text: z.string(), segments: z.number() })
/** What a subscriber reads before they agree, by whom it was asked for, in both languages. */
export const prompts = z.object({
  'zh-CN': z.object({ partner: prompt, subscriber: prompt }),
  en: z.object({ partner: prompt, subscriber: prompt }),
})

/** The first code that a subscriber is given. */
const CODE = '10'

/** The very prompt that a subscriber will read, from the texts that write it. */
export function promptsOf(
  deps: Pick<Deps, 'catalogue' | 'policy'>,
  service: Omit<Service, 'from'>,
): z.infer<typeof prompts> {
  const { port, window, partnerId } = service
  const partner = deps.catalogue.newestPartner(partnerId) ?? { nameZh: '', nameEn: '' }
  const say = (language: Language, by: 'partner' | 'subscriber') => {
    const offer = offerIn(language, service, partner, termsOf(service))
    const facts = promptFactsOf(offer, { code: CODE, by, port, window }, deps.policy.policy.confirmation)
    const text = confirmationTextsIn(language).prompt(facts)
    return { text, segments: measure(text).segments }
  }
  const both = (language: Language) => ({ partner: say(language, 'partner'), subscriber: say(language, 'subscriber') })
  return { 'zh-CN': both('zh-CN'), en: both('en') }
}
