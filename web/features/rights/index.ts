export { type Me, type Rights, ROLES, rightsOf } from './rights.ts'
