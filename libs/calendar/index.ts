export * from './day.ts'
export * from './quiet.ts'
export * from './time.ts'
