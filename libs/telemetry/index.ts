export * from './last-resort.ts'
export * from './log.ts'
export * from './metrics.ts'
export * from './trace.ts'
