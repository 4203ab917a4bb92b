export * from './idempotency.ts'
export * from './keys.ts'
export * from './problem.ts'
export * from './server.ts'
