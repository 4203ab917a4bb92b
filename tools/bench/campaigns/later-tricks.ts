import { Converter } from 'opencc-js/cn2t'
import type { Chance } from './random.ts'
import type { Trick } from './tricks.ts'

/**
 * Tricks that were invented after the engine stood, to see what it had not been made for. What the first list showed was
 * mended; the second was only ever reported on.
 */

const HAN = /\p{Script=Han}/u
const letters = (text: string) => [...text]
const each = (text: string, change: (letter: string, index: number) => string) => letters(text).map(change).join('')
const sentences = (text: string) => text.match(/[^，。！？；,!?;]+[，。！？；,!?;]*/gu) ?? [text]
const han = (chance: Chance) => String.fromCodePoint(0x4e00 + chance.below(0x51a5))
const some =
  (share: number, change: (letter: string, chance: Chance) => string | undefined): Trick =>
  (text, chance) =>
    each(text, (letter) => (chance.yes(share) ? (change(letter, chance) ?? letter) : letter))

/** The first character of each initial in the order of sounds. */
const FIRSTS = [...'阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀']
const INITIALS = [...'abcdefghjklmnopqrstwxyz']
const order = new Intl.Collator('zh-u-co-pinyin').compare
function initialOf(letter: string): string | undefined {
  if (!HAN.test(letter)) return undefined
  const at = FIRSTS.findLastIndex((first) => order(letter, first) >= 0)
  return at === -1 ? undefined : INITIALS[at]
}

/** A table as it is written down: a character, then what may stand for it. */
const tableOf = (lines: string): ReadonlyMap<string, readonly string[]> =>
  new Map(lines.split(' ').map((line) => [[...line][0]!, [...line].slice(1)]))
