import type { Chance } from './random.ts'
import type { Trick } from './tricks.ts'

/**
 * Tricks that were invented when those of the other files were known, half of them to mend by (`newest`), half that nothing was
 * chosen by (`unseenYet`).
 */

const HAN = /\p{Script=Han}/u
const letters = (text: string) => [...text]
const each = (text: string, change: (letter: string, index: number) => string) => letters(text).map(change).join('')
const sentences = (text: string) => text.match(/[^，。！？；,!?;]+[，。！？；,!?;]*/gu) ?? [text]
const near = new Map<string, number>()
const byReading = Array.from({ length: 0x9fa5 - 0x4e00 }, (_, at) => String.fromCharCode(0x4e00 + at)).sort(
  new Intl.Collator('zh-u-co-pinyin').compare,
)
for (const [at, letter] of byReading.entries()) near.set(letter, at)
const homophone = (letter: string, chance: Chance) => {
  const at = near.get(letter)
  return at === undefined ? letter : (byReading[Math.max(0, at - 2 + chance.below(5))] ?? letter)
}
/** A table as it is written down: a character, then what stands for it. */
const tableOf = (lines: string): ReadonlyMap<string, string> =>
  new Map(lines.split(/\s+/).map((line) => [[...line][0]!, [...line].slice(1).join('')]))
const wordsOf = (lines: string): readonly (readonly [string, string])[] =>
  lines.split(/\s+/).map((line) => line.split(':') as [string, string])

/** Drawn nearly alike, and said otherwise. */
const SHAPES = tableOf(
  '贷货 款欸 未末 己已 人入 微徽 信倌 免兔 费贾 金全 大太 天夫 今令 日曰 申甲 由田 开井 万方 见贝 元无 土士 千干 午牛 王玉 主圭 本木 白自 目且 手毛 买卖 名各 合台 占古 右石 左在 办为 力刀 办力 化北 比此 氏民 式武 折拆 投没 报投 户尸 房屋 间问 问间 电龟 话活 活话 位泣 住佳 作柞 低纸 优忧 利刊 到致 刻该 务条 动劲 加如 助肋 包句 卡卞 即既 卷券 厂广 历厉 压庄 去云 又叉 友反 发友 变弯 只兄 可司 号亏 吃吮 同向 名多 后右 告吉 员贠 品晶 商南 器噐 四西 回固 因困 团囤 国囯 图圄 场杨 坐座 城诚 增赠 处外 夏复 外处 多夕 头买 奖桨 好奵 如奴 始姶 子孑 学字 安女 完宅 定走 实买 客容 家冢 密蜜 寸才 对时 导异 将桨 小少 就龙 尽层 层尽 工土 差着 师帅 带常 常堂 年午 床庆 应庄 店庐 度席 庭廷 式弍 张帐 当肖 录彔 往住 得碍 心必 必心 快块 急息 总忌 情晴 想相 意章 慢漫 成咸 我找 所斤 打扛 扣和 找我 抢抡 抽轴 拉垃 持特 换唤 授受 提堤 搜嫂 支攴 收牧 放故 效郊 数薮 文交 料科 新亲 方万 无元 时对 明朋 是昰 显昱 更史 最取 月用 有冇 服报 期朝 机杌 权杈 来耒 极报 查杏 样祥 校较 格络 案桉 桌卓 检捡 楼搂 款歀 次欠 欢坎',
)
const TONED = new Map(
  '的de5 一yi1 是shi4 不bu4 了le5 在zai4 有you3 我wo3 这zhe4 个ge4 来lai2 大da4 到dao4 可ke3 你ni3 好hao3 贷dai4 款kuan3 钱qian2 微wei1 信xin4 加jia1 免mian3 费fei4 送song4 票piao4 房fang2 金jin1 股gu3 彩cai3 奖jiang3 领ling3 优you1 惠hui4 点dian3 击ji1 电dian4 话hua4 客ke4 户hu4 您nin2 急ji2 用yong4 低di1 利li4 息xi1 额e2 度du4 网wang3 投tou2 注zhu4 办ban4 理li3 快kuai4 公gong1 司si1 专zhuan1 业ye4 车che1 元yuan2 新xin1 特te4 价jia4 全quan2 高gao1 限xian4 预yu4 约yue1 热re4 线xian4 手shou3 机ji1 月yue4 平ping2 米mi3 无wu2 需xu1 最zui4 多duo1 天tian1 时shi2 人ren2 家jia1 店dian4 品pin3 会hui4 员yuan2 活huo2 动dong4'
    .split(' ')
    .map((entry) => [entry[0]!, entry.slice(1)]),
)
const POEM =
  '床前明月光，疑是地上霜。举头望明月，低头思故乡。春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。白日依山尽，黄河入海流。欲穷千里目，更上一层楼。'
