import { chinese, english, type Texts } from './catalogue.ts'

export * from './account.ts'
export * from './alarms.ts'
export * from './cases.ts'
export * from './catalogue.ts'
export * from './charging.ts'
export * from './complaints.ts'
export * from './confirmation.ts'
export * from './format.ts'
export * from './lines.ts'
export * from './prompt.ts'
export * from './reports.ts'
export * from './voice.ts'

/** The texts of one language. */
export const textsIn = (language: 'zh-CN' | 'en'): Texts => (language === 'en' ? english : chinese)
