import { ConfigError } from './links.ts'

/** Reads HTTP_HOSTS. @throws ConfigError that says which entry is wrong and how one looks */
export function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const entries = text
    .split(';')
    .map((each) => each.trim())
    .filter(Boolean)
    .map((entry, index): [string, string[]] => {
      const [, host, list] = /^([A-Za-z0-9.-]+)=(\S.*)$/.exec(entry) ?? []
      const prefixes = (list ?? '').split(',').map((each) => each.trim())
      if (host === undefined || !prefixes.every((each) => /^\/([A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*)?$/.test(each)))
        throw new ConfigError(
          `HTTP_HOSTS, entry ${index + 1}: it looks like my.example.com=/account,/confirm, entries are separated by “;”.`,
        )
      return [host.toLowerCase(), prefixes]
    })
  return new Map(entries)
}
