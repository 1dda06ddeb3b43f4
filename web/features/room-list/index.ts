export { Rail } from './rail.tsx'
export { sectionsOf } from './sections.ts'
