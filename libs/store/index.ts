export * from './port.ts'
export * from './stamped.ts'
export * from './stamping.ts'
