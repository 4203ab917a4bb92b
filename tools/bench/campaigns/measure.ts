import { Campaigns, groupTexts, read } from '#campaigns'
import { report, spread } from '../print.ts'
import { later, unseen } from './later-tricks.ts'
import { newest, unseenYet } from './newest-tricks.ts'
import { Chance } from './random.ts'
import { ANY_LENGTH, anyLetter, anyLetters, anyText, chat, FIRST_LETTER, honest, spam } from './texts.ts'
import { known, type Trick, unknown } from './tricks.ts'

interface Item {
  readonly of: number
  readonly text: string
}
type Place = number | string

/** Pairs that are together and should be, of those that are, and of those that should be. */
export function pairs(items: readonly Item[], places: readonly Place[]) {
  const count = (name: (index: number) => string): number => {
    const sizes = new Map<string, number>()
    for (let i = 0; i < items.length; i++) sizes.set(name(i), (sizes.get(name(i)) ?? 0) + 1)
    return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  }
  const right = count((i) => `${items[i]!.of} ${places[i]}`)
  const together = count((i) => `${places[i]}`)
  const should = count((i) => `${items[i]!.of}`)
  return { precision: right / together, recall: right / should, f1: (2 * right) / (together + should) }
}

/** As reports come: one after another, none known before; campaigns that a text shows to be one are. */
function live(items: readonly Item[]): Place[] {
  const campaigns = new Campaigns()
  const into = new Map<number, number>()
  const rootOf = (campaign: number): number => (into.has(campaign) ? rootOf(into.get(campaign)!) : campaign)
  const places = items.map(({ text }) => {
    const placed = campaigns.place(read(text))
    if (placed.kind === 'joined')
      for (const { campaign } of placed.alike) {
        const [a, b] = [rootOf(campaign), rootOf(placed.campaign)]
        if (a !== b) into.set(a, b)
      }
    return placed.kind === 'apart' ? undefined : placed.campaign
  })
  return places.map((place, index) => (place === undefined ? `apart ${index}` : rootOf(place)))
}

const offline = (items: readonly Item[]): Place[] =>
  groupTexts(items.map(({ text }, index) => ({ id: String(index), text }))).map(({ campaign }) => campaign)

const percent = (share: number) => (share * 100).toFixed(1)
function tell(what: string, items: readonly Item[], goal = ''): void {
  const [a, b] = [pairs(items, live(items)), pairs(items, offline(items))]
  report(
    `campaigns, ${what}: pairs’ F1 as they come / all at hand`,
    `${a.f1.toFixed(3)} / ${b.f1.toFixed(3)} (precision ${percent(a.precision)} / ${percent(b.precision)}, recall ${percent(a.recall)} / ${percent(b.recall)})`,
    goal,
  )
}

const VARIANTS = 3

/** How well texts that were varied are brought together, trick by trick and all together, and honest ones left alone. */
export function campaignQuality(bases: readonly string[] = spam): void {
  const tricks: [string, Trick, string][] = [
    ...Object.entries(known).map(([name, trick]) => [name, trick, ''] as [string, Trick, string]),
    ...Object.entries(unknown).map(([name, trick]) => [name, trick, ', not tuned on'] as [string, Trick, string]),
    ...Object.entries(later).map(
      ([name, trick]) => [name, trick, ', invented later and mended'] as [string, Trick, string],
    ),
    ...Object.entries(unseen).map(([name, trick]) => [name, trick, ', only reported on'] as [string, Trick, string]),
    ...Object.entries(newest).map(([name, trick]) => [name, trick, ', newest and mended'] as [string, Trick, string]),
    ...Object.entries(unseenYet).map(
      ([name, trick]) => [name, trick, ', newest and only reported on'] as [string, Trick, string],
    ),
  ]
  // Figures were chosen by the first half of the texts; these are of the second.
  const kept = bases.filter((_, index) => index % 2 === 1)
  const chance = new Chance(20_261_126)
  const vary = (text: string, trick: Trick) => trick(text, chance, chat(chance, 80))
  for (const [name, trick, note] of tricks)
    tell(
      `${name}${note}`,
      chance.shuffled(
        kept.flatMap((text, of) => [
          { of, text },
          ...Array.from({ length: VARIANTS }, () => ({ of, text: vary(text, trick) })),
        ]),
      ),
    )
  for (const [name, some] of [
    ['all tricks looked at, together', Object.values(known)],
    ['all tricks not tuned on, together', Object.values(unknown)],
    ['all tricks invented later, together', Object.values(later)],
    ['all tricks only reported on, together', Object.values(unseen)],
    ['all of the newest, together', Object.values(newest)],
    ['all of the newest only reported on, together', Object.values(unseenYet)],
    ['all tricks together', [known, unknown, later, unseen, newest, unseenYet].flatMap((each) => Object.values(each))],
  ] as const)
    tell(
      name,
      chance.shuffled(kept.flatMap((text, of) => some.map((trick) => ({ of, text: vary(text, trick) })))),
      '≥ 0.95',
    )
  severalHalves(chance, kept)
  honestAlone(chance, kept)
}

