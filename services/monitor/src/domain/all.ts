/** The key of all that is observed: one order, that of its arrival, which the archive keeps. */
export const ALL = 'all'
