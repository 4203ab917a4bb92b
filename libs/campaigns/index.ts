export * from './campaigns.ts'
export * from './explain.ts'
export * from './group.ts'
export * from './reading.ts'
