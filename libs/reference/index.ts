export * from './catalogue.ts'
export * from './follow.ts'
export * from './names.ts'
export * from './network-blocks.ts'
