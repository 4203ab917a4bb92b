const MOST = 31
/** An app of which nothing was heard before so many hours is new. */
const NEW = 3 * 24

/** The apps by which subscribers of one unit came, the first of them, and since when each is known. */
export class Named {
  #names: string[] = []
  #since: number[] = []

  /** @returns its place from 1 on (0: there are more than are kept), and whether it is new */
  take(name: string, hour: number): { readonly place: number; readonly isNew: boolean } {
    let place = this.#names.indexOf(name) + 1
    if (place === 0 && this.#names.length < MOST) {
      place = this.#names.push(name)
      this.#since.push(hour)
    }
    return { place, isNew: place === 0 || hour - (this.#since[place - 1] as number) < NEW }
  }

  at(place: number): string | undefined {
    return this.#names[place - 1]
  }

  save() {
    return [this.#names, this.#since] as const
  }
  load([names, since]: ReturnType<Named['save']>): void {
    ;[this.#names, this.#since] = [[...names], [...since]]
  }
}
