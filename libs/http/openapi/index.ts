export { complete } from './complete.ts'
export { singular } from './names.ts'
export { problemSchema, usualProblems } from './refusals.ts'
