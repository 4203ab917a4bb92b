export { DraftPage } from './draft.tsx'
export { MonitorPolicy } from './policy.tsx'
