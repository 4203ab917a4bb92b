export * from './codes.ts'
export * from './service.ts'
