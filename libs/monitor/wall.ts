import { HOUR } from './counted/moment.ts'

/** How far the wall of a zone is ahead of UTC; looked up once an hour of the log’s time. */
export class Wall {
  readonly #format: Intl.DateTimeFormat
  #hour = Number.NaN
  #ahead = 0

  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  }

  /** ms to be added to a time. */
  ahead(at: number): number {
    const hour = Math.floor(at / HOUR)
    if (hour === this.#hour) return this.#ahead
    this.#hour = hour
    const name = this.#format.formatToParts(at).find((each) => each.type === 'timeZoneName')?.value ?? ''
    const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
    this.#ahead = hours ? (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000) : 0
    return this.#ahead
  }
}