const HALVES = 5
/** What sellers of all trades say, and half a text is filled up with. */
const SAID_BY_ALL =
  `机会难得过了今天就没有了 本活动最终解释权归公司所有 很多街坊邻居都参加了效果看得见 不放心可以先看看再决定
  老板说了这次真的是最后一批 把这条转给三位亲友还有惊喜 名额一到马上关闭通道 有任何疑问工作人员都会耐心解答`.split(
    /\s+/,
  )

/** Five different halves of each text, each beside a chat, a real notice or code (cut off where half a text ends) or what all sellers say, among its variants. */
function severalHalves(chance: Chance, bases: readonly string[]): void {
  const tricks = Object.values(known).filter((trick) => trick !== known['half new'])
  const others = [
    () => chat(chance, 80),
    () => honest(chance, 26)[chance.below(26)]!,
    () => chance.shuffled(SAID_BY_ALL).join('，'),
  ]
  const items = bases.flatMap((text, of) => [
    ...tricks.map((trick) => ({ of, text: trick(text, chance, chat(chance, 80)) })),
    ...Array.from({ length: HALVES }, () => ({ of, text: known['half new']!(text, chance, chance.of(others)()) })),
  ])
  tell(`${HALVES} halves of each text among ${tricks.length} variants`, chance.shuffled(items), '≥ 0.95')
}

function honestAlone(chance: Chance, bases: readonly string[]): void {
  const texts = honest(chance, 5400)
  const items = chance.shuffled([
    ...texts.map((text) => ({ of: -1, text })),
    ...bases.flatMap((text, of) =>
      Object.values(known).map((trick) => ({ of, text: trick(text, chance, chat(chance, 80)) })),
    ),
  ])
  const places = live(items)
  const sizes = new Map<Place, number>()
  for (const place of places) sizes.set(place, (sizes.get(place) ?? 0) + 1)
  const joined = items.filter(({ of }, index) => of === -1 && sizes.get(places[index]!)! > 1).length
  report(
    'campaigns, honest codes and notices among spam: joined with anything, %',
    ((joined / texts.length) * 100).toFixed(2),
    '≤ 0.1',
  )
}

const PROBES = 20_000

/**
 * Fills an index by texts of their own as `place(read(text))` does when nothing is alike, without the time of reading: their
 * characters are read once each, since none of these texts has a link, a number or a word of letters. That the tokens are the
 * same is looked at on every text that is returned.
 */
class Filling {
  readonly campaigns = new Campaigns()
  readonly #chance: Chance
  readonly #sounds = Array.from(anyLetters(), (letter) => read(letter).tokens.sounds[0])
  readonly #heard = new Uint16Array(ANY_LENGTH)
  readonly #like = read('')
  #texts = 0
  /** Processor time that it took, s. */
  spent = 0

  constructor(chance: Chance) {
    this.#chance = chance
  }

  /** Fills it until so many are in it; some of those that came. */
  until(texts: number): string[] {
    const begun = process.cpuUsage()
    const some: string[] = []
    const letters = new Uint16Array(0)
    const every = Math.ceil((texts - this.#texts) / PROBES)
    for (; this.#texts < texts; this.#texts++) {
      let count = 0
      let text = ''
      const isKept = this.#texts % every === 0
      for (let k = 0; k < ANY_LENGTH; k++) {
        const letter = anyLetter(this.#chance)
        const sound = this.#sounds[letter]
        if (isKept) text += String.fromCharCode(FIRST_LETTER + letter)
        if (sound !== undefined && (count === 0 || this.#heard[count - 1] !== sound)) this.#heard[count++] = sound
      }
      const sounds = this.#heard.subarray(0, count)
      if (isKept) {
        some.push(text)
        if (read(text).tokens.sounds.join() !== sounds.join()) throw new Error(`this is read otherwise: ${text}`)
      }
      this.campaigns.learn({ ...this.#like, tokens: { ...this.#like.tokens, sounds, letters } })
    }
    this.spent += secondsSince(begun)
    return some
  }
}

function secondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1e6
}

/**
 * Reports a second of one core’s time with so many texts in the index, of which half are variants, and octets a text; at
 * each of some sizes on the way, so that a run that is ended shows how far it came.
 */
export function campaignSpeed(sizes: readonly { texts: number; goal: string }[], runs: number): void {
  const chance = new Chance(sizes.at(-1)!.texts)
  const filling = new Filling(chance)
  const symbols = known['symbols']!
  for (const { texts, goal } of sizes) {
    const some = filling.until(texts)
    const { campaigns } = filling
    const rates = Array.from({ length: runs }, () => {
      const probes = some.map((text, index) => (index % 2 === 0 ? symbols(text, chance, '') : anyText(chance)))
      const began = process.cpuUsage()
      let joined = 0
      for (const text of probes) if (campaigns.place(read(text)).kind === 'joined') joined++
      if (joined < probes.length / 4) throw new Error('variants were not joined')
      return probes.length / secondsSince(began)
    })
    report(`campaigns, ${texts.toLocaleString('en')} texts in the index, reports/s a core`, spread(rates), goal)
    report(
      `campaigns, ${texts.toLocaleString('en')} texts in the index, octets a text`,
      `${(campaigns.bytes / texts).toFixed(0)}, of these the index ${(campaigns.indexBytes / texts).toFixed(0)}; ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB resident, filled in ${filling.spent.toFixed(0)} s of a core`,
      'index ≤ 130',
    )
  }
}
