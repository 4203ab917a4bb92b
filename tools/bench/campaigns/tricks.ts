import { Converter } from 'opencc-js/cn2t'
import type { Chance } from './random.ts'

/** Makes another text of a text, as senders do. `other` is a text that has nothing to do with it, to fill up with. */
export type Trick = (text: string, chance: Chance, other: string) => string

const toTraditional = Converter({ from: 'cn', to: 't' })
const HAN = /\p{Script=Han}/u
const letters = (text: string) => [...text]
const each = (text: string, change: (letter: string, index: number) => string) => letters(text).map(change).join('')
const sentences = (text: string) => text.match(/[^，。！？；,!?;]+[，。！？；,!?;]*/gu) ?? [text]
const han = (chance: Chance) => String.fromCodePoint(0x4e00 + chance.below(0x51a5))

/** What an input method offers for one syllable: the homophones of the order of sounds, found by looking near in it. */
const byReading = [...Array(0x9fa5 - 0x4e00).keys()]
  .map((i) => String.fromCodePoint(0x4e00 + i))
  .sort(new Intl.Collator('zh-u-co-pinyin').compare)
const place = new Map(byReading.map((letter, index) => [letter, index]))
const homophone = (letter: string, chance: Chance) => {
  const at = place.get(letter)
  return at === undefined ? letter : (byReading[at + 1 + chance.below(4)] ?? letter)
}

const NARROW = /[\x21-\x7e]/
const DRAWN: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'ο',
  p: 'р',
  x: 'х',
  y: 'у',
  i: 'і',
  k: 'κ',
  t: 'τ',
  h: 'һ',
  n: 'ո',
}
const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '$', t: '7' }
/** Characters in their parts, left and right. */
const PARTS = new Map(
  '识言只 贷代贝 钱钅戋 信亻言 好女子 加力口 银钅艮 你亻尔 法氵去 到至刂 明日月 的白勺 账贝长 购贝勾 赌贝者 彩采彡 群君羊 联耳关 请讠青 股月殳 领令页 现王见 理王里 财贝才 期其月 额客页 税禾兑 程禾呈 注氵主 开一廾 话讠舌 说讠兑 惠心车 房户方 楼木娄 保亻呆 便亻更 他亻也 对又寸 和禾口 如女口 始女台 功工力 动云力 助且力 电日乚 价亻介 位亻立 们亻门 件亻牛 红纟工 给纟合 级纟及 线纟戋 时日寸 间门日 问门口 活氵舌 清氵青 海氵每 油氵由 打扌丁 投扌殳 报扌艮 招扌召 拨扌发 提扌是 特牜寺 物牜勿 课讠果 订讠丁 详讠羊 证讠正 评讠平 验马佥 骗马扁 驾加马 校木交 机木几 极木及 相木目 根木艮 样木羊 林木木 轻车圣 轿车乔 辆车两 转车专 软车欠 饮饣欠 饭饣反 馆饣官 跌足失 路足各 跑足包 顾厄页 顶丁页 项工页 顺川页 预予页 频步页 颗果页 题是页'
    .split(' ')
    .map((entry) => [entry[0]!, [...entry].slice(1).join('')]),
)
const EMOJI = ['🔥', '💰', '🎉', '👉', '❤️', '✅', '📱', '🧧', '🏠', '🚗', '⭐', '💥']
const SYMBOLS = ['*', '.', '·', '~', '-', '_', '^', '|', '/', '★', '◆', '※', '#', '+', '`', '=', '、', '〓']
const UNSEEN = [
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u202e',
  '\u202c',
  '\u200f',
  '\u2066',
  '\u2069',
  '\ufe0f',
]
const NAMES = [
  '张经理',
  '王总',
  '小李',
  '陈小姐',
  '刘老师',
  '赵先生',
  '孙主任',
  '周姐',
  '吴哥',
  '郑女士',
  'Anna',
  'Mr Lee',
]
const FIRMS = [
  '鑫源',
  '宝来',
  '惠通',
  '万家',
  '德诚',
  '恒远',
  '金禾',
  '悦购',
  '乐投',
  '佳和',
  '星途',
  'Prime',
  'BestBuy',
]
const SYNONYMS = new Map(
  '立即:马上 马上:立刻 优惠:特惠 免费:不要钱 客户:用户 用户:客户 点击:打开 领取:领走 活动:促销 电话:热线 热线:电话 详情:具体 咨询:询问 今天:今日 最高:最多 最低:最少 贷款:借款 借款:贷款 办理:申办 手续:流程 简单:方便 快速:迅速 名额:席位 机会:良机 火爆:热烈 赠送:奉送 恭喜:祝贺 您:你 全部:所有 仅需:只要 添加:加 专业:资深 正规:合法 call:ring free:complimentary win:get now:today claim:collect customer:client urgent:important reply:answer prize:award text:txt'
    .split(' ')
    .map((entry) => entry.split(':') as [string, string]),
)

const digit = (chance: Chance) => String(chance.below(10))
const inserted =
  (list: readonly string[], share: number): Trick =>
  (text, chance) =>
    each(text, (letter) => (chance.yes(share) ? letter + chance.of(list) : letter))
const digitsChanged: Trick = (text, chance) => text.replace(/\d/g, () => digit(chance))
const word = (chance: Chance, length = 3 + chance.below(6)) =>
  Array.from({ length }, () => String.fromCharCode(97 + chance.below(26))).join('')

