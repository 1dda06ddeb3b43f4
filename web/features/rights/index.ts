export { type Rights, ROLES, rightsOf } from './rights.ts'
