import { createContext, useContext } from 'react'
import type { Me } from './api.ts'

export const MeContext = createContext<Me | undefined>(undefined)

/** Who is signed in. Screens are shown to nobody else. */
export const useMe = (): Me => useContext(MeContext) as Me
