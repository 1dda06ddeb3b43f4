export { type Person, usePeople } from './use-people.ts'