const RADICALS = tableOf(
  '江氵工 汽氵气 法氵去 海氵每 清氵青 活氵舌 流氵㐬 消氵肖 油氵由 注氵主 洗氵先 沙氵少 打扌丁 投扌殳 报扌艮 招扌召 抽扌由 抢扌仓 拍扌白 换扌奂 提扌是 信亻言 你亻尔 位亻立 他亻也 值亻直 保亻呆 便亻更 价亻介 件亻牛 低亻氐 代亻弋 佣亻用 优亻尤 好女子 妈女马 姐女且 如女口 银钅艮 钱钅戋 钟钅中 铁钅失 销钅肖 红纟工 给纟合 经纟圣 结纟吉 组纟且 级纟及 惊忄京 情忄青 快忄夬 怀忄不 详讠羊 请讠青 话讠舌 说讠兑 订讠丁 证讠正 评讠平 试讠式 课讠果 记讠己 额客页 领令页 顾厄页 功工力 助且力 动云力 加力口 明日月 时日寸 期其月 股月殳 胜月生 服月𠬝 秒禾少 种禾中 税禾兑 程禾呈 理王里 现王见 球王求 村木寸 林木木 校木交 机木几 材木才 财贝才 购贝勾 账贝长 赠贝曾 饭饣反 饮饣欠 馆饣官 路足各 跑足包 车车 轻车圣 软车欠 转车专 联耳关 职耳只 取耳又 刚冈刂 到至刂 利禾刂 创仓刂 都者阝 部咅阝 那月阝',
)
const VARIANTS = tableOf(
  '账賬帳 里裡裏 台臺檯颱 后後 干乾幹 发發髮 面麵 复復複 制製 系係繫 志誌 周週 只隻 准準 表錶 钟鐘鍾 卷捲 回迴廻 才纔 群羣 峰峯 线線綫 启啟啓 床牀 为為爲 众眾衆 卫衛衞 户戶戸 产産產 说説說 温溫 录錄録 税稅 强強 够夠 并並併 迹跡蹟 汇匯彙 净淨 冲沖衝 决決 减減 凉涼 况況 污汙 泄洩 赞讚贊 游遊 欲慾 伙夥 占佔 布佈 升昇 托託 注註 采採 杰傑 凭憑 价價 优優 亿億 仅僅 两兩 个個 办辦 务務 动動 区區 医醫 单單 卖賣 号號 员員 团團 图圖 场場 处處 备備 头頭 奖獎 学學 实實 宝寶 专專 对對 将將 届屆 岁歲 币幣 师師 带帶 库庫 应應 开開 张張 当當 总總 惊驚 户戶 报報 担擔 择擇 换換 据據 收収 数數 断斷 无無 时時 显顯 权權 来來 条條 极極 标標 样樣 档檔 楼樓 欢歡 气氣',
)
const SHINJI = tableOf(
  '卖売 广広 图図 价価 气気 经経 单単 乐楽 实実 归帰 战戦 关関 压圧 应応 检検 险険 验験 发発 变変 对対 团団 带帯 显顕 处処 总総 证証 营営 劳労 续続 读読 铁鉄 钱銭 传伝 转転 德徳 黑黒 步歩 渔漁 择択 泽沢 译訳 释釈 齐斉 剂剤 济済 龙竜 卖売 亚亜 恶悪 围囲 医医 逸逸 荣栄 圆円 盐塩 樱桜 会会 画画 扩拡 学学 岳岳 乐楽 渴渇 缺欠 劝勧 欢歓 观観 馆館 惠恵 鸡鶏 艺芸 剑剣 献献 权権 严厳 广広 效効 恒恒 矿鉱 号号 国国 杀殺 杂雑 参参 蚕蚕 残残 赞賛 齿歯 辞辞 湿湿 写写 释釈 寿寿 收収 从従 涩渋 兽獣 纵縦 肃粛 叙叙 将将 称称 烧焼 奖奨 条条 状状 乘乗 净浄 剩剰 壤壌 孃嬢 让譲 酿醸 触触 嘱嘱 真真 尽尽 图図 粹粋 醉酔 穗穂 随随 髓髄 枢枢 数数 税税 齐斉 静静 窃窃 摄摂 专専 浅浅 践践 纤繊 禅禅 祖祖',
)
const HEARD: readonly (readonly [RegExp, readonly string[]])[] = [
  [/微信/gu, ['薇信', '威信', '徽信', 'vx', 'wx', 'V信', '卫星', '微❤', '葳芯']],
  [/QQ/giu, ['扣扣', '企鹅', '🐧', '秋秋', 'ＱＱ', 'q q']],
  [/加/gu, ['＋', '➕', '佳', '伽', '+']],
  [/电话|热线/gu, ['電話', '☎', '📞', 'dian话', '电hua', '☏']],
  [/贷款/gu, ['DK', '贷㝋', '代宽', '岱款', 'd款', '袋款', '贷kuǎn']],
  [/免费/gu, ['免菲', 'mian费', '💰免', '缅费', 'free']],
  [/元/gu, ['圆', '塬', 'ɏ', 'yuan', '¥', '沅']],
  [/发票|票据/gu, ['fa票', '髮票', '發嘌', '发漂', '票（据）']],
  [/公司/gu, ['gong司', '恭司', '公厮', '㈱', '公4']],
  [/www\.|\.com|\.cn|\.top/giu, ['。com', '點cn', '。ｃｏｍ', '[.]top', '·cn']],
]
const SPELT = '〇一二三四五六七八九'
const DUO = '零幺两三四五六拐八勾'
const KEYCAP = '\ufe0f\u20e3'
const ENCIRCLED: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...[...'abcdefghijklmnopqrstuvwxyz'].map((letter, at) => [
    letter,
    [0x24d0, 0xff41, 0x1d41a, 0x1f170, 0x1f130, 0x24b6, 0x249c].map((first) => String.fromCodePoint(first + at)),
  ]),
  ...[...'123456789'].map((digit, at) => [
    digit,
    [0x2460, 0x2776, 0x2474, 0x2488, 0xff11, 0x1d7cf, 0x24f5].map((first) => String.fromCodePoint(first + at)),
  ]),
])
const SCRIPTS: Readonly<Record<string, string>> = {
  a: 'аαꓮᎪⲁ',
  b: 'ьβꓐᏏⲃ',
  c: 'сϲꓚᏟⲥ',
  d: 'ԁꓓᎠժ',
  e: 'еεꓰᎬⲉ',
  g: 'ԍɡꓖᏀ',
  h: 'һηꓧᎻⲏ',
  i: 'іιꓲᎥⲓ',
  j: 'јϳꓙᎫ',
  k: 'кκꓗᏦⲕ',
  l: 'ӏꓡᏞⳑ',
  m: 'мμꓟᎷⲙ',
  n: 'пηꓠռⲛ',
  o: 'оοꓳօⲟ',
  p: 'рρꓑᏢⲣ',
  r: 'гꓣᏒꮁ',
  s: 'ѕꓢᏚտ',
  t: 'тτꓔᎢⲧ',
  u: 'υꓴսᑌ',
  v: 'ѵνꓦᏙ',
  w: 'шωꓪᏔⲱ',
  x: 'хχꓫⲭ',
  y: 'уγꓬᎩⲩ',
  z: 'ᴢꓜᏃⲍ',
}
const TURNED = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter, at) => [letter, [...'ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz'][at]!]),
)
const TONES: readonly (readonly [string, string])[] = [
  ['a', 'āáǎà'],
  ['o', 'ōóǒò'],
  ['e', 'ēéěè'],
  ['i', 'īíǐì'],
  ['u', 'ūúǔù'],
]
/** Common characters spelt, enough of them to write a good part of a text so. */
const PINYIN = new Map(
  '的de 一yi 是shi 不bu 了le 在zai 有you 我wo 他ta 这zhe 个ge 们men 中zhong 来lai 上shang 大da 为wei 和he 国guo 地di 到dao 以yi 说shuo 时shi 要yao 就jiu 出chu 会hui 可ke 也ye 你ni 对dui 生sheng 能neng 而er 子zi 那na 得de 于yu 着zhe 下xia 自zi 之zhi 年nian 过guo 发fa 后hou 作zuo 里li 用yong 道dao 行xing 所suo 然ran 家jia 种zhong 事shi 成cheng 方fang 多duo 经jing 么me 去qu 法fa 学xue 如ru 都du 同tong 现xian 当dang 没mei 动dong 面mian 起qi 看kan 定ding 天tian 分fen 还hai 进jin 好hao 小xiao 部bu 其qi 些xie 主zhu 样yang 理li 心xin 她ta 本ben 前qian 开kai 但dan 因yin 只zhi 从cong 想xiang 实shi 贷dai 款kuan 钱qian 微wei 信xin 加jia 免mian 费fei 送song 票piao 房fang 金jin 股gu 彩cai 奖jiang 领ling 优you 惠hui 点dian 击ji 电dian 话hua 客ke 户hu 您nin 急ji 低di 利li 息xi 额e 度du 网wang 投tou 注zhu 赚zhuan 兼jian 职zhi 办ban 快kuai 速su 公gong 司si 资zi 产pan 品pin 业ye 专zhuan 车che 场chang 店dian 元yuan 活huo 价jia 新xin 特te 买mai 全quan 首shou 高gao 服fu 务wu 名ming 限xian 预yu 约yue 详xiang 询xun 地di 址zhi 联lian 系xi 请qing 您nin 热re 线xian 咨zi 手shou 机ji 号hao 日ri 月yue 平ping 米mi 区qu 城cheng 品pin 会hui 期qi'
    .split(' ')
    .map((entry) => [entry[0]!, entry.slice(1)]),
)
const BOPOMOFO = new Map(
  '的ㄉㄜ 一ㄧ 是ㄕˋ 不ㄅㄨˋ 了ㄌㄜ 在ㄗㄞˋ 有ㄧㄡˇ 我ㄨㄛˇ 这ㄓㄜˋ 个ㄍㄜˋ 来ㄌㄞˊ 大ㄉㄚˋ 到ㄉㄠˋ 可ㄎㄜˇ 你ㄋㄧˇ 好ㄏㄠˇ 贷ㄉㄞˋ 款ㄎㄨㄢˇ 钱ㄑㄧㄢˊ 微ㄨㄟ 信ㄒㄧㄣˋ 加ㄐㄧㄚ 免ㄇㄧㄢˇ 费ㄈㄟˋ 送ㄙㄨㄥˋ 票ㄆㄧㄠˋ 房ㄈㄤˊ 金ㄐㄧㄣ 股ㄍㄨˇ 彩ㄘㄞˇ 奖ㄐㄧㄤˇ 领ㄌㄧㄥˇ 优ㄧㄡ 惠ㄏㄨㄟˋ 点ㄉㄧㄢˇ 电ㄉㄧㄢˋ 话ㄏㄨㄚˋ 客ㄎㄜˋ 户ㄏㄨˋ 您ㄋㄧㄣˊ 急ㄐㄧˊ 用ㄩㄥˋ 低ㄉㄧ 利ㄌㄧˋ 额ㄜˊ 度ㄉㄨˋ 网ㄨㄤˇ 投ㄊㄡˊ 注ㄓㄨˋ 办ㄅㄢˋ 理ㄌㄧˇ 快ㄎㄨㄞˋ 公ㄍㄨㄥ 司ㄙ 专ㄓㄨㄢ 业ㄧㄝˋ 车ㄔㄜ 元ㄩㄢˊ 新ㄒㄧㄣ 特ㄊㄜˋ 价ㄐㄧㄚˋ 全ㄑㄩㄢˊ 高ㄍㄠ 限ㄒㄧㄢˋ 预ㄩˋ 约ㄩㄝ 热ㄖㄜˋ 线ㄒㄧㄢˋ 手ㄕㄡˇ 机ㄐㄧ 月ㄩㄝˋ 平ㄆㄧㄥˊ 米ㄇㄧˇ'
    .split(' ')
    .map((entry) => [entry[0]!, entry.slice(1)]),
)
const toned = (name: string, chance: Chance): string => {
  const vowel = TONES.find(([plain]) => name.includes(plain))
  return vowel ? name.replace(vowel[0], chance.of(vowel[1])) : name
}
const toTraditional = Converter({ from: 'cn', to: 'twp' })
const digitsAs = (written: (digit: number) => string): Trick => {
  const made: Trick = (text) => text.replace(/\d/g, (digit) => written(Number(digit)))
  return made
}
const backwards = (text: string) => letters(text).reverse().join('')