/** The tricks that were looked at while the figures of the engine were chosen. */
export const known: Readonly<Record<string, Trick>> = {
  'as it was': (text) => text,
  'full-width': (text, chance) =>
    each(text, (letter) =>
      NARROW.test(letter) && chance.yes(0.8) ? String.fromCodePoint(letter.codePointAt(0)! + 0xfee0) : letter,
    ),
  'look-alikes': (text, chance) =>
    each(text, (letter) => (chance.yes(0.6) ? (DRAWN[letter.toLowerCase()] ?? letter) : letter)),
  traditional: (text) => toTraditional(text),
  homophones: (text, chance) =>
    each(text, (letter) => (HAN.test(letter) && chance.yes(0.3) ? homophone(letter, chance) : letter)),
  'any other character': (text, chance) =>
    each(text, (letter) => (HAN.test(letter) && chance.yes(0.15) ? han(chance) : letter)),
  'in parts': (text, chance) => each(text, (letter) => (chance.yes(0.6) ? (PARTS.get(letter) ?? letter) : letter)),
  spaces: inserted([' ', '  ', '\u3000', '\n'], 0.4),
  symbols: inserted(SYMBOLS, 0.35),
  emoji: inserted(EMOJI, 0.25),
  unseen: inserted(UNSEEN, 0.5),
  digits: digitsChanged,
  'names and amounts': (text, chance) =>
    digitsChanged(
      text
        .replace(/【[^】]*】|\[[^\]]*\]/gu, () => `【${chance.of(FIRMS)}】`)
        .replace(/[\u4e00-\u9fa5]{1,2}(?:经理|先生|小姐|女士|老师|总)/gu, () => chance.of(NAMES)),
      chance,
      '',
    ),
  links: (text, chance) =>
    `${text.replace(/(?:https?:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[\w?=&./-]*)?/giu, '')} ${word(chance)}.${chance.of(['cn', 'top', 'xyz', 'com', 'vip'])}/${word(chance)}`,
  'sentences swapped': (text, chance) => chance.shuffled(sentences(text)).join(''),
  'half new': (text, chance, other) => {
    const mine = sentences(text)
    const kept = Math.max(1, Math.ceil(mine.length / 2))
    const from = chance.below(mine.length - kept + 1)
    const half = mine.length > 1 ? mine.slice(from, from + kept).join('') : text.slice(0, Math.ceil(text.length / 2))
    const filler = other.slice(0, half.length)
    return chance.yes(0.5) ? half + filler : filler + half
  },
  'two or three of these': (text, chance, other) => {
    const names = chance.shuffled(
      Object.keys(known).filter((name) => name !== 'two or three of these' && name !== 'half new'),
    )
    return names.slice(0, 2 + chance.below(2)).reduce((made, name) => known[name]!(made, chance, other), text)
  },
}

/** Tricks that no figure of the engine was chosen by. */
export const unknown: Readonly<Record<string, Trick>> = {
  'pinyin for characters': (text, chance) =>
    each(text, (letter) => {
      const names = PINYIN[letter]
      return names !== undefined && chance.yes(0.7) ? names : letter
    }),
  'letters strewn in': (text, chance) =>
    each(text, (letter) => (HAN.test(letter) && chance.yes(0.35) ? letter + word(chance, 1) : letter)),
  'characters strewn in': (text, chance) =>
    each(text, (letter) => (HAN.test(letter) && chance.yes(0.2) ? letter + han(chance) : letter)),
  doubled: (text, chance) => each(text, (letter) => (chance.yes(0.3) ? letter + letter : letter)),
  synonyms: (text) => {
    let made = text
    for (const [from, to] of SYNONYMS) made = made.replaceAll(from, `\u0000${to}\u0001`)
    return made.replace(/[\u0000\u0001]/g, '')
  },
  'digits for letters': (text, chance) =>
    each(text, (letter) => (chance.yes(0.5) ? (LEET[letter.toLowerCase()] ?? letter) : letter)),
  'letters left out': (text, chance) => each(text, (letter) => (chance.yes(0.12) ? '' : letter)),
  'neighbours changed over': (text, chance) => {
    const made = letters(text)
    for (let i = 0; i + 1 < made.length; i++)
      if (chance.yes(0.12)) {
        ;[made[i], made[i + 1]] = [made[i + 1]!, made[i]!]
        i++
      }
    return made.join('')
  },
  'a chat before and after': (text, chance, other) =>
    `${other.slice(0, 20)}\n${text}\n${word(chance)} ${other.slice(-15)}`,
  'in brackets and accents': (text, chance) =>
    each(text, (letter) =>
      chance.yes(0.3)
        ? HAN.test(letter)
          ? `(${letter})`
          : /[a-z]/i.test(letter)
            ? letter + String.fromCodePoint(0x300 + chance.below(0x6f))
            : letter
        : letter,
    ),
  'three of any': (text, chance, other) => {
    const all = { ...known, ...unknown }
    const names = chance.shuffled(
      Object.keys(all).filter((name) => !['two or three of these', 'three of any', 'half new'].includes(name)),
    )
    return names.slice(0, 3).reduce((made, name) => all[name]!(made, chance, other), text)
  },
}

const PINYIN: Readonly<Record<string, string>> = Object.fromEntries(
  '贷dai 款kuan 钱qian 微wei 信xin 加jia 免mian 费fei 送song 开kai 票piao 房fang 现xian 金jin 股gu 彩cai 奖jiang 领ling 优you 惠hui 点dian 击ji 电dian 话hua 客ke 户hu 您nin 好hao 急ji 用yong 低di 利li 息xi 额e 度du 网wang 投tou 注zhu 赢ying 赚zhuan 兼jian 职zhi 办ban 理li 快kuai 速su'
    .split(' ')
    .map((entry) => [entry[0]!, entry.slice(1)]),
)
