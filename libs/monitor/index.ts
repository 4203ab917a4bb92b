export * from './monitor.ts'
export { type Observation, observe } from './observe.ts'
export type { Standing } from './standing.ts'