/** What these showed was mended. */
export const later: Readonly<Record<string, Trick>> = {
  initials: some(0.25, initialOf),
  'radicals beside': some(0.9, (letter) => RADICALS.get(letter)?.join('')),
  'half a character': some(0.8, (letter, chance) => {
    const parts = RADICALS.get(letter)
    return parts && chance.of(parts)
  }),
  'as it is heard': (text, chance) =>
    HEARD.reduce((made, [what, instead]) => made.replace(what, () => chance.of(instead)), text),
  'a joiner in every gap': (text) => letters(text).join('\u200d'),
  'one a line': (text) => letters(text).join('\n'),
  columns: (text, chance) => {
    const all = letters(text.replace(/\s/gu, ''))
    const rows = 4 + chance.below(5)
    const columns = Math.ceil(all.length / rows)
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_all, column) => all[(columns - 1 - column) * rows + row] ?? '\u3000').join(''),
    ).join('\n')
  },
  encircled: (text, chance) =>
    each(text, (letter) => {
      const drawn = ENCIRCLED[letter.toLowerCase()]
      return drawn && chance.yes(0.8) ? chance.of(drawn) : letter
    }),
  'other scripts': some(0.6, (letter, chance) => {
    const drawn = SCRIPTS[letter.toLowerCase()]
    return drawn && chance.of(letters(drawn))
  }),
  'any variant of a character': (text, chance) => {
    const varied = some(0.8, (letter) => {
      const drawn = VARIANTS.get(letter)
      return drawn && chance.of(drawn)
    })
    return varied(chance.yes(0.5) ? toTraditional(text) : text, chance, '')
  },
  'new forms of Japan': some(0.9, (letter) => SHINJI.get(letter)?.[0]),
  'digits on keys': digitsAs((digit) => `${digit}${KEYCAP}`),
  'digits spelt': (text, chance) => digitsAs((digit) => [...(chance.yes(0.5) ? SPELT : DUO)][digit]!)(text, chance, ''),
  backwards: (text) => `\u202e${backwards(text)}\u202c`,
  'sentences backwards': (text) =>
    sentences(text)
      .map((sentence) => backwards(sentence))
      .join(''),
  'half new, swapped and between': (text, chance, other) => {
    const mine = chance.shuffled(sentences(text))
    const kept = mine.slice(0, Math.max(1, Math.ceil(mine.length / 2)))
    const size = Math.ceil(kept.join('').length / kept.length)
    return kept.map((sentence, at) => sentence + other.slice(at * size, (at + 1) * size)).join('')
  },
  'every second character another': (text, chance) =>
    each(text, (letter) => (HAN.test(letter) ? letter + han(chance) : letter)),
  'each in brackets': (text, chance) =>
    each(text, (letter) => {
      const [open, close] = [...chance.of(['（）', '【】', '「」', '[]', '〔〕', '<>', '｛｝', '《》'])]
      return HAN.test(letter) || chance.yes(0.5) ? `${open}${letter}${close}` : letter
    }),
  'marks of direction': (text, chance) =>
    each(text, (letter) =>
      chance.yes(0.5) ? `${chance.of(['\u2067', '\u2066', '\u202b', '\u200f', '\u061c'])}${letter}\u2069` : letter,
    ),
  'heaped marks': (text, chance) =>
    each(
      text,
      (letter) =>
        letter +
        Array.from({ length: chance.below(4) }, () => String.fromCodePoint(0x300 + chance.below(0x6f))).join(''),
    ),
  'any other character, more': some(0.35, (letter, chance) => (HAN.test(letter) ? han(chance) : undefined)),
  'spelt with tones': (text, chance) =>
    each(text, (letter) => {
      const name = PINYIN.get(letter)
      return name && chance.yes(0.8) ? `${toned(name, chance)} ` : letter
    }),
  bopomofo: some(0.8, (letter) => BOPOMOFO.get(letter)),
  'upside down': (text) => backwards(each(text, (letter) => TURNED[letter.toLowerCase()] ?? letter)),
  'vowels left out': (text) =>
    text.replace(/[a-z]{4,}/giu, (word) => word[0] + word.slice(1, -1).replace(/[aeiou]/giu, '') + word.at(-1)),
  'letters of a word changed about': (text, chance) =>
    text
      .replace(/[a-z]{4,}/giu, (word) => word[0] + chance.shuffled([...word.slice(1, -1)]).join('') + word.at(-1))
      .replace(/(\p{Script=Han})(\p{Script=Han})/gu, (pair: string, a: string, b: string) =>
        chance.yes(0.25) ? b + a : pair,
      ),
  'a part of it': (text, chance) => {
    const all = letters(text)
    const from = chance.below(Math.ceil(all.length * 0.55))
    return all.slice(from, from + Math.ceil(all.length * 0.45)).join('')
  },
}

