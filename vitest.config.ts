import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

export default defineConfig({
  test: {
    include: [
      'libs/**/*.test.ts',
      'scripts/**/*.test.ts',
      'services/**/*.test.ts',
      'tools/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    pool: 'forks',
    // One more than CI's machine has cores: half of what tests do is to wait, for timers' grace, a broker, a page.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // A busy machine is not a failure: conditions may take their time, tests never assert it.
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default'],
  },
})
