import type { TextClues } from '#contracts'
import { accountsIn } from './accounts.ts'
import { amountsIn } from './amounts.ts'
import { linksIn } from './links.ts'
import { phonesIn } from './phones.ts'
import { plainly } from './plainly.ts'

export { squeezed } from './squeezed.ts'

const MOST = 20

/**
 * Links, telephone numbers, accounts and amounts of a text, each once, in the order in which they stand; at most twenty of
 * a kind. What is written so that filters miss it is found as well: `dwz。cn`, `ｈttp：//`, `1３8 ...`, `薇❤x:`.
 */
export function cluesIn(text: string): TextClues {
  const { links, rest: apart } = linksIn(calm(plainly(text)))
  const rest = calm(apart)
  const { accounts, rest: numbers } = accountsIn(rest, links)
  return {
    links: links.slice(0, MOST),
    phones: phonesIn(numbers).slice(0, MOST),
    accounts: accounts.slice(0, MOST),
    amounts: amountsIn(rest).slice(0, MOST),
  }
}

/** White space in a row says no more than two of it, and takes the longer the more of `\s*` stand beside each other. */
const calm = (shape: string): string => shape.replace(/\s{3,}/gu, (run) => (run.includes('\n') ? '\n' : '  '))

/** The names that links of a text lead to, whole and in ASCII: `login.icbc-vip.com`. */
export const hostsIn = (text: string): string[] =>
  linksIn(calm(plainly(text))).links.map(({ url }) => url.slice(0, url.search(/[:/?#]|$/)))
