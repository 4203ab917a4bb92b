import type { Language } from '#contracts'
import { nameEn, nameZh, type Offer, priceEn, priceZh, verbZh } from './confirmation.ts'

export interface AccountTexts {
  signInCode(facts: { code: string; minutes: number }): string
  /** To confirm one request on the web: it names what is bought, so that it cannot be got for something else. */
  confirmCode(facts: { code: string; minutes: number; offer: Offer }): string
}

const costZh = (offer: Offer): string =>
  offer.trialDays === undefined ? priceZh(offer) : `免费试用${offer.trialDays}天，之后${priceZh(offer)}`
const costEn = (offer: Offer): string =>
  offer.trialDays === undefined ? priceEn(offer) : `free for ${offer.trialDays} days, then ${priceEn(offer)}`

const zh: AccountTexts = {
  signInCode: ({ code, minutes }) =>
    `【我的业务】登录验证码${code}，${minutes}分钟内有效。任何人向您索要都请勿告知。如非本人操作请忽略。`,
  confirmCode: ({ code, minutes, offer }) =>
    `【二次确认】验证码${code}，仅用于在网页确认${verbZh[offer.period]}${nameZh(offer)}，${costZh(offer)}，${minutes}分钟内有效。不同意请勿输入，也勿告知他人。`,
}
const en: AccountTexts = {
  signInCode: ({ code, minutes }) =>
    `${code} is your code to sign in to My services, valid ${minutes} min. Give it to nobody. If you did not ask for it, ignore this.`,
  confirmCode: ({ code, minutes, offer }) =>
    `${code} is your code to agree, on the web page, to ${nameEn(offer)}, ${costEn(offer)}. Valid ${minutes} min. If you do not agree, do not enter it; give it to nobody.`,
}

export const accountTextsIn = (language: Language): AccountTexts => (language === 'en' ? en : zh)
