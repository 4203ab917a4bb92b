export * from './category.ts'
export * from './port-traffic.ts'
export * from './preview.ts'
export * from './targets.ts'
