export { Decision, Decisions } from './decisions.tsx'
export { Letter, Letters } from './letters.tsx'
export { Webhooks } from './webhooks.tsx'
