import type { Language } from '#contracts'

export interface AccountTexts {
  signInCode(facts: { code: string; minutes: number }): string
}

const zh: AccountTexts = {
  signInCode: ({ code, minutes }) =>
    `【我的业务】登录验证码${code}，${minutes}分钟内有效。任何人向您索要都请勿告知。如非本人操作请忽略。`,
}
const en: AccountTexts = {
  signInCode: ({ code, minutes }) =>
    `${code} is your code to sign in to My services, valid ${minutes} min. Give it to nobody. If you did not ask for it, ignore this.`,
}

export const accountTextsIn = (language: Language): AccountTexts => (language === 'en' ? en : zh)
