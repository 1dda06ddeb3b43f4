export { Composer } from './lazy-composer.tsx'
export { type Writing, writingOf } from './writing.ts'
