/** Mixes a number so that each of its bits tells on all others. */
function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Letters of a gram of letters. */
const LETTERS = 5

/** Three sounds as one number, the same from either end: a text that is written backwards is shown forwards by a mark. */
const gramOf = (first: number, second: number, third: number): number => {
  const least = Math.min(first, third)
  const most = first + third - least
  return mix(Math.imul(least, 0x9e3779b1) ^ mix(Math.imul(second, 0x85ebca77) + most * 0x10001)) || 1
}

/** How many of the grams that stand side by side, or in every second place, are among those asked for; not counted on beyond `enough`. */
export function someGrams(sounds: ArrayLike<number>, isThere: (gram: number) => boolean, enough: number): number {
  let found = 0
  for (let at = 0; at + 2 < sounds.length && found < enough; at++) {
    if (isThere(gramOf(sounds[at]!, sounds[at + 1]!, sounds[at + 2]!))) found++
    if (at + 4 < sounds.length && isThere(gramOf(sounds[at]!, sounds[at + 2]!, sounds[at + 4]!))) found++
  }
  return found
}

/** Tokens of one text, at most: see tokens.ts. */
export const MOST_SOUNDS = 6000
export const MOST_LETTERS = 8000
/** Grams of one text, at most: four begin with a sound, one with a letter. */
export const MOST_GRAMS = 4 * MOST_SOUNDS + MOST_LETTERS

/** The grams of one text: three sounds, side by side or with one or two of others between, or five letters, in this order or the other. */
export class Grams {
  readonly gram = new Uint32Array(MOST_GRAMS)
  /** Its first and last token, those of letters counted on from the last sound. */
  readonly from = new Uint16Array(MOST_GRAMS)
  readonly to = new Uint16Array(MOST_GRAMS)
  /** 1 where nothing stands between. */
  readonly plain = new Uint8Array(MOST_GRAMS)
  count = 0

  /** Takes the grams of a text, those of before forgotten. */
  of(sounds: Uint16Array, letters: Uint16Array): this {
    this.count = 0
    const count = sounds.length
    for (let at = 0; at + 2 < count; at++) {
      const first = sounds[at]!
      const third = sounds[at + 2]!
      this.#add(gramOf(first, sounds[at + 1]!, third), at, at + 2, 1)
      if (at + 3 >= count) break
      const fourth = sounds[at + 3]!
      this.#add(gramOf(first, sounds[at + 1]!, fourth), at, at + 3, 0)
      this.#add(gramOf(first, third, fourth), at, at + 3, 0)
      if (at + 4 < count) this.#add(gramOf(first, third, sounds[at + 4]!), at, at + 4, 0)
    }
    for (let at = 0; at + LETTERS <= letters.length; at++) {
      const last = at + LETTERS - 1
      const ends = letters[at]! - letters[last]! || letters[at + 1]! - letters[last - 1]!
      const from = ends < 0 ? at : last
      const step = ends < 0 ? 1 : -1
      let gram = 0x51ed270b
      for (let index = 0; index < LETTERS; index++) gram = mix(gram ^ (letters[from + step * index]! + index * 0x10000))
      this.#add(gram || 1, count + at, count + last, 1)
    }
    return this
  }

  #add(gram: number, from: number, to: number, plain: 0 | 1): void {
    const at = this.count++
    this.gram[at] = gram
    this.from[at] = from
    this.to[at] = to
    this.plain[at] = plain
  }
}

/** A piece of evidence as a key beside grams. */
export function hashOf(text: string): number {
  let hash = 0x2f0e1a37
  for (let i = 0; i < text.length; i++) hash = mix(hash ^ text.charCodeAt(i)) + i
  return mix(hash) || 1
}
