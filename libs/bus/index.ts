export * from './port.ts'
export { publishing } from './publishing.ts'
export { tooLarge } from './size.ts'
