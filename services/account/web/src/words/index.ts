import type { Tongue } from '#web'
import { en } from './en.ts'
import { type Words, zh } from './zh.ts'

export type { Words }
export const words: Record<Tongue, Words> = { zh, en }
