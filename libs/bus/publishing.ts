import type { Bus } from './port.ts'

/** The same log, published to in another way. */
export function publishing(bus: Bus, publish: Bus['publish']): Bus {
  // What is set on it stays here: the log beneath is never told to publish through itself.
  const own: Partial<Bus> = { publish }
  return new Proxy(own as Bus, {
    // Who asks which log it is hears the log’s own kind.
    getPrototypeOf: () => Reflect.getPrototypeOf(bus),
    get(_, name) {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name)
      const found: unknown = Reflect.get(bus, name, bus)
      return typeof found === 'function' && name !== 'constructor' ? found.bind(bus) : found
    },
  })
}
