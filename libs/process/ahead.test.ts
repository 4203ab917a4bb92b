import { describe, expect, it } from 'vitest'
import { Ahead } from './ahead.ts'
import { systemClock } from './clock.ts'

/** A store that answers when it is told to. */
function slowStore() {
  const commits: { offset: number; mark: number; emitted: number }[] = []
  const answers: PromiseWithResolvers<void>[] = []
  const ahead = new Ahead(systemClock, async (turn, positions, marks) => {
    commits.push({ offset: positions['t'] as number, mark: marks['t<s/0']?.[1] ?? 0, emitted: turn.emit.length })
    const answer = Promise.withResolvers<void>()
    answers.push(answer)
    await answer.promise
  })
  const message = { id: 'x', type: 'x', v: 1, at: 1, corr: 'x', data: {} }
  const carriedOut = (offset: number, messages = 1) => {
    const emit = [{ topic: 'o', partition: 0, key: 'k', message }]
    return ahead.add({ states: [], emit }, { t: offset }, { 't<s/0': ['i', offset, 0] }, messages)
  }
  return { ahead, commits, answers, carriedOut }
}

describe('storing behind what is carried out', () => {
  it('takes all that was done meanwhile into the next commit, positions and marks of the same prefix', async () => {
    const { ahead, commits, answers, carriedOut } = slowStore()
    await carriedOut(1)
    await carriedOut(2)
    await carriedOut(3)
    answers[0]?.resolve()
    const settled = ahead.settle()
    while (answers.length < 2) await Promise.resolve()
    answers[1]?.resolve()
    await settled
    expect(commits).toEqual([
      { offset: 1, mark: 1, emitted: 1 },
      { offset: 3, mark: 3, emitted: 2 },
    ])
  })

  it('lets no more go out than may go twice after a kill', async () => {
    const { answers, carriedOut } = slowStore()
    await carriedOut(32, 32)
    let went = false
    const next = carriedOut(64, 32).then(() => {
      went = true
    })
    await Promise.resolve()
    expect(went).toBe(false)
    answers[0]?.resolve()
    await next
  })

  it('throws what the store threw, and stores nothing after it', async () => {
    const { ahead, commits, answers, carriedOut } = slowStore()
    await carriedOut(1)
    answers[0]?.reject(new Error('fenced'))
    await expect(ahead.settle()).rejects.toThrow('fenced')
    await expect(carriedOut(2)).rejects.toThrow('fenced')
    expect(commits).toHaveLength(1)
  })
})
