import type { Policy } from './schema.ts'

/** The choices of domain.md. An operator overrides single figures with a file named by POLICY_FILE. */
export const defaultPolicy: Policy = {
  // Operator's promise 0000统一查询和退订; 10086977 accepts numbers as well.
  shortCodes: { query: ['10086', '10086977'], prompts: '10086901', reports: ['10086999'] },
  words: {
    list: ['0000', 'list', '列表'],
    block: ['00000'],
    unblock: ['11111'],
    subscribe: ['1111'],
    marketingOff: ['t', 'td', 'n', 'r', '退订', 'stop', 'unsubscribe'],
    cancelAll: ['全部退订', '全部取消', 'cancel all'],
    fullBlock: ['全部屏蔽', 'block all'],
    undo: ['恢复', '撤销', 'undo'],
    more: ['更多', '下一页', 'more'],
    proof: ['证据', 'proof'],
    refund: ['退费', 'refund'],
    complain: ['投诉', 'complain'],
    status: ['查询', 'status'],
    reopen: ['不满意', 'reopen'],
    solved: ['满意', 'solved'],
    language: ['语言', 'language', 'lang'],
    help: ['帮助', 'help'],
    yes: ['是', 'y', 'yes'],
    no: ['否', 'n', 'no'],
  },
  timeZone: 'Asia/Shanghai',
  listValidMinutes: 120,
  undoMinutes: 30,
  secondYesMinutes: 10,
  helpEveryMinutes: 10,
  help: { perDay: 5 },
  answersPerHour: 60,
  repetitionSeconds: 60,
  idempotencyHours: 24,
  assemblyMinutes: 10,
  segments: { list: 6, answer: 3 },
  otp: {
    pattern: '(?<![0-9])[0-9]{4,8}(?![0-9])|(?<![A-Za-z0-9])(?=[A-Z0-9]*[0-9])[A-Z0-9]{4,8}(?![A-Za-z0-9])',
    link: 'https?:|www\\.|(?:[a-z0-9-]+\\.)+(?:com|cn|net|org|top|xyz|vip|cc|me|info|shop|club|site|link|ly|io|app|gd|tk|im|mobi)(?![a-z])',
  },
  quietHours: { from: '22:00', to: '08:00' },
  // Operator's promise 二次确认: 24 h, then no; 60 minutes for services marked so; 72 h free.
  confirmation: {
    windowHours: 24,
    shortWindowMinutes: 60,
    freeHours: 72,
    purchaseHours: 24,
    restDays: 0,
    similarPercent: 70,
    perPartnerDay: 2,
    perSubscriberDay: 5,
    open: 5,
  },
  // Operator's promise 业务扣费主动提醒: before a recurring charge and after each charge.
  reminders: { hoursBefore: 24, chargedAt: '20:00', answerHours: 48 },
  // Operator's promise 信息费误差双倍返还: a wrong charge goes back twice.
  charging: {
    grantMinutes: 10,
    whenUnknown: 'deny',
    staleSeconds: 5,
    settleSeconds: 60,
    lateDays: 180,
    futureMinutes: 10,
    refundTimes: 2,
    keepMonths: 13,
  },
  // Refund first, verify after.
  disputes: { perMonth: 3, amountFen: 2000, withinDays: 180 },
  // Operator's promise 48小时内回复, 件件有着落.
  complaints: { answerHours: 48, warnHours: 24, reopenDays: 30 },
  account: { codeMinutes: 10, codesPerHour: 5, triesPerCode: 5, sessionMinutes: 30 },
  webhookRetryMinutes: [1, 5, 15, 60, 180, 360, 720],
  receiptMonths: 6,
  deliveryReceiptsFor: ['prompt', 'reminder', 'notice', 'service', 'otp'],
  serviceType: { answer: 'FREE', prompt: 'FREE', reminder: 'FREE', notice: 'FREE' },
  sendRetryMinutes: [1, 5, 15, 60, 240],
}
