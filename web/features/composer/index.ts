export { Composer } from './composer.tsx'
export { type Writing, writingOf } from './writing.ts'
