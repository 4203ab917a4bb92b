import type { Bus } from '#bus'
import { monitorFlags } from '#contracts'
import type { ToldFlag } from '#monitor'
import { followTopic } from '#reference'

/** Flags that were told and stand: of one about an app, each partner that was told and has not heard that it is over. */
export async function toldFlags(bus: Pick<Bus, 'follow'>): Promise<readonly ToldFlag[]> {
  const told = new Map<string, ToldFlag>()
  const stop = await followTopic(bus as Bus, monitorFlags, ({ type, data: said }) => {
    if (!('flag' in said)) return
    const { flag, partner, ...data } = said
    const partners = told.get(flag)?.partners.filter((each) => each !== partner) ?? []
    if (type === 'flag.cleared') {
      const known = told.get(flag)
      if (known && partners.length > 0) told.set(flag, { ...known, partners })
      else told.delete(flag)
    } else if ('stop_first' in data) {
      const { service, stop_first: stopFirst, shadow } = data
      told.set(flag, { name: flag, partners: [...partners, partner], service, stopFirst: stopFirst && !shadow })
    }
  })
  await stop()
  return [...told.values()]
}
