export * from './bus.ts'
export { MemoryCluster } from './cluster.ts'
export * from './reader.ts'
export * from './world.ts'
