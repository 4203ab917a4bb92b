/** Chinese numerals that are spoken digit by digit, and the digit of each. */
export const NUMERALS = '零〇○一壹幺么二贰三叁四肆五伍六陆七柒八捌九玖'
const OF_NUMERALS = '00011112233445566778899'
/** Letters that are drawn like digits. */
const DRAWN = 'oOlI'
const OF_DRAWN = '0011'
/** Where the ten digits of a script begin. */
const ZEROS = [
  0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
  0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
]
/** Where those in circles, brackets and before a dot begin: with the one. */
const ONES = [0x2460, 0x2474, 0x2488, 0x2776, 0x2780, 0x278a]

const digits = new Map<string, string>()
for (const zero of ZEROS) for (let each = 0; each < 10; each++) digits.set(String.fromCodePoint(zero + each), `${each}`)
for (const one of ONES)
  for (let each = 1; each < 10; each++) digits.set(String.fromCodePoint(one + each - 1), `${each}`)
for (const nought of '⓪⓿🄋🄌') digits.set(nought, '0')
for (const [at, numeral] of [...NUMERALS].entries()) digits.set(numeral, OF_NUMERALS[at] as string)
for (const [at, letter] of [...DRAWN].entries()) digits.set(letter, OF_DRAWN[at] as string)

/** The digit that is written so, in whichever script, as a numeral, or by a letter that is drawn like it. */
export const digitOf = (written: string): string | undefined => digits.get(written)

/** What stands in a shape for a digit that is no printed one: a numeral, a letter, one in a circle. */
const OTHERWISE = 'abcdefghij'

/**
 * The shape of a text, one unit for each of its code points: printed digits as ASCII ones, whichever their script; `a` to `j`
 * for the ten where they are written otherwise (letters that are drawn like them only where no word of letters stands before them: `尊敬的l38OO…`);
 * other letters as `x`, `+`, and a blank for what is neither.
 */
export function digitsIn(points: readonly string[]): string {
  let shape = ''
  for (const [at, each] of points.entries()) {
    const digit = digits.get(each)
    const isWord = DRAWN.includes(each) && shape.endsWith('x') && !/\p{Script=Han}/u.test(points[at - 1] as string)
    shape +=
      digit && !isWord
        ? /\p{Nd}/u.test(each)
          ? digit
          : OTHERWISE[Number(digit)]
        : /[\p{L}\p{N}]/u.test(each)
          ? 'x'
          : /[+＋]/.test(each)
            ? '+'
            : ' '
  }
  return shape
}

/** What a digit is in such a shape. */
export const eitherWay = (digit: string): string => `[${digit}${OTHERWISE[Number(digit)]}]`
