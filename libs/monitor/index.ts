export * from './monitor.ts'
export { type Observation, observe, observedTopics } from './observe.ts'
export { signalNames, signals } from './signals.ts'
