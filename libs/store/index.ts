export * from './port.ts'
export * from './stamped.ts'
