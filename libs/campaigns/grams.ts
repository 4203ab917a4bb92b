/** Mixes a number so that each of its bits tells on all others. */
function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Letters of a gram of letters. */
const LETTERS = 5

/** Steps from the first to the second and third of three sounds: side by side, or with one or two of others between. */
const STEPS = [
  [1, 2],
  [1, 3],
  [2, 3],
  [2, 4],
] as const

/** Three sounds as one number. */
const gramOf = (first: number, second: number, third: number): number =>
  mix(Math.imul(first, 0x9e3779b1) ^ mix(Math.imul(second, 0x85ebca77) + third * 0x10001)) || 1

/** How many of the grams that stand side by side, or in every second place, are among those asked for; not counted on beyond `enough`. */
export function someGrams(sounds: ArrayLike<number>, isThere: (gram: number) => boolean, enough: number): number {
  let found = 0
  for (let at = 0; at + 2 < sounds.length && found < enough; at++) {
    if (isThere(gramOf(sounds[at]!, sounds[at + 1]!, sounds[at + 2]!))) found++
    if (at + 4 < sounds.length && isThere(gramOf(sounds[at]!, sounds[at + 2]!, sounds[at + 4]!))) found++
  }
  return found
}

/**
 * Calls with each gram: three sounds in their order, though others stand between them, or five letters. `from` and `to`
 * are its first and last token, those of letters counted on from the last sound; `plain` says that nothing stands between.
 */
export function eachGram(
  sounds: ArrayLike<number>,
  letters: ArrayLike<number>,
  call: (gram: number, from: number, to: number, plain: boolean) => void,
): void {
  const count = sounds.length
  for (let at = 0; at < count; at++)
    for (const [second, third] of STEPS) {
      if (at + third >= count) continue
      call(gramOf(sounds[at]!, sounds[at + second]!, sounds[at + third]!), at, at + third, third === 2)
    }
  for (let at = 0; at + LETTERS <= letters.length; at++) {
    let gram = 0x51ed270b
    for (let index = 0; index < LETTERS; index++) gram = mix(gram ^ (letters[at + index]! + index * 0x10000))
    call(gram || 1, count + at, count + at + LETTERS - 1, true)
  }
}

/** A piece of evidence as a key beside grams. */
export function hashOf(text: string): number {
  let hash = 0x2f0e1a37
  for (let i = 0; i < text.length; i++) hash = mix(hash ^ text.charCodeAt(i)) + i
  return mix(hash) || 1
}
