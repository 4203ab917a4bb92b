export { complete, problemSchema, usualProblems } from './complete.ts'
export { singular } from './names.ts'
