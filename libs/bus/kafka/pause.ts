/** Between two tries to find or ask a broker. */
export const PAUSE_MS = 100

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
