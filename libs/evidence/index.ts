export * from './chain.ts'
export * from './opaque.ts'
export * from './seal.ts'
export * from './token.ts'
