export * from './bus.ts'
export * from './database.ts'
export { makePrivate, openFolder } from './folder.ts'
export * from './log.ts'
