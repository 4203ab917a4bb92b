export * from './owned.ts'
export * from './rights.ts'
