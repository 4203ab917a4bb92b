import type { Language, Terms } from '#contracts'
import { tellFen } from './format.ts'

export interface VoiceItem {
  readonly key: number
  readonly partner: string
  readonly service: string
  readonly tariffFen: number
  readonly period: Terms['period']
}

export type VoicePurpose = 'cancel' | 'refund' | 'complain'

/** What the voice menu says, in one language. */
export interface VoiceTexts {
  readonly main: string
  readonly notAChoice: string
  readonly tooMany: string
  readonly goodbye: string
  readonly nothing: string
  list(purpose: VoicePurpose, items: readonly VoiceItem[], more: boolean): string
  confirm(purpose: 'cancel' | 'refund', item: Pick<VoiceItem, 'partner' | 'service'>): string
  readonly cancelled: string
  readonly disputed: string
  complained(number: string): string
}

const zhPurpose = { cancel: '退订', refund: '申请退费', complain: '投诉' }
const enPurpose = { cancel: 'to cancel', refund: 'to ask for a refund of', complain: 'to complain about' }

const zh: VoiceTexts = {
  main: '查询和退订收费业务请按1，申请退费请按2，投诉请按3，重听请按9，结束请按0。',
  notAChoice: '没有这个选项。',
  tooMany: '没有收到有效的按键，通话结束。您也可以发送0000到10086办理。',
  goodbye: '谢谢，再见。',
  nothing: '您目前没有订购任何收费业务。',
  list: (purpose, items, more) =>
    `${items
      .map(
        ({ key, partner, service, tariffFen, period }) =>
          `${zhPurpose[purpose]}${partner}${service}，${tellFen(tariffFen, 'zh-CN')}每${period === 'month' ? '月' : '次'}，请按${key}。`,
      )
      .join('')}${purpose === 'complain' ? '投诉其他问题请按8。' : ''}${more ? '更多请按9。' : ''}返回请按0。`,
  confirm: (purpose, { partner, service }) => `${zhPurpose[purpose]}${partner}${service}，确认请按1，返回请按0。`,
  cancelled: '已为您办理退订，短信已发送到您的手机，30分钟内回复短信可以恢复。',
  disputed: '已受理您的退费申请，结果将以短信通知您。',
  complained: (number) => `已受理您的投诉，编号${[...number].join(' ')}，48小时内答复。`,
}

const en: VoiceTexts = {
  main: 'To hear and cancel what you pay for, press 1. For a refund, press 2. To complain, press 3. To hear this again, press 9. To end, press 0.',
  notAChoice: 'That is not a choice.',
  tooMany: 'No valid key was pressed; the call ends. You can also text 0000 to 10086.',
  goodbye: 'Thank you, goodbye.',
  nothing: 'You pay for no services at present.',
  list: (purpose, items, more) =>
    `${items
      .map(
        ({ key, partner, service, tariffFen, period }) =>
          `${enPurpose[purpose]} ${service} by ${partner}, ${tellFen(tariffFen, 'en')} a ${period === 'month' ? 'month' : 'use'}, press ${key}. `,
      )
      .join(
        '',
      )}${purpose === 'complain' ? 'For anything else, press 8. ' : ''}${more ? 'For more, press 9. ' : ''}To go back, press 0.`,
  confirm: (purpose, { partner, service }) =>
    `${enPurpose[purpose]} ${service} by ${partner}: press 1 if that is right, 0 to go back.`,
  cancelled: 'It is cancelled. An SMS was sent to your phone; answer it within 30 minutes to undo.',
  disputed: 'Your request for a refund is taken; you get an SMS with the outcome.',
  complained: (number) => `Your complaint has number ${[...number].join(' ')}. You get an answer within 48 hours.`,
}

export const voiceTextsIn = (language: Language): VoiceTexts => (language === 'en' ? en : zh)