const ENGLISH_RHYME =
  'Twinkle twinkle little star how I wonder what you are. Up above the world so high like a diamond in the sky. '
const RECIPE =
  '西红柿洗净切块，鸡蛋打散加少许盐，锅烧热放油，倒入蛋液炒成块盛出，再放葱花爆香，下西红柿翻炒出汁，加糖和盐调味，最后倒回鸡蛋翻匀，撒上香菜就可以出锅装盘。'
const ENGLISH_RECIPE =
  'Beat the eggs with a pinch of salt, melt butter in the pan, pour them in and stir slowly with a wooden spoon, then add chopped chives and pepper before serving on toast. '
const KEYS: Readonly<Record<string, string>> = {
  a: 'sq',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  y: 'tu',
}
const isHan = (text: string) => letters(text).filter((letter) => HAN.test(letter)).length > 8

export const newest: Readonly<Record<string, Trick>> = {
  'pieces shuffled': (text, chance) => {
    const pieces: string[] = []
    for (let rest = letters(text); rest.length > 0; ) pieces.push(rest.splice(0, 5 + chance.below(6)).join(''))
    return chance.shuffled(pieces).join('')
  },
  'shapes alike': (text, chance) => each(text, (letter) => (chance.yes(0.8) ? (SHAPES.get(letter) ?? letter) : letter)),
  'tones as digits': (text, chance) =>
    each(text, (letter) => {
      const name = TONED.get(letter)
      return name && chance.yes(0.8) ? `${name} ` : letter
    }),
  'every fourth masked': (text, chance) =>
    each(text, (letter) => (/[\p{L}]/u.test(letter) && chance.yes(0.25) ? chance.of(['*', '×', '□', '_']) : letter)),
  'a poem around it': (text, chance) => {
    const poem = isHan(text) ? POEM : ENGLISH_RHYME
    const at = chance.below(poem.length / 2)
    return `${poem.slice(at, at + 30)}${text}${poem.slice(0, at)}`
  },
  'a recipe in between': (text, chance) => {
    const recipe = isHan(text) ? RECIPE : ENGLISH_RECIPE
    let at = 0
    return sentences(text)
      .map((sentence) => {
        const from = at
        if (chance.yes(0.6)) at += 8 + chance.below(14)
        return sentence + recipe.slice(from, at)
      })
      .join('')
  },
  'each sentence cut short': (text, chance) =>
    sentences(text)
      .map((sentence) => {
        const all = letters(sentence)
        return all.slice(0, Math.max(2, Math.ceil(all.length * (0.55 + 0.25 * chance.next())))).join('')
      })
      .join('，'),
  'slips of the keys': (text, chance) =>
    isHan(text)
      ? each(text, (letter) => (HAN.test(letter) && chance.yes(0.2) ? homophone(letter, chance) : letter)).replace(
          /(\p{Script=Han}{2})(\p{Script=Han}{2})/gu,
          (pair: string, a: string, b: string) => (chance.yes(0.3) ? b + a : pair),
        )
      : each(text, (letter) => {
          const beside = KEYS[letter.toLowerCase()]
          return beside && chance.yes(0.08) ? chance.of(letters(beside)) : letter
        }),
  'two columns': (text) => {
    const all = letters(text.replace(/\s/gu, ' '))
    const half = Math.ceil(all.length / 2)
    const width = 8
    return Array.from({ length: Math.ceil(half / width) }, (_, row) =>
      [0, half]
        .map((from) => all.slice(from + row * width, Math.min(from + (row + 1) * width, from + half)).join(''))
        .join('　　'),
    ).join('\n')
  },
  // Only reported on until 27 November, when it was mended.
  acrostic: (text, chance, other) => {
    const all = letters(text)
    const filler = letters(other.replace(/\s/gu, ''))
    const lines: string[] = []
    for (let at = 0; at < all.length; at += 4) {
      const from = chance.below(Math.max(1, filler.length - 3))
      lines.push(all.slice(at, at + 4).join('') + filler.slice(from, from + 3).join(''))
    }
    return lines.join('\n')
  },
}

