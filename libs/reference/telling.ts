/** A Han name of fewer letters is a word that people use anyway: alone it names nobody. */
export const TELLING = 4
