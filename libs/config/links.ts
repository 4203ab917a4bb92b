export type LinkEncoding = 'gsm' | 'latin1' | 'gbk' | 'ucs2' | 'utf8'

/** One SMPP link to an SMSC, from SMSC_LINKS. */
export interface LinkConfig {
  readonly name: string
  /** The SMSC that it leads to: links to the same one are siblings, and a message may come again over either. */
  readonly smsc: string
  readonly host: string
  readonly port: number
  readonly system_id: string
  readonly password: string
  readonly bind: 'transceiver' | 'transmitter' | 'receiver'
  readonly window: number
  readonly encoding: LinkEncoding
  readonly tls: boolean
}

/** @throws ConfigError that says which link is wrong and how one looks; never a password. */
export function parseLinks(text: string): LinkConfig[] {
  const links = text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
    .map((each, index) => parseLink(each, index + 1))
  const twice = links.find((link, index) => links.findIndex((other) => other.name === link.name) !== index)
  if (twice) throw new ConfigError(`SMSC_LINKS has two links named ${twice.name}; give each a name= of its own`)
  return links
}

function parseLink(text: string, place: number): LinkConfig {
  const wrong = (what: string) =>
    new ConfigError(
      `SMSC_LINKS, link ${place}: ${what}. A link looks like smpp://system_id:password@host:2775?bind=transceiver&window=100&name=a`,
    )
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw wrong('not a URL')
  }
  if (url.protocol !== 'smpp:') throw wrong('it does not begin with smpp://')
  if (!url.hostname || !url.port) throw wrong('host or port is missing')
  const option = (name: string, fallback: string) => url.searchParams.get(name) ?? fallback
  const bind = option('bind', 'transceiver')
  if (bind !== 'transceiver' && bind !== 'transmitter' && bind !== 'receiver')
    throw wrong('bind must be transceiver, transmitter or receiver')
  const encoding = option('encoding', 'gsm')
  if (!['gsm', 'latin1', 'gbk', 'ucs2', 'utf8'].includes(encoding))
    throw wrong('encoding must be gsm, latin1, gbk, ucs2 or utf8')
  const window = Number(option('window', '100'))
  if (!Number.isInteger(window) || window < 1 || window > 10_000) throw wrong('window must be 1 to 10000')
  const system_id = decodeURIComponent(url.username)
  const password = decodeURIComponent(url.password)
  if (system_id.length > 15 || password.length > 8)
    throw wrong('SMPP 3.4 allows 15 characters of system_id and 8 of password')
  const name = option('name', `link-${place}`)
  if (!/^[A-Za-z0-9_.-]{1,40}$/.test(name))
    throw wrong('name must be 1 to 40 letters, digits, dots, hyphens or underscores')
  const smsc = option('smsc', url.host)
  if (!/^[A-Za-z0-9_.:[\]-]{1,270}$/.test(smsc))
    throw wrong('smsc must be 1 to 270 letters, digits, dots, hyphens or underscores')
  return {
    name,
    smsc,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port),
    system_id,
    password,
    bind,
    window,
    encoding: encoding as LinkEncoding,
    tls: option('tls', '') === '1',
  }
}

/** A wrong environment: the message says which variable and what to do. */
export class ConfigError extends Error {
  readonly code = 'config.invalid'
}
