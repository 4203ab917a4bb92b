import { globSync } from 'node:fs'
import { configDefaults, defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

/**
 * Tests of what has no side effects share a process, one file after the other: importing took two thirds of their time. A file
 * that mocks a module or fakes the time has one of its own, as has each test of a whole gateway.
 */
const together = globSync(['libs/!(bus|process|service|store)/**/*.test.ts', 'services/*/src/**/*.test.ts'], {
  exclude: ['services/cases/src/notices.test.ts'],
})

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'together', include: together, isolate: false } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['libs', 'scripts', 'services', 'tools', 'test'].map((folder) => `${folder}/**/*.test.ts`),
          exclude: [...configDefaults.exclude, ...together],
        },
      },
    ],
    pool: 'forks',
    // One more than CI's machine has cores: half of what tests do is to wait, for timers' grace, a broker, a page.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // A busy machine is not a failure: conditions may take their time, tests never assert it. What was waited for in vain is
    // named long before its test is over.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default'],
  },
})
