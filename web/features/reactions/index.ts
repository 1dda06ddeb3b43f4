export { chosen } from './groups.ts'
export { Reactions } from './reactions.tsx'
