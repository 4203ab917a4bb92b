import { describe, expect, it } from 'vitest'
import { casino, estate, invoice, loan, placed, prize } from './fixtures.ts'
import { Campaigns, groupTexts, type Placed, read } from './index.ts'

/** The campaigns of texts that come one after another, those that a text showed to be one being one. */
function asTheyCome(texts: readonly string[], campaigns = new Campaigns()): (number | string)[] {
  const into = new Map<number, number>()
  const rootOf = (campaign: number): number => (into.has(campaign) ? rootOf(into.get(campaign)!) : campaign)
  const places = placed(texts, campaigns)
  const join = (placing: Placed) => {
    if (placing.kind !== 'joined') return
    for (const { campaign } of placing.alike) {
      const [from, to] = [rootOf(campaign), rootOf(placing.campaign)].sort((a, b) => b - a) as [number, number]
      if (from !== to) into.set(from, to)
    }
  }
  places.forEach(join)
  return places.map((each) => (each.kind === 'apart' ? each.reason : rootOf(each.campaign)))
}

const whole =
  '职业打假维权团队，帮您追回网贷利息和被骗投资款，不成功不收费，已为三百多人挽回损失，资深律师免费咨询，全程保密，结案再付'
const [front, back] = [whole.slice(0, 31), whole.slice(31)]
const variants = [
  whole,
  whole.replace('团队', '中心').replace('三百', '八百').replace('保密', '不公开'),
  whole.replace('资深', '知名').replace('多人', '位客户'),
  whole.replace('被骗', '受骗').replace('全程', '一路'),
]
const poem = '床前明月光，疑是地上霜，举头望明月，低头思故乡，春眠不觉晓，处处闻啼鸟，夜来风雨声，花落知多少'
const match = '昨晚的球赛真是精彩，主队下半场连进三球逆转，看台上的人都站起来唱歌，散场以后地铁挤得不行'
const notice = '您尾号1984的信用卡12月18日13:29消费人民币214.00元【浦发银行】'

describe('two halves of one text that share nothing', () => {
  it('are one campaign once the whole text is known, whatever came first', () => {
    const found = asTheyCome([`${match}${front}`, `${back}${poem}`, ...variants])
    expect(new Set(found).size).toBe(1)
  })

  it('by no text that is half of either and half another’s', () => {
    const found = asTheyCome([`${front}${loan}`, `${back}${estate}`, ...variants, loan, estate])
    expect(found.slice(-2)).not.toContain(found[2])
    expect(found.at(-1)).not.toBe(found.at(-2))
  })

  it('a text that joined by half of it attracts nothing by its other half', () => {
    const found = asTheyCome([whole, `${front}${poem}${match}`, `${poem}${casino}`])
    expect(found).toEqual([0, 0, 1])
  })
})

describe('what was joined by half of it', () => {
  const said = (sum: string) =>
    `你在我手上的视频和通讯录已经备份完毕，不想让你的家人同事领导看到，两小时之内打${sum}到我给的账户，别想着报警，我人在国外，自己看着办。`
  const mixed = `I have backed up your video and your contacts,${said('407,000').slice(19)}`
  const heard =
    '你在我售伤的视拼和通逊颅椅经备份完毕，哺翔攘你的家人同事岭导看到，两宵时之馁打679,000到我给得长呼，鳖想着保痉，窝人在国歪，子己看着拌。'
  const twice = `${said('16400')}\n${said('16400')}`

  it('joins who has all of it', () => {
    const found = asTheyCome([mixed, heard, twice, `祝您身体健康万事如意阖家幸福。${said('407,000')}`])
    expect(new Set(found).size).toBe(1)
  })
})

describe('what is strewn between sentences', () => {
  const recipe = [
    '西红柿洗净切块鸡蛋打散',
    '加少许盐锅烧热放油倒入',
    '蛋液炒成块盛出再放葱花',
    '爆香下西红柿翻炒出汁加糖',
    '最后倒回鸡蛋翻匀撒上香菜',
  ]
  const amid = (text: string) => {
    const sentences = text.match(/[^，。！]+[，。！]*/gu)!
    return sentences.map((sentence, at) => sentence + (recipe[at] ?? '')).join('')
  }
  it('joins no strangers, and they attract no others', () => {
    const texts = [
      '家电清仓大甩卖，冰箱彩电洗衣机通通半价，以旧换新再补二百，三天后恢复原价，人民商场一楼',
      '二手精品车行清库存，奔驰宝马奥迪手续齐全可过户，接受第三方检测，地址城北汽车城，李总',
      '驾校春季特惠班，学费两千八全包，一人一车免费接送，四十天拿证，随到随学包教包会',
    ]
    expect(asTheyCome([...texts.map(amid), ...texts])).toEqual([0, 1, 2, 0, 1, 2])
  })
})

