import { useMedia } from '#web'

export { useMedia } from '#web'

/** A phone: lists are cards, and the rail is a drawer. */
export const useNarrow = (): boolean => useMedia('(max-width: 760px)')
