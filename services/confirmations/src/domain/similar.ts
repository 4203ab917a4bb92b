import { normalizeText } from '#sms'

interface Named {
  readonly nameZh: string
  readonly nameEn: string
}

/**
 * How much two services are alike by their names, 0 to 1: the share of letter pairs that they have in common, in the
 * language in which they are more alike, however they are written (`每日笑話`). `每日笑话` and `每日笑话精选` are, `每日笑话` and
 * `气象短信` are not.
 */
export const likeness = (a: Named, b: Named): number => Math.max(share(a.nameZh, b.nameZh), share(a.nameEn, b.nameEn))

function share(a: string, b: string): number {
  const [left, right] = [pairs(a), pairs(b)]
  if (left.length === 0 || right.length === 0) return a === b ? 1 : 0
  const rest = [...right]
  let common = 0
  for (const pair of left) {
    const place = rest.indexOf(pair)
    if (place === -1) continue
    rest.splice(place, 1)
    common++
  }
  return (2 * common) / (left.length + right.length)
}

const pairs = (text: string): string[] => {
  const letters = [...normalizeText(text).replace(/[\s\p{P}\p{S}\d]/gu, '')]
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)
}