describe('half a text beside a notice', () => {
  const after = (texts: readonly string[]) => asTheyCome([...variants, ...texts]).slice(variants.length)

  it.each([
    ['behind it', `${notice}${front}`],
    ['before it', `${back}${notice}`],
    ['beside a code', `语音信箱动态密码:321175，请注意保密，3分钟有效。${back.slice(0, 21)}`],
    ['beside one that is cut off', `温馨提示，截止7月31日24时，您当月套餐内流量已使用289.55${front}`],
  ])('is of the campaign that is known as a whole: %s', (_how, text) => {
    expect(read(text).honest).toBeDefined()
    expect(after([text])).toEqual([0])
    const given = [...variants, text].map((each, index) => ({ id: `${index}`, text: each }))
    expect(new Set(groupTexts(given).map(({ campaign }) => campaign)).size).toBe(1)
  })

  it('but no notice is, nor one that a campaign imitates', () => {
    const lure = '您尾号8812的信用卡12月18日13:29消费人民币9800.00元，如有疑问请致电02155512345核实，以免冻结'
    const imitated = [lure, lure.replace('疑问', '问题'), lure.replace('以免', '否则'), lure.replace('核实', '处理')]
    expect(after([notice])).toEqual(['service'])
    expect(asTheyCome([...imitated, notice, `您${notice}如有疑问请致电95528`]).slice(-2)).toEqual([
      'service',
      'service',
    ])
  })

  it('nor where nothing else is known of the text', () => {
    expect(asTheyCome([whole, `${notice}${front}`])).toEqual([0, 'service'])
  })
})

describe('a text that is written otherwise', () => {
  it('in syllables with their tones has the same sounds', () => {
    expect([...read('zai4 家就能zuo4de5 手工活，联系wei1xin4').tokens.sounds]).toEqual([
      ...read('在家就能做的手工活，联系微信').tokens.sounds,
    ])
  })

  const coded = (write: (letter: string) => string) =>
    [...invoice].map((each) => (each > '~' ? write(each) : each)).join('')
  const hex = (letter: string) => letter.charCodeAt(0).toString(16)
  it.each([
    ['as a page writes it', coded((letter) => `&#${letter.charCodeAt(0)};`)],
    ['the same, in sixteens', coded((letter) => `&#x${hex(letter)};`)],
    ['as a program writes it', coded((letter) => `\\u${hex(letter)}`)],
    ['in octets', coded(encodeURIComponent)],
  ])('%s is read as what it stands for, and each letter knows where it stood', (_how, text) => {
    const { narrow, tokens } = read(text)
    expect(tokens.sounds).toEqual(read(invoice).tokens.sounds)
    expect(text.slice(narrow.from[0], narrow.to[narrow.text.length - 1])).toBe(text)
  })
  it('English as a page writes it, and with bars between its letters', () => {
    const escaped = [...prize].map((each, at) =>
      each === ' ' ? '&nbsp;' : at % 3 === 0 ? `&#${each.charCodeAt(0)};` : each,
    )
    expect(read(escaped.join('')).tokens.letters).toEqual(read(prize).tokens.letters)
    expect(read([...prize].join('|')).tokens.letters).toEqual(read([...prize].join('-')).tokens.letters)
  })
  it('but of a link its octets are its own', () => {
    expect(read('看看这个 http://vip668.top/%E4%BD%A0%E5%A5%BD').tokens.sounds).toHaveLength(3)
  })

  const letters = [...invoice]
  const lines = (width: number) =>
    Array.from({ length: Math.ceil(letters.length / width) }, (_, at) => letters.slice(at * width, (at + 1) * width))
  it.each([
    [
      'in two columns of a few letters',
      (() => {
        const all = lines(4).map((line) => line.join(''))
        const half = Math.ceil(all.length / 2)
        return all
          .slice(0, half)
          .map((line, at) => `${line}　　${all[half + at] ?? ''}`)
          .join('\n')
      })(),
    ],
    [
      'with another text in the other half of its lines',
      lines(4)
        .map((line, at) => `${line.join('')}${`${poem}${match}`.replaceAll('，', '').slice(at * 3, at * 3 + 3)}`)
        .join('\n'),
    ],
  ])('%s is found', (_how, text) => {
    expect(asTheyCome([estate, invoice, loan, text])).toEqual([0, 1, 2, 1])
  })
})

describe('the sentence with the contact is another', () => {
  const said = '肾虚尿频腰膝酸软，宫廷秘方纯中药，一疗程见效，无效退款，货到付款保护隐私'
  it('it is the same text still, since what is shared deals in something', () => {
    const texts = [
      `${said}，健康顾问13800000000，回复地址免费寄试用装`,
      `${said}，名医亲自指导，请加微信vb7w8gzx领三天体验`,
    ]
    expect(asTheyCome(texts)).toEqual([0, 0])
  })
})

it('what one person seems to write is compared with once it joined what hides the same', () => {
  const chat =
    'Hi, I saw your flat on the portal and want to pay the deposit today, my assistant will bring you a key, please let us know'
  const hidden = [...chat].join('\u200b')
  const texts = [hidden, chat.replace('today', 'this day'), chat, chat.replace('please', 'pls'), chat]
  expect(asTheyCome(texts)).toEqual([0, 0, 0, 0, 0])
})
