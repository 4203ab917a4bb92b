export type { JournalRow } from '../mongo/rows.ts'
export { JournaledStore } from './journaled.ts'
export * from './store.ts'
