export * from './catalogue.ts'
export * from './follow.ts'
