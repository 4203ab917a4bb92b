export * from './http.ts'
export * from './rows.ts'
export * from './take.ts'