const KANA = 'のりんくはこちらをごらんアイウエオカキクケコサシス'
const STROKES = '丶丿乀乛亅丨一乙'
const PICTURES = new Map(
  '钱💰 车🚗 房🏠 金🪙 送🎁 奖🏆 火🔥 手🤚 书📖 水💧 酒🍷 花🌸 月🌙 日☀️ 一1️⃣ 心❤️ 网🌐 票🎫 卡💳 话☎️ 女👩 男👨 人🧍 茶🍵 米🍚 鱼🐟 牛🐮 马🐴 学🎓 家🏡 店🏪 医🏥'
    .split(' ')
    .map((entry) => [[...entry][0]!, [...entry].slice(1).join('')]),
)
const SOUND_DIGITS = new Map(
  '发8 要1 是4 我5 起7 就9 爱2 你0 不8 死4 气7 久9 二2 您0 时4 实4 七7 留6 路6 把8 吧8 一1 油6 师4'
    .split(' ')
    .map((entry) => [entry[0]!, entry[1]!]),
)

/** Only ever reported on. */
export const unseen: Readonly<Record<string, Trick>> = {
  'in a frame': (text) =>
    `┏━━━━━━━┓\n${(text.match(/.{1,7}/gsu) ?? []).map((line) => `┃${line}┃`).join('\n')}\n┗━━━━━━━┛`,
  entities: (text, chance) =>
    each(text, (letter) => (HAN.test(letter) && chance.yes(0.3) ? `&#${letter.codePointAt(0)};` : letter)),
  'kana between': (text, chance) =>
    each(text, (letter) => (HAN.test(letter) && chance.yes(0.3) ? letter + chance.of(letters(KANA)) : letter)),
  'strokes between': (text, chance) =>
    each(text, (letter) => (HAN.test(letter) && chance.yes(0.4) ? letter + chance.of(letters(STROKES)) : letter)),
  pictures: (text) => each(text, (letter) => PICTURES.get(letter) ?? letter),
  'digits that sound alike': (text, chance) =>
    each(text, (letter) => (chance.yes(0.9) ? (SOUND_DIGITS.get(letter) ?? letter) : letter)),
  'another’s words in front of each sentence': (text, _chance, other) =>
    sentences(text)
      .map((sentence, at) => other.slice(at * 6, at * 6 + 6) + sentence)
      .join(''),
  'one sentence gone, one twice': (text, chance) => {
    const all = sentences(text)
    if (all.length < 3) return text + text
    const [gone, twice] = [chance.below(all.length), chance.below(all.length)]
    return all.flatMap((each, at) => (at === gone ? [] : at === twice ? [each, each] : [each])).join('')
  },
  'two others after every fourth': (text, chance) =>
    each(text, (letter, at) => (HAN.test(letter) && at % 4 === 3 ? letter + han(chance) + han(chance) : letter)),
  'four of any of these': (text, chance, other) => {
    const all = { ...later, ...unseen }
    const names = chance.shuffled(
      Object.keys(all).filter((name) => !/half|part of|second character|four of|columns|more/.test(name)),
    )
    return names.slice(0, 4).reduce((made, name) => all[name]!(made, chance, other), text)
  },
}
