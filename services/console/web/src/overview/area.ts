export { FigureList } from './figure.tsx'
export { Overview } from './overview.tsx'
export { Proposals } from './proposals.tsx'
