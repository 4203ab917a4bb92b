export * from './asyncapi.ts'
export * from './parts.ts'
export * from './topic.ts'
export * from './topics.ts'
