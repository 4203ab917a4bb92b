/**
 * What is made of each secret of a list, the newest first. A list that is rotated changes while it is in use: then all of it
 * is made anew.
 */
export function eachSecret<T>(secrets: readonly string[], make: (secret: string) => T): () => readonly T[] {
  let known: readonly string[] = []
  let made: readonly T[] = []
  return () => {
    if (known.length !== secrets.length || known.some((each, place) => each !== secrets[place])) {
      known = [...secrets]
      made = known.map(make)
    }
    return made
  }
}
