export { complete, problemSchema } from './complete.ts'
export { singular } from './names.ts'
