export * from './port.ts'
export { tooLarge } from './size.ts'