const ENGLISH = wordsOf(
  '贷款:loan 免费:free 优惠:sale 微信:WeChat 电话:tel 热线:hotline 现金:cash 奖金:bonus 红包:lucky 投资:invest 股票:stock 开户:open 客服:service 会员:VIP 手机:phone 活动:event 特价:special 折扣:off 公司:Co. 学校:school 老师:teacher 医院:clinic 酒店:hotel 汽车:car 房子:house 地址:add 咨询:ask 办理:apply 登录:login 点击:click 下载:download 今天:today 美女:girl 游戏:game 发票:invoice 保险:insurance',
)
const PARTICLES = ['啊', '呢', '哦', '嘛', '呀', '哈', '嘿', '啦', '咯', '喔']
const WEATHER =
  '今天白天多云转晴，最高气温二十三度，偏北风三级，夜间最低气温十二度，相对湿度百分之四十，空气质量良，适宜晨练和户外活动。明天有小雨，出门请带好雨具，注意添加衣物。'
const ENGLISH_WEATHER =
  'Cloudy this morning with sunny spells later, highs of 17 degrees and a light northerly breeze. Rain is expected overnight so take an umbrella tomorrow. '

/** Only ever reported on. */
export const unseenYet: Readonly<Record<string, Trick>> = {
  'words in the other language': (text) => {
    let made = text
    for (const [zh, en] of ENGLISH) made = isHan(text) ? made.replaceAll(zh, en) : made.replaceAll(` ${en} `, ` ${zh} `)
    return made
  },
  'each followed by how it is said': (text, chance) =>
    each(text, (letter) => {
      const name = TONED.get(letter)
      return name && chance.yes(0.7) ? `${letter}(${name.slice(0, -1)})` : letter
    }),
  'the middle gone': (text, chance) => {
    const all = letters(text)
    const gone = Math.floor(all.length * 0.35)
    const from = Math.floor(all.length * (0.25 + 0.15 * chance.next()))
    return [...all.slice(0, from), '…', ...all.slice(from + gone)].join('')
  },
  'twice, said otherwise': (text, chance) => {
    const otherwise = each(text, (letter) =>
      HAN.test(letter)
        ? chance.yes(0.5)
          ? homophone(letter, chance)
          : letter
        : chance.yes(0.1) && /[a-z]/i.test(letter)
          ? ''
          : letter,
    )
    return chance.yes(0.5) ? `${otherwise}\n${text}` : `${text}\n${otherwise}`
  },
  'the weather in between': (text, chance) => {
    const weather = isHan(text) ? WEATHER : ENGLISH_WEATHER
    const all = sentences(text)
    const size = 12 + chance.below(10)
    return all
      .map(
        (sentence, at) => sentence + (at % 2 === 0 ? weather.slice((at * size) % 60, ((at * size) % 60) + size) : ''),
      )
      .join('')
  },
  'particles strewn in': (text, chance) =>
    each(text, (letter) => (HAN.test(letter) && chance.yes(0.3) ? letter + chance.of(PARTICLES) : letter)),
  stuttered: (text, chance) =>
    each(text, (letter) => {
      if (!chance.yes(0.25)) return letter
      const name = TONED.get(letter)
      if (name) return `${name[0]}-${letter}`
      return /[a-z]/i.test(letter) ? `${letter}-${letter}` : letter + letter
    }),
  'numbered lines, brackets the wrong way round': (text, chance) =>
    sentences(text)
      .map((sentence, at) => `${at + 1}、】${sentence.replace(/【|】|\[|\]/gu, '')}【${chance.of(['', '♪', '✿', '→'])}`)
      .join('\n'),
  'signed by others, at another shortener': (text, chance) =>
    `${text.replace(/【[^】]*】|\[[^\]]*\]/gu, '').replace(/(?:https?:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/\S*)?/giu, () => `${chance.of(['t.cn', 'dwz.cn', 'bit.ly', 'u.nu'])}/${chance.below(1e9).toString(36)}`)}【${homophone('鑫', chance)}${homophone('宝', chance)}${chance.of(['网', '科技', '在线'])}】`,
  'changed over round a chat': (text, _chance, other) => {
    const all = sentences(text)
    const half = Math.ceil(all.length / 2)
    return `${all.slice(half).join('')}。${other.slice(0, 24)}。${all.slice(0, half).join('')}`
  },
}
