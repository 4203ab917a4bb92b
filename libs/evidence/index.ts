export * from './chain.ts'
export * from './seal.ts'
export * from './token.ts'
