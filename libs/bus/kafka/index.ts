export * from './bus.ts'
export { type Seat, takeSeat } from './seat.ts'
