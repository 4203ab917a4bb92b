export * from './bus.ts'
export * from './database.ts'
export * from './log.ts'
