import { afterEach, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../../../test/servers.ts'
import { takeSeat } from './seat.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach(removeFolder))

it('a seat is had by one at a time, and keeps its name', () => {
  const folder = temporaryFolder()
  folders.push(folder)
  const [first, second] = [takeSeat(folder), takeSeat(folder)]
  expect(second.name).not.toBe(first.name)
  first.leave()
  const third = takeSeat(folder)
  expect(third.name).toBe(first.name)
  third.leave()
  second.leave()
})
