/** Repeats until it works: the log may come up after us. */
export async function patiently<T>(
  act: () => Promise<T>,
  log: (fields: object, text: string) => void,
  end: (error: unknown) => Error | undefined = () => undefined,
): Promise<T> {
  for (let told = false; ; told = true) {
    try {
      return await act()
    } catch (error) {
      const over = end(error)
      if (over) throw over
      if (!told) log({ error: (error as Error).name }, 'Kafka does not answer yet; waiting for it')
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
}

/** Several are asked for once; each alone then, with patience, so that one that is missing keeps the others waiting for none. */
export const patientFor = <T>(names: readonly string[], act: () => Promise<T>): Promise<T> =>
  names.length === 1 ? retrying(act) : act()

/** A topic that was made a moment ago may have no leader yet. */
async function retrying<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await act()
    } catch (error) {
      if (attempt >= 20 || (error as { retriable?: boolean }).retriable === false) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}
