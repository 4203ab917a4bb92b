import { describe, expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import { Play } from '#process/kit'
import type { Deps } from '#service'
import { type PersonRefs, persons } from './domain/person.ts'
import type { Person } from './domain/person-state.ts'
import { firstPeople } from './first.ts'

/** An installation as far as its accounts go, over several starts with the same data. */
class Installation {
  readonly people = new Map<string, Play<Person, PersonRefs>>()
  readonly remembered = new Map<string, number>()
  now = 0
  readonly said: unknown[] = []
  /** Its log takes nothing. */
  away = false
  /** Its lane is busy: it comes to this account only after having been asked for it some times. */
  slow?: { id: string; looks: number }

  start(DEMO: 'on' | 'off') {
    const store = {
      load: async (_process: string, ids: readonly string[]) =>
        new Map(
          ids.flatMap((id) => {
            const body = this.people.get(id)?.state
            if (body && this.slow?.id === id && this.slow.looks-- > 0) return []
            return body ? [[id, { body }] as const] : []
          }),
        ),
      remember: async (id: string, _digest: string, until: number) => {
        if ((this.remembered.get(id) ?? 0) > this.now) return 'same'
        this.remembered.set(id, until)
        return 'new'
      },
    }
    const publish = async (records: { key: string; message: { type: string; data: unknown } }[]) => {
      if (this.away) throw new Error('the log takes nothing')
      for (const { key, message } of records) {
        const play =
          this.people.get(key) ??
          new Play<Person, PersonRefs>(persons, { key, refs: { policy, versionOf: () => undefined } })
        this.people.set(key, play)
        play.say(message.type, message.data)
      }
    }
    return firstPeople({
      store,
      bus: { partitions: 1, publish },
      config: { DEMO },
      clock: { now: () => this.now },
      keyOf: (name: string) => `key-of-${name}`,
      log: { warn: (fields: unknown) => void this.said.push(fields) },
    } as unknown as Deps)
  }

  open(): string[] {
    return [...this.people].flatMap(([id, { state }]) => (state?.disabled ? [] : [id])).sort()
  }
}

const demo = ['demo.administrator', 'demo.auditor', 'demo.counter', 'demo.operations', 'demo.reviewer']

describe('the accounts that an installation begins with', () => {
  it('are an administrator, shown once', async () => {
    const installation = new Installation()
    expect(await installation.start('off')).toMatchObject([{ id: 'admin', role: 'administrator' }])
    expect(await installation.start('off')).toEqual([])
    expect(installation.open()).toEqual(['admin'])
  })

  it('are made by a later start where the first one ended before it had made them, and by one of two at once', async () => {
    const installation = new Installation()
    installation.away = true
    await expect(installation.start('off')).rejects.toThrow('the log takes nothing')
    installation.away = false
    expect(await installation.start('off')).toEqual([])
    installation.now += 31 * 60_000
    expect(await installation.start('off')).toMatchObject([{ id: 'admin', role: 'administrator' }])
    expect(await installation.start('off')).toEqual([])
    expect(installation.open()).toEqual(['admin'])
  })

  it('can all be signed in to once they are shown, also the one whose lane is slowest', async () => {
    const installation = new Installation()
    installation.slow = { id: 'demo.counter', looks: 3 }
    expect((await installation.start('on')).map(({ id }) => id)).toContain('demo.counter')
    expect(installation.slow.looks).toBe(-1)
  })

  it('are not set anew because the database forgot that they were made: a closed one stays closed', async () => {
    const installation = new Installation()
    await installation.start('off')
    const admin = installation.people.get('admin')
    admin?.say('person.set', { name: 'A', role: 'administrator', interests: [], disabled: true, by: 'chen.min' })
    const password = admin?.state?.password
    installation.remembered.clear()
    expect(await installation.start('off')).toEqual([])
    expect(admin?.state).toMatchObject({ disabled: true, password })
  })

  it('of the demo are closed when it is over, and that is said; once', async () => {
    const installation = new Installation()
    expect((await installation.start('on')).map(({ id }) => id).sort()).toEqual(demo)
    expect(installation.open()).toEqual(demo)
    await installation.start('off')
    expect(installation.open()).toEqual(['admin'])
    await installation.start('off')
    expect(installation.said).toMatchObject([{ accounts: expect.arrayContaining(demo) }])
    // Nobody was taken away by it whom the administrator would have to wait for.
    expect(installation.people.get('demo.administrator')?.state?.formerly).toBeUndefined()
  })

  it('of the demo are shown at each of its starts, but for those that are closed', async () => {
    const installation = new Installation()
    await installation.start('on')
    expect((await installation.start('on')).length).toBe(5)
    await installation.start('off')
    expect(await installation.start('on')).toEqual([])
  })
})
