import { useEffect, useState } from 'react'

const CALM_MS = 300

/** What was given, once it does not change any more: nothing is asked for at each key. */
export function useCalm<T>(value: T): T {
  const [calm, setCalm] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM_MS)
    return () => clearTimeout(timer)
  }, [value])
  return calm
}
