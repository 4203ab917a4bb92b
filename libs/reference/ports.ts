import { portsBehind } from '#sms'
import type { CatalogueView } from './catalogue.ts'

/**
 * Whether a block that a subscriber has of `blocked` holds for what comes from `address`: the number itself, whatever it is
 * an extension of, and every extension of it; also one with a record of its own, where that is of the same partner
 * (docs/rules.md, "Short codes and words").
 */
export function blockHolds(catalogue: CatalogueView, blocked: string, address: string, at: number): boolean {
  if (address === blocked) return true
  if (!address.startsWith(blocked)) return false
  const port = catalogue.portOf(address, at)
  if (port === blocked) return true
  const owner = ownerOf(catalogue, blocked, at)
  if (owner === undefined || owner !== ownerOf(catalogue, port, at)) return false
  return portsBehind(address).some((each) => each === blocked)
}

const ownerOf = (catalogue: CatalogueView, port: string, at: number): string | undefined =>
  catalogue.approval(port, at)?.partnerId ?? catalogue.port(port, at)[0]?.partnerId
