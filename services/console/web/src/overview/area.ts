export { Overview } from './overview.tsx'
export { Proposals } from './proposals.tsx'
