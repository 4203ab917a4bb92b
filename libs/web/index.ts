import './base.css'

export * from './api.ts'
export * from './format.ts'
export * from './look.ts'
export * from './media.ts'
