export { Report } from './report.tsx'
export { Reports } from './reports.tsx'
