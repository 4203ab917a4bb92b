import { wordsOf } from '../shell/i18n.ts'
import { en } from './words/en.ts'
import { zh } from './words/zh.ts'

/** The words of cases about partners: verdicts, penalties, notices. */
export const useWords = wordsOf('review', zh, en)
