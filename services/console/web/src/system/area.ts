export { Account } from '../shell/account.tsx'
export { Audit } from './audit.tsx'
export { People } from './people.tsx'
