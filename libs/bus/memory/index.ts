export * from './bus.ts'
export * from './world.ts'
