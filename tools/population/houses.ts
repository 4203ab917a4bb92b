import { abroadKinds } from './abroad.ts'
import { borderKinds } from './border.ts'
import { inlandKinds } from './inland.ts'
import { kinds } from './kinds.ts'
import { outsiders } from './outsiders.ts'
import { parts } from './parts.ts'
import type { PopulationOptions } from './population.ts'
import { abroad, border, elsewhere, home, inland } from './world.ts'

/** Kinds of partners, and what is usual where they are. */
export const houses = {
  home: { from: kinds, world: home },
  elsewhere: { from: outsiders, world: elsewhere },
  abroad: { from: abroadKinds, world: abroad },
  border: { from: borderKinds, world: border },
  parts: { from: parts, world: inland },
  inland: { from: inlandKinds, world: inland },
} as const satisfies Record<string, Pick<PopulationOptions, 'from' | 'world'>>
