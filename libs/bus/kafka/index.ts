export * from './bus.ts'
export { type Seat, takeSeat } from './seat.ts'
export type { Security } from './secure.ts'
