export { Apply } from './form.tsx'
export { Partners, Ports, Services } from './lists.tsx'
export { Partner, Port, Service } from './record.tsx'
