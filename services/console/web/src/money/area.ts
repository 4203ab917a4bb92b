export { Charge, Lines, Month } from './month.tsx'
export { Settlements } from './months.tsx'
