import { describe, expect, it } from 'vitest'
import { campaign, member, only, play, whole } from './fixtures.ts'

/* Reports that come at once are each compared before any of them is known: the same text has several names. */
describe('of the same text, reported at once', () => {
  const same = '急用钱不求人！凭身份证即可办理'
  const rows = (given: ReturnType<typeof play>) =>
    given.state!.variants.map(({ text, counts }) => [text, counts.size, counts.reporters])
  const joined = (given: ReturnType<typeof play>, first: number, names: readonly string[], text = same) =>
    names.forEach((variant, n) => {
      given.say('report.joined', member(first + n, { variant, text, at: given.now }))
    })
  const left = (n: number, variant: string, at: number) => ({
    ...{ reporter: `reporter-${n}`, number: String(100_000_000 + n), last: true, kind: 'loan', honest: false },
    ...{ of: campaign, variant, sender: { kind: 'port', port: '10661234' }, at },
  })

  it.each([campaign, 'p10661234'])('there is one text, with how many (%s)', (key) => {
    const given = play(key)
    joined(given, 0, ['r1', 'r2', 'r3', 'r3', 'r2'])
    joined(given, 5, ['r9'], '另一种')
    expect(rows(given)).toEqual([
      [same, 5, 5],
      ['另一种', 1, 1],
    ])
  })

  it('the ninth of other texts has no row, and one of the first eight is counted on', () => {
    const given = play()
    for (let n = 0; n < 9; n++) joined(given, n, [`r${n}`], `第${n}种`)
    joined(given, 9, ['s0'], '第0种')
    expect(rows(given)).toHaveLength(8)
    expect(rows(given)[0]).toEqual(['第0种', 2, 2])
  })

  it('what one of them takes back is taken from it, by whichever name', () => {
    const given = play()
    joined(given, 0, ['r1', 'r2', 'r3'])
    given.say('report.left', left(1, 'r2', given.now))
    expect(rows(given)).toEqual([[same, 2, 2]])
  })

  it.each(['r1', 'r2'])('all of it is split off, and what comes like any of them goes there (%s)', (variant) => {
    const given = play()
    joined(given, 0, ['r1', 'r2', 'r1'])
    joined(given, 3, ['r9'], '另一种')
    const emits = whole(given.say('campaign.split', { by: 'wang', note: '不是一回事', variant }))
    const [handed] = only(emits, 'members.moved')
    const into = handed!.key
    expect(only(emits, 'exemplar.moved').map(({ data }) => data)).toEqual(
      ['r1', 'r2'].map((report) => ({ campaign, report, into })),
    )
    expect(rows(given)).toEqual([['另一种', 1, 1]])
    expect(given.state!.tally.recent.map(({ reporter }) => reporter)).toEqual(['reporter-3'])
    const other = play(into)
    other.say('members.moved', handed!.data)
    expect(rows(other)).toEqual([[same, 3, 3]])
    const [told] = whole(given.say('report.left', left(1, 'r2', given.now)))
    expect(told).toMatchObject({ type: 'report.left', key: into })
    other.say('report.left', told!.data)
    expect(rows(other)).toEqual([[same, 2, 2]])
  })

  it('two campaigns of it are one text once they are joined, and who reported it in both is one reporter', () => {
    const given = play()
    joined(given, 0, ['r1', 'r1', 'r2'])
    const other = play('cother1234567')
    joined(other, 2, ['r5', 'r6'])
    joined(other, 4, ['r7'], '另一种')
    const [handed] = only(
      whole(other.say('campaign.join', { by: 'system', note: 'alike', into: campaign })),
      'members.moved',
    )
    given.say('members.moved', handed!.data)
    expect(rows(given)).toEqual([
      [same, 5, 4],
      ['另一种', 1, 1],
    ])
    expect(given.state!.tally).toMatchObject({ size: 6, reporters: 5 })
    const emits = whole(given.say('campaign.split', { by: 'wang', note: '不是一回事', variant: 'r1' }))
    expect(only(emits, 'exemplar.moved').map(({ data }) => (data as { report: string }).report)).toEqual([
      'r1',
      'r2',
      'r5',
      'r6',
    ])
    expect(given.state!.tally).toMatchObject({ size: 1, reporters: 1 })
  })

  it('of a campaign each report that is split off is known: what is more than that is a row of its own', () => {
    const given = play()
    const port = play('p10661234')
    const names = Array.from({ length: 60 }, (_, n) => `r${n}`)
    joined(given, 0, names)
    joined(port, 0, names)
    expect(rows(given).map(([, size]) => size)).toEqual([51, 9])
    expect(rows(port).map(([, size]) => size)).toEqual([60])
  })
})
