export interface Spot {
  readonly name: string
  readonly lat: number
  readonly lon: number
  readonly count: number
}

/** No narrower than this, degrees: one place alone is not blown up to nothing around it. */
const NARROWEST = 0.1
/** Room around the outermost places. */
const ROOM = 1.4
/** The part of the globe that shows all spots, as wide and high in true proportion as it is drawn. */
export function frameOf(spots: readonly Pick<Spot, 'lat' | 'lon'>[], width: number, height: number) {
  const lats = spots.map(({ lat }) => lat)
  const lons = spots.map(({ lon }) => lon)
  const middle = (all: readonly number[]) => (Math.min(...all) + Math.max(...all)) / 2
  const [lat, lon] = [middle(lats), middle(lons)]
  // A degree of longitude is shorter the further north.
  const shorter = Math.max(0.05, Math.cos((lat * Math.PI) / 180))
  const [tall, wide] = [Math.max(...lats) - Math.min(...lats), (Math.max(...lons) - Math.min(...lons)) * shorter]
  const scale = Math.max((tall * ROOM) / height, (wide * ROOM) / width, NARROWEST / height)
  const [halfTall, halfWide] = [(scale * height) / 2, (scale * width) / 2 / shorter]
  return { lat: [lat - halfTall, lat + halfTall], lon: [lon - halfWide, lon + halfWide] } as const
}
