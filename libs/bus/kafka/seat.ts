import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePrivate, openFolder } from '../embedded/folder.ts'
import { lockFolder } from '../embedded/lock.ts'
import { BusError } from '../port.ts'

export interface Seat {
  /** The same for whoever has this seat after us. */
  readonly name: string
  leave(): void
}

const MOST = 32
/** Who was killed a moment ago may still be dying. */
const PATIENCE_MS = 300

/**
 * The first free seat in a folder. It is free again when its process has ended, however it did: who finds it so comes after
 * one that is surely dead. @throws BusError where the folder cannot be used
 */
export function takeSeat(folder: string): Seat {
  for (let place = 0; place < MOST; place++) {
    const seat = join(folder, 'members', String(place))
    openFolder(seat)
    try {
      const leave = lockFolder(seat, PATIENCE_MS)
      return { name: nameOf(join(seat, 'name')), leave }
    } catch (error) {
      if (!(error instanceof BusError) || error.code !== 'data.locked') throw error
    }
  }
  throw new BusError('data.locked', `${folder} has ${MOST} members already. Name another folder with DATA_DIR.`)
}

function nameOf(file: string): string {
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  if (known !== '') return known
  makePrivate(file)
  const name = randomUUID()
  writeFileSync(file, name)
  return name
}
