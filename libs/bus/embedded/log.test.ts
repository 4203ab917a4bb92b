import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbedded, removeFolder, temporaryFolder } from '../../../test/servers.ts'
import type { OutRecord } from '../port.ts'

const DAY = 86_400_000
const record = (topic: string, id: string, at: number, key = 'k'): OutRecord => ({
  topic,
  partition: 0,
  key,
  message: { id, type: 'noted', v: 1, at, corr: id, data: {} },
})
const ids = (records: readonly { message: unknown }[]) => records.map((each) => (each.message as { id: string }).id)

describe('the embedded log', () => {
  let folder: string
  let open: ReturnType<typeof openEmbedded>
  const topics = [
    { name: 'letters', keep: 2 },
    { name: 'facts', keep: 'compact' as const },
  ]
  beforeEach(async () => {
    folder = temporaryFolder()
    open = openEmbedded(folder, 1)
    await open.bus.ensureTopics(topics)
  })
  afterEach(() => {
    open.database.close()
    removeFolder(folder)
  })

  it('knows its newest stamp, by the last message of each partition', async () => {
    expect(open.log.newest()).toBe(0)
    await open.bus.publish([record('letters', 'a', 5), record('facts', 'b', 9), record('letters', 'c', 7)])
    expect(open.log.newest()).toBe(9)
  })

  it('forgets by age what every reader is done with, and keeps counting', async () => {
    await open.bus.publish([
      record('letters', 'old', 10 * DAY),
      record('letters', 'unread', 10 * DAY),
      record('letters', 'new', 13 * DAY),
    ])
    open.log.clean(13 * DAY, () => 1)
    expect(open.log.range('letters', 0)).toEqual({ start: 1, end: 3 })
    open.log.clean(30 * DAY, () => 3)
    expect(open.log.range('letters', 0)).toEqual({ start: 3, end: 3 })
    await open.bus.publish([record('letters', 'next', 30 * DAY)])
    expect(open.log.range('letters', 0)).toEqual({ start: 3, end: 4 })
  })

  it('holds in memory what somebody has yet to read, and of that no more than so much', async () => {
    const put = (...names: string[]) => open.bus.publish(names.map((id) => record('letters', id, 1)))
    // What comes out of the file is parsed anew, and not trusted.
    const fromMemory = (from: number) => open.log.read('letters', 0, from, 500).map((each) => each.trusted)
    const [quick, slow] = [{ position: 0 }, { position: 0 }]
    const drop = [quick, slow].map((each) => open.log.keepFor('letters', 0, each))
    await put('a', 'b', 'c')
    quick.position = 3
    slow.position = 1
    await put('d')
    expect([fromMemory(1), fromMemory(0)]).toEqual([
      [true, true, true],
      [false, false, false, false],
    ])
    drop[1]?.()
    await put('e')
    expect([fromMemory(3), fromMemory(1)]).toEqual([
      [true, true],
      [false, false, false, false],
    ])
    for (let n = 0; n < 4; n++) await put(...Array.from({ length: 300 }, (_, i) => `${n}/${i}`))
    expect([fromMemory(1205 - 1024)[0], fromMemory(1205 - 1025)[0]]).toEqual([true, false])
    expect(ids(open.log.read('letters', 0, 3, 3))).toEqual(['d', 'e', '0/0'])
  })

  it('keeps the last record of each key of a compacted topic', async () => {
    await open.bus.publish([
      record('facts', 'a1', 1, 'a'),
      record('facts', 'b1', 1, 'b'),
      record('facts', 'a2', 2, 'a'),
    ])
    open.database.close()
    open = openEmbedded(folder, 1)
    await open.bus.ensureTopics(topics)
    const seen: string[] = []
    await open.bus.follow('facts', (each) => seen.push((each.message as { id: string }).id))
    expect(seen).toEqual(['b1', 'a2'])
  })

  it('gives the same records from memory and from the disk', async () => {
    await open.bus.publish([1, 2, 3].map((n) => record('letters', `m${n}`, n)))
    const fromMemory = ids(open.log.read('letters', 0, 1, 10))
    open.database.close()
    open = openEmbedded(folder, 1)
    await open.bus.ensureTopics(topics)
    expect(ids(open.log.read('letters', 0, 1, 10))).toEqual(fromMemory)
    expect(open.log.read('letters', 0, 3, 10)).toEqual([])
  })

  it('takes back what a failed transaction appended, and hands out its offsets again', async () => {
    const { sqlite } = open.database
    await open.bus.publish([record('letters', 'kept', 1)])
    sqlite.exec(
      `PRAGMA max_page_count = ${(sqlite.prepare('PRAGMA page_count').get() as { page_count: number }).page_count}`,
    )
    const huge = {
      ...record('letters', 'lost', 1),
      message: { ...record('letters', 'lost', 1).message, data: 'x'.repeat(1_000_000) },
    }
    await expect(open.bus.publish([huge])).rejects.toMatchObject({ code: 'data.write', retriable: true })
    sqlite.exec('PRAGMA max_page_count = 100000')
    await open.bus.publish([record('letters', 'after', 1)])
    expect(ids(open.log.read('letters', 0, 0, 10))).toEqual(['kept', 'after'])
  })
})
