export * from './codes.ts'
export * from './four-eyes.ts'
export * from './service.ts'
export * from './settled.ts'
