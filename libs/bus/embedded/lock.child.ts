import { lockFolder } from './lock.ts'

/* A light starter for lock.test.ts: tries to take each folder that it is told, says how that ended, and keeps what it has. */
process.on('message', ({ folder, patienceMs }: { folder: string; patienceMs: number }) => {
  let outcome = 'taken'
  try {
    lockFolder(folder, patienceMs)
  } catch (error) {
    outcome = (error as { code: string }).code
  }
  process.send?.(outcome)
})
const [folder] = process.argv.slice(2)
if (folder) {
  lockFolder(folder)
  setInterval(() => {}, 1000)
  process.stdout.write(`${process.pid}\n`)
}
