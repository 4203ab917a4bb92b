import { wordsOf } from './i18n.ts'
import { en } from './words/en.ts'
import { zh } from './words/zh.ts'

/** The words of the frame, and of what every screen is made of. */
export const useWords = wordsOf('shell', zh, en)
