export * from './parts.ts'
export * from './topic.ts'
export * from './topics.ts'
